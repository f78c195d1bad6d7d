namespace CSysdig.Cli;

/// <summary>One executable has two names; the one it was called by says which front end runs.</summary>
static class CommandName
{
    /// <summary>A native binary is told the name it was called by, links unresolved; under the runtime the host's own name counts.</summary>
    public static bool IsSysdig() => IsSysdig(Environment.GetCommandLineArgs()[0]) || IsSysdig(Environment.ProcessPath ?? "");

    public static bool IsSysdig(string path) => Path.GetFileNameWithoutExtension(path).Equals("sysdig", StringComparison.OrdinalIgnoreCase);
}
