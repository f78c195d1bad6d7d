namespace CSysdig.Chisels;

/// <summary>A run of sysdig that a script asks for when its own is over.</summary>
/// <param name="Arguments">As one would type them, without the program's name.</param>
/// <param name="MayWrite">Whether the script has the right to let a file be written.</param>
public sealed record ScriptRun(string Arguments, Func<string, bool> MayWrite);
