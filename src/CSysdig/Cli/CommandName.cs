namespace CSysdig.Cli;

/// <summary>One executable has two names; the one it was called by says which front end runs.</summary>
static class CommandName
{
    /// <summary>Where Linux shows a process the words it was started with.</summary>
    const string OwnCommandLine = "/proc/self/cmdline";

    public static bool IsSysdig() => IsSysdig(Environment.GetCommandLineArgs()[0]) || IsSysdig(CalledAs());

    public static bool IsSysdig(string path) => Path.GetFileNameWithoutExtension(path).Equals("sysdig", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The runtime's own host tells the path of its library, and the executable with links resolved; only the system knows the
    /// name of a link. Where it does not say, the executable's name counts.
    /// </summary>
    static string CalledAs()
    {
        try
        {
            if (File.Exists(OwnCommandLine))
                return File.ReadAllText(OwnCommandLine).Split('\0')[0];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the executable's name, then
        }
        return Environment.ProcessPath ?? "";
    }
}
