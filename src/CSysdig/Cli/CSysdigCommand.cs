using CSysdig.Capture;
using CSysdig.Capture.Live;
using CSysdig.Capture.Remote;
using CSysdig.Capture.Scap;
using CSysdig.Capture.Segments;
using CSysdig.Cli.Options;
using CSysdig.Completion;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Opening;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;
using CSysdig.Model.UserRules.Files;
using CSysdig.Model.Views;
using CSysdig.Model.Views.Json;
using CSysdig.Views.Frame;
using CSysdig.Views.Saving;
using CSysdig.Views.Screens;
using CSysdig.Views.Settings;
using CSysdig.Views.Tty;

namespace CSysdig.Cli;

/// <summary>The command line of csysdig.</summary>
static class CSysdigCommand
{
    /// <summary>Runs the command; the result is its exit code.</summary>
    public static int Run(string[] args)
    {
        try
        {
            var options = CSysdigOptions.Parse(args);
            if (options.Help)
                return StandardStreams.Say(HelpText.Of(CSysdigTable.Table));
            if (options.Version)
                return StandardStreams.Say($"csysdig version {ProgramVersion.Text}\n");
            if (options.Shell is not null)
                return StandardStreams.Say(ShellScript.For(options.Shell, "csysdig"));
            if (options.DefaultSettings)
                return StandardStreams.Say(SettingsFile.Default());
            if (options.SettingsSchema)
                return StandardStreams.Say(SettingsSchema.Json());
            if (options.ListFields)
                return StandardStreams.Say(Listings.Fields(verbose: false));
            var settings = SettingsFile.Load();
            UserViews.Load(settings);
            if (options.ListViews)
                return StandardStreams.Say(options.Json || options.History.Following.Compat ? ViewListJson.Text(options.Containers) + "\n" : Listings.Views(options.Containers));
            if (options.File is null && options.Remote is null && CaptureWords.Mistaken("csysdig", options.Filter) is { } mistaken)
                throw mistaken;
            options.TakeKeeping(settings);
            LocalClock.Choose(options.Utc || settings.Utc, options.History.Following.Compat);
            return options.Json || options.Raw ? Print(options) : Show(options, settings);
        }
        catch (OutputException e)
        {
            return StandardStreams.Tell("csysdig", e);
        }
        catch (Exception e) when (e is UsageException or CaptureException or FilterException or FieldException or RuleFileException or SettingsException or TerminalException
            or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("csysdig: " + e.Message);
            return 1;
        }
    }

    static int Show(CSysdigOptions options, UserSettings settings)
    {
        options.TakeLooks(settings);
        CheckColours(settings, ViewCatalog.OnTerminal(options.Containers));
        var first = OwnScreens.Find(options.View);
        var view = options.View is null || first is not null ? null : FindView(options, ViewCatalog.OnTerminal(options.Containers));
        CheckFilter(options);
        var rules = RuleFiles.Read(options.RuleFiles, "csysdig");
        if (options.File is null && Console.IsOutputRedirected)
            throw NoTerminal();
        using var log = LogFile.Open(options.LogFile);
        var kept = options.History with { Log = log is null ? null : log.Write, Follows = true };
        using var keep = options.Keep is { } limit ? SegmentWriter.Open(options.KeepFolder, limit) : null;
        if (first == OwnScreens.Hosts && options.Many.Count == 0)
            throw new UsageException("hosts lists captures that are looked at together: csysdig FOLDER, or several -r");
        if (options.Many.Count > 0 && (first is { IsOfOne: true } || view is { Kind: not ViewKind.Table }))
            throw OfOne(options.View!);
        using var fleet = options.Many.Count > 0 ? Fleet.Open(options.ManyName, options.Many, kept, options.AtHost) : null;
        using var history = fleet is not null ? null : options.File is { } file ? CaptureHistory.Open(file, kept) : CaptureHistory.Watch(Machine(options), kept);
        if (Console.IsOutputRedirected)
            throw NoTerminal();
        return CSysdigApp.Run(history ?? fleet!.First, new ScreenOptions
        {
            Fleet = fleet,
            Filter = options.Filter,
            Rules = rules,
            Keep = keep,
            PinFolder = options.PinFolder,
            Interval = options.Interval,
            View = view,
            First = first,
            At = options.At,
            Containers = options.Containers,
            Settings = settings,
            RunOutside = OutsideCommand.Run,
            Tell = line => Console.Error.WriteLine("csysdig: " + line),
        });
    }

    static IEventSource Machine(CSysdigOptions options) => options.Remote is { } remote
        ? RemoteSource.Open(remote, Ssh, [.. options.Watching, "--pulse"], line => Console.Error.WriteLine("csysdig: " + line))
        : LiveSource.Open(options.Live with { ProcessorTimes = true, CountsCost = true });

    /// <summary>Words as GIT_SSH_COMMAND has them, but split at blanks: no shell reads them.</summary>
    static string[] Ssh => Environment.GetEnvironmentVariable("CSYSDIG_SSH")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : ["ssh"];

    static UsageException NoTerminal() => new("the screens need a terminal; print a view of a capture with -j or --raw, as in: csysdig -r FILE -v procs --raw");

