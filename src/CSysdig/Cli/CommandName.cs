namespace CSysdig.Cli;

/// <summary>One executable has two names; the one it was called by says which front end runs.</summary>
static class CommandName
{
    /// <param name="processPath">Where the executable lies, links resolved.</param>
    /// <param name="calledAs">The name it was called by: under <c>dotnet</c> the path of its library.</param>
    public static bool IsSysdig(string? processPath, string calledAs) => IsSysdig(calledAs) || IsSysdig(processPath ?? "");

    static bool IsSysdig(string path) => Path.GetFileNameWithoutExtension(path).Equals("sysdig", StringComparison.OrdinalIgnoreCase);
}
