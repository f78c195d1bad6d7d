namespace CSysdig.Cli;

/// <summary>The command line is wrong; the message is one line that says how to mend it.</summary>
sealed class UsageException(string message) : Exception(message);
