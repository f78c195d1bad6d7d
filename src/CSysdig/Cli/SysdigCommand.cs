using System.Diagnostics;
using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;
using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Cli.Lake;
using CSysdig.Cli.Live;
using CSysdig.Cli.Options;
using CSysdig.Cli.Writing;
using CSysdig.Completion;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Formats;
using CSysdig.Model.Text;
using CSysdig.Model.UserRules.Files;

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
                return StandardStreams.Say(HelpText.Of(SysdigTable.Table));
            if (options.Version)
                return StandardStreams.Say($"sysdig version {ProgramVersion.Text}\n");
            if (options.Shell is not null)
                return StandardStreams.Say(ShellScript.For(options.Shell, "sysdig"));
            if (options.ShowFormat)
                return StandardStreams.Say((Console.IsOutputRedirected ? SysdigOptions.DefaultFormat : SysdigOptions.TerminalFormat) + "\n");
            if (options.ListChisels)
                return ListChisels(options);
            if (options.DescribedChisel is { } name)
                return StandardStreams.Say(ChiselList.Describe(ChiselCatalog.Find(name, options.TrustChisels)));
            if (options.LibsVersion)
                return StandardStreams.Say($"events, fields and formats of falcosecurity/libs 0.25.4 and of sysdig {ProgramVersion.Compatible} and 0.36; the library itself is not used\n");
            if (options.NoPlugins)
                return StandardStreams.Say("0 plugins: there is nothing to load\n");
            if (options.ListEvents)
                return StandardStreams.Say(Listings.Events());
            if (options.ListFields)
                return StandardStreams.Say(options.AsMarkdown ? Listings.FieldsAsMarkdown() : Listings.Fields(options.Verbose));
            if (options.StatusFolder is { } folder)
                return StatusCommand.Run(folder, options.Json);
            if (options.IsLive && CaptureWords.Mistaken("sysdig", options.Filter) is { } mistake)
                throw mistake;
            if (options.RuleFiles.Count > 0 && !options.Chisels.Exists(c => c.Chisel.Name == "story"))
                throw new UsageException("--rules adds rules to the story: -c story --rules FILE; what they match is printed by -c falco FILE");
            using var reload = options is { HasConfig: true, Writing.Keep: not null } ? new Reload(args) : null;
            int code;
            do
                code = Read(options, reload: reload);
            while (reload?.Take() is { } anew && (options = anew) is not null);
            return code;
        }
        catch (ChiselExit e)
        {
            return e.Code;
        }
        catch (OutputException e)
        {
            return StandardStreams.Tell("sysdig", e);
        }
        catch (Exception e) when (e is UsageException or EventFormatException or CaptureException or ChiselException
            or FilterException or RuleFileException or Model.Fields.FieldException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("sysdig: " + e.Message);
            return 1;
        }
    }

    /// <param name="isFurther">A script has asked for this run; one of its scripts does not get another.</param>
    static int Read(SysdigOptions options, bool isFurther = false, Reload? reload = null)
    {
        foreach (var note in options.Notes)
            Console.Error.WriteLine("sysdig: " + note);
        LocalClock.Choose(options.Utc, options.Following.Compat);
        var terminal = !Console.IsOutputRedirected;
        var format = EventFormat.Unescape(options.Format ?? (terminal && !options.Json ? SysdigOptions.TerminalFormat : SysdigOptions.DefaultFormat));
        var counts = options.Summary ? new EventCounts() : null;
        // It outlives the output, whose last lines belong to what was asked for until Ctrl-C.
        using var interruption = options.Chisels.Count > 0 || (options.Writing.File ?? options.Lake.Folder) is not null || options.IsLive ? new Interruption() : null;
        using var output = new OutputBuffer(StandardStreams.Output, options.Unbuffered || terminal);
        using var writing = Write(options, output, interruption);
        var chisels = options.Chisels.Count > 0 ? new ChiselRun(options, output, terminal, interruption!) : null;
        using var lake = options.Lake.Folder is not null ? new LakeWriting(options, interruption!) : null;
        IEventSink? sink = writing is not null && chisels is not null ? new WritingAndChisels(writing, chisels) : (IEventSink?)writing ?? (IEventSink?)chisels ?? lake;
        var printer = new EventPrinter(options, format, output, counts, terminal, sink);
        var started = Stopwatch.GetTimestamp();
        if (options.IsLive)
        {
            using var live = new LiveRun(options, output, writing, interruption!, reload, writing is null ? chisels?.EventTypes : null);
            Print(() => printer.Print(live), output);
            live.Report(Stopwatch.GetElapsedTime(started));
            printer.Report(Stopwatch.GetElapsedTime(started));
        }
        foreach (var file in options.Files)
        {
            started = Stopwatch.GetTimestamp();
            Print(() => printer.Print(file), output);
            printer.Report(Stopwatch.GetElapsedTime(started));
        }
        writing?.Close(goesOn: reload?.IsAsked == true);
        lake?.Close();
        foreach (var export in chisels?.Finish() ?? [])
        {
            output.Flush();
            ExportWriting.Write(options, export, interruption!);
        }
        if (format.Contains('\e'))
            output.Text.Write("\e[00m"u8);
        counts?.Write(output.Text, printer.Dialect);
        output.Flush();
        if (chisels?.NextRun is not { } next || isFurther)
            return 0;
        return Read(FurtherRun.Options(next), isFurther: true);
    }

    /// <summary>Prints, and waits until it is out: what a script has printed before it ended the run too.</summary>
    static void Print(Action print, OutputBuffer output)
    {
        try
        {
            print();
        }
        catch (ChiselExit)
        {
            output.Flush();
            throw;
        }
        output.Flush();
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
        return StandardStreams.Say(ChiselList.Text([.. ChiselCatalog.All, .. scripts]));
    }
}
