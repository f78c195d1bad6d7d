using System.Diagnostics;
using CSysdig.Capture.Scap;
using CSysdig.Chisels;
using CSysdig.Cli.Live;
using CSysdig.Cli.Options;
using CSysdig.Cli.Writing;
using CSysdig.Completion;
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
                return Say(HelpText.Of(SysdigTable.Table));
            if (options.Version)
                return Say($"sysdig version {ProgramVersion.Text}\n");
            if (options.Shell is not null)
                return Say(ShellScript.For(options.Shell, "sysdig"));
            if (options.ShowFormat)
                return Say((Console.IsOutputRedirected ? SysdigOptions.DefaultFormat : SysdigOptions.TerminalFormat) + "\n");
            if (options.ListChisels)
                return ListChisels(options);
            if (options.DescribedChisel is { } name)
                return Say(ChiselList.Describe(ChiselCatalog.Find(name, options.TrustChisels)));
            if (options.LibsVersion)
                return Say($"events, fields and formats of falcosecurity/libs 0.25.4 and of sysdig {ProgramVersion.Compatible} and 0.36; the library itself is not used\n");
            if (options.NoPlugins)
                return Say("0 plugins: there is nothing to load\n");
            if (options.ListEvents)
                return Say(Listings.Events());
            if (options.ListFields)
                return Say(options.AsMarkdown ? Listings.FieldsAsMarkdown() : Listings.Fields(options.Verbose));
            return Read(options);
        }
        catch (ChiselExit e)
        {
            return e.Code;
        }
        catch (Exception e) when (e is UsageException or EventFormatException or CaptureException or ChiselException
            or Model.Filters.FilterException or Model.Fields.FieldException)
        {
            Console.Error.WriteLine("sysdig: " + e.Message);
            return 1;
        }
    }

    /// <param name="isFurther">A script has asked for this run; one of its scripts does not get another.</param>
    static int Read(SysdigOptions options, bool isFurther = false)
    {
        foreach (var note in options.Notes)
            Console.Error.WriteLine("sysdig: " + note);
        var terminal = !Console.IsOutputRedirected;
        var format = EventFormat.Unescape(options.Format ?? (terminal && !options.Json ? SysdigOptions.TerminalFormat : SysdigOptions.DefaultFormat));
        var counts = options.Summary ? new EventCounts() : null;
        // It outlives the output, whose last lines belong to what was asked for until Ctrl-C.
        using var interruption = options.Chisels.Count > 0 || options.Writing.File is not null || options.IsLive ? new Interruption() : null;
        using var output = new OutputBuffer(Console.OpenStandardOutput(), options.Unbuffered || terminal);
        using var writing = Write(options, output, interruption);
        var chisels = options.Chisels.Count > 0 ? new ChiselRun(options, output, terminal, interruption!) : null;
        IEventSink? sink = writing is not null && chisels is not null ? new WritingAndChisels(writing, chisels) : (IEventSink?)writing ?? chisels;
        var printer = new EventPrinter(options, format, output, counts, terminal, sink);
        var started = Stopwatch.GetTimestamp();
        if (options.IsLive)
        {
            using var live = new LiveRun(options, output, writing, interruption!);
            printer.Print(live);
            output.Flush();
            live.Report(Stopwatch.GetElapsedTime(started));
            printer.Report(Stopwatch.GetElapsedTime(started));
        }
        foreach (var file in options.Files)
        {
            started = Stopwatch.GetTimestamp();
            printer.Print(file);
            output.Flush();
            printer.Report(Stopwatch.GetElapsedTime(started));
            if (output.IsClosed)
                return 0;
        }
        writing?.Close();
        foreach (var export in chisels?.Finish() ?? [])
        {
            output.Flush();
            ExportWriting.Write(options, export, interruption!);
        }
        if (format.Contains('\e'))
            output.Text.Write("\e[00m"u8);
        counts?.Write(output.Text, printer.Dialect);
        if (chisels?.NextRun is not { } next || isFurther)
            return 0;
        output.Flush();
        return Read(FurtherRun.Options(next), isFurther: true);
    }

    /// <summary>What writes the capture that -w asks for, or null.</summary>
    static CaptureWriting? Write(SysdigOptions options, OutputBuffer output, Interruption? interruption)
    {
        if (options.Writing.File is null)
            return null;
        var everything = options.Filter.Length == 0 || options.FilterShownOnly;
        if (!options.Writing.FilterTables)
            return new CaptureWriting(options.Writing, everything, null, options.Following, interruption!);
        var scan = new SelectionScan(options.Following);
        var first = new EventPrinter(options, "%evt.num", output, null, terminal: false, scan);
        foreach (var file in options.Files)
            first.Print(file);
        return new CaptureWriting(options.Writing, everything, scan.Selection, options.Following, interruption!);
    }

    static int ListChisels(SysdigOptions options)
    {
        var (scripts, complaints) = ChiselCatalog.Scripts(options.TrustChisels);
        foreach (var complaint in complaints)
            Console.Error.WriteLine("sysdig: " + complaint);
        return Say(ChiselList.Text([.. ChiselCatalog.All, .. scripts]));
    }

    static int Say(string text)
    {
        Console.Out.Write(text);
        return 0;
    }
}