    static int Print(CSysdigOptions options)
    {
        if (options.At is not null)
            throw new UsageException("--at shows an event on the screens; it is printed by: sysdig -r FILE evt.num=NUMBER");
        if (options.File is null)
            throw new UsageException("-j and --raw print a view of a capture: -r FILE; this machine is recorded with: sysdig -M 30 -w FILE");
        if (options.RuleFiles.Count > 0)
            throw new UsageException("--rules adds rules to the story, which is on the screen; it is printed by: sysdig -r FILE -c story --rules RULES");
        if (options.View == "story")
            throw new UsageException("the story is printed by a chisel: sysdig -r FILE -c story, with -j as JSON");
        if (options.View == "overview")
            throw new UsageException("the overview is a screen; its numbers are those of views, each printed by -v with -j or --raw");
        var isOfSessions = options.View == "sessions";
        if (isOfSessions && options.Filter.Length > 0)
            throw new UsageException("sessions are told of the whole capture: no filter chooses among them");
        var view = isOfSessions || options.View is "echo" or "dig" ? null : FindView(options, ViewCatalog.InJson(options.Containers));
        if (options.SortColumn == 0 && view is { Kind: not ViewKind.List })
            throw new UsageException("--sortingcol counts the columns from 1; a view can't be sorted by its key, which is column 0");
        CheckFilter(options);
        using var log = LogFile.Open(options.LogFile);
        var kept = options.History with { Log = log is null ? null : log.Write };
        if (options.Many.Count > 0)
            return PrintMany(options, isOfSessions && options.Json ? null : view is { Kind: ViewKind.Table } ? view : throw OfOne(options.View!), kept);
        using var history = CaptureHistory.Open(options.File, kept);
        using (ProgressLine.Of(() => history.Progress))
            history.Completion.Wait();
        var printed = Printed(options) with { IsCutShort = history.Count >= options.History.Limit };
        var output = StandardStreams.Output;
        if (isOfSessions && options.Json)
            SessionListJson.Write(output, history);
        else if (isOfSessions)
            SessionsFile.WriteRaw(output, history);
        else if (options.Raw && !options.Json)
            RawTable.Write(output, history, view ?? throw new UsageException("--raw prints the views that have columns; echo and dig go with -j"), options.Filter);
        else if (view is not null)
            ViewJson.WriteView(output, history, view, printed);
        else if (options.View == "echo")
            EventJson.WriteEcho(output, history, printed);
        else
            EventJson.WriteDig(output, history, printed);
        var rebuilt = history.IsRebuilt ? "the cache had a damaged file of this capture; it is made anew" : null;
        foreach (var message in new[] { rebuilt, history.Losses.Message, history.Forgotten, history.Progress.Failure, history.Problem, HistoryHint.Of(history, options.Filter) })
            if (message is not null)
                Console.Error.WriteLine("csysdig: " + message);
        return 0;
    }

    /// <summary>The rows of many captures together; what is missing of one is told, and keeps none of the others back.</summary>
    /// <param name="view">Null for the sessions.</param>
    static int PrintMany(CSysdigOptions options, ViewDefinition? view, HistoryOptions kept)
    {
        using var fleet = Fleet.Open(options.ManyName, options.Many, kept);
        using (ProgressLine.Of(() => fleet.Progress))
            fleet.Completion.Wait();
        if (view is null)
            SessionListJson.Write(StandardStreams.Output, fleet);
        else if (options.Raw && !options.Json)
            RawTable.Write(StandardStreams.Output, fleet, view.WithHost(), options.Filter);
        else
            ViewJson.WriteView(StandardStreams.Output, fleet, view.WithHost(), Printed(options));
        foreach (var note in fleet.Notes)
            Console.Error.WriteLine("csysdig: " + note);
        foreach (var capture in fleet.Captures)
            if (capture.Problem is { } problem)
                Console.Error.WriteLine($"csysdig: {(capture.IsMissing ? "" : $"{capture.Path}: ")}{problem}");
        return fleet.Captures.Any(capture => capture.IsMissing) ? 1 : 0;
    }

    static UsageException OfOne(string view) => new($"{view} is of one capture: give one of them, or go into a host on the screens");

    static ViewJsonOptions Printed(CSysdigOptions options) => new()
    {
        From = options.From,
        To = options.To,
        // csysdig puts a blank behind each word, and the templates for drilling down show it.
        Filter = options.Filter.Length > 0 ? options.Filter + " " : "",
        SortColumn = options.SortColumn,
        Containers = options.Containers,
        Buffer = options.Buffer,
    };

    /// <summary>A wrong filter is told before a long capture is read.</summary>
    static void CheckFilter(CSysdigOptions options)
    {
        if (options.Filter.Length > 0)
            Filter.Parse(options.Filter);
    }

    /// <summary>Views of the user's own may stand behind the rules that are for them.</summary>
    static void CheckColours(UserSettings settings, IReadOnlyList<ViewDefinition> views)
    {
        if (settings.Colours.FirstOrDefault(rule => rule.View is not ("" or ColourRule.Dig) && views.All(view => view.Id != rule.View)) is { } wrong)
            throw new SettingsException($"{wrong.Place}: there is no view {wrong.View}; --list-views names them, and the lines of dig are {ColourRule.Dig}");
    }

    static ViewDefinition FindView(CSysdigOptions options, IReadOnlyList<ViewDefinition> views)
    {
        if (views.FirstOrDefault(v => options.View is null ? v.IsRoot : v.Id == options.View) is { } view)
            return view;
        if (ViewCatalog.FindInJson(options.View!) is not null || options.View is "echo" or "dig")
            throw new UsageException($"the view {options.View} is printed only: add -j");
        var near = NearestWord.Of(options.View!, views.Select(v => v.Id));
        throw new UsageException($"there is no view {options.View}; " + (near is null ? "--list-views names them" : $"did you mean {near}?"));
    }
}
