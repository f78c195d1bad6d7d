namespace CSysdig.Cli;

/// <summary>The command line of csysdig.</summary>
static class CSysdigCommand
{
    /// <summary>Runs the command; the result is its exit code.</summary>
    public static int Run(string[] args)
    {
        Console.Error.WriteLine("csysdig: the screens are not available yet; use sysdig -r FILE");
        return 1;
    }
}
