namespace CSysdig.Views.Tty;

/// <summary>There is no terminal that could show the screens; the message says why, and what to do instead.</summary>
public sealed class TerminalException(string message) : Exception(message);
