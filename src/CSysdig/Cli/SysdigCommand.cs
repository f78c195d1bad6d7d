using System.Diagnostics;
using CSysdig.Capture.Scap;
using CSysdig.Model.Formats;

namespace CSysdig.Cli;

/// <summary>The command line of sysdig: events of a capture as lines or JSON.</summary>
static class SysdigCommand
{
    /// <summary>Runs the command; the result is its exit code.</summary>
    public static int Run(string[] args)
    {
        try
        {
            var options = SysdigOptions.Parse(args);
            if (options.Help)
                return Say(SysdigHelp.Text);
            if (options.Version)
                return Say($"sysdig version {SysdigHelp.Version}\n");
            if (options.ShowFormat)
                return Say((Console.IsOutputRedirected ? SysdigOptions.DefaultFormat : SysdigOptions.TerminalFormat) + "\n");
            if (options.Files.Count == 0)
                throw new UsageException("live capture is not available yet; read a capture with -r FILE");
            return Read(options);
        }
        catch (Exception e) when (e is UsageException or EventFormatException or CaptureException or Model.Filters.FilterException)
        {
            Console.Error.WriteLine("sysdig: " + e.Message);
            return 1;
        }
    }

    static int Read(SysdigOptions options)
    {
        var terminal = !Console.IsOutputRedirected;
        var format = EventFormat.Unescape(options.Format ?? (terminal && !options.Json ? SysdigOptions.TerminalFormat : SysdigOptions.DefaultFormat));
        var counts = options.Summary ? new EventCounts() : null;
        using var output = new OutputBuffer(Console.OpenStandardOutput(), options.Unbuffered || terminal);
        var printer = new EventPrinter(options, EventFormat.Parse(format), output, counts, terminal);
        foreach (var file in options.Files)
        {
            var started = Stopwatch.GetTimestamp();
            printer.Print(file);
            output.Flush();
            printer.Report(Stopwatch.GetElapsedTime(started));
            if (output.IsClosed)
                return 0;
        }
        if (format.Contains('\e'))
            output.Text.Write("\e[00m"u8);
        counts?.Write(output.Text, printer.Dialect);
        return 0;
    }

    static int Say(string text)
    {
        Console.Out.Write(text);
        return 0;
    }
}
