using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;
using CSysdig.Cli.Options;
using CSysdig.Completion;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Model.Views.Json;
using CSysdig.Views.Frame;
using CSysdig.Views.Saving;
using CSysdig.Views.Settings;
using CSysdig.Views.Tty;

namespace CSysdig.Cli;

/// <summary>The command line of csysdig.</summary>
static class CSysdigCommand
{
    /// <summary>What <c>-v</c> calls the story, which is a screen and no view.</summary>
    const string StoryView = "story";

    /// <summary>Runs the command; the result is its exit code.</summary>
    public static int Run(string[] args)
    {
        try
        {
            var line = CSysdigCommandLine.Parse(args);
            if (line.Help)
                return StandardStreams.Say(HelpText.Of(CSysdigTable.Table));
            if (line.Version)
                return StandardStreams.Say($"csysdig version {ProgramVersion.Text}\n");
            if (line.Shell is not null)
                return StandardStreams.Say(ShellScript.For(line.Shell, "csysdig"));
            if (line.DefaultSettings)
                return StandardStreams.Say(SettingsFile.Default());
            if (line.SettingsSchema)
                return StandardStreams.Say(SettingsSchema.Json());
            if (line.ListFields)
                return StandardStreams.Say(Listings.Fields(verbose: false));
            var settings = SettingsFile.Load();
            UserViews.Load(settings);
            if (line.ListViews)
                return StandardStreams.Say(line.Json || line.History.Following.Compat ? ViewListJson.Text(line.Containers) + "\n" : Listings.Views(line.Containers));
            if (line.File is null)
                throw CaptureWords.Mistaken("csysdig", line.Filter) ?? new UsageException("the screens show captures only: csysdig FILE, or -r FILE; this machine is recorded with: sysdig -M 30 -w FILE");
            line.TakeKeeping(settings);
            LocalClock.Choose(line.Utc || settings.Utc, line.History.Following.Compat);
            return line.Json || line.Raw ? Print(line) : Show(line, settings);
        }
        catch (OutputException e)
        {
            return StandardStreams.Tell("csysdig", e);
        }
        catch (Exception e) when (e is UsageException or CaptureException or FilterException or FieldException or SettingsException or TerminalException
            or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine("csysdig: " + e.Message);
            return 1;
        }
    }

    static int Show(CSysdigCommandLine line, UserSettings settings)
    {
        line.TakeLooks(settings);
        var view = line.View is null or StoryView ? null : FindView(line, ViewCatalog.OnTerminal(line.Containers));
        CheckFilter(line);
        using var log = LogFile.Open(line.LogFile);
        using var history = CaptureHistory.Open(line.File!, line.History with { Log = log is null ? null : log.Write });
        if (Console.IsOutputRedirected)
            throw new UsageException("the screens need a terminal; print a view with -j or --raw, as in: csysdig -r FILE -v procs --raw");
        return CSysdigApp.Run(history, new CSysdigOptions
        {
            Filter = line.Filter,
            View = view,
            Story = line.View == StoryView,
            Containers = line.Containers,
            Settings = settings,
            RunOutside = OutsideCommand.Run,
        });
    }

    static int Print(CSysdigCommandLine line)
    {
        if (line.View == StoryView)
            throw new UsageException("the story is printed by a chisel: sysdig -r FILE -c story, with -j as JSON");
        var view = line.View is "echo" or "dig" ? null : FindView(line, ViewCatalog.InJson(line.Containers));
        if (line.SortColumn == 0 && view is { Kind: not ViewKind.List })
            throw new UsageException("--sortingcol counts the columns from 1; a view can't be sorted by its key, which is column 0");
        CheckFilter(line);
        using var log = LogFile.Open(line.LogFile);
        using var history = CaptureHistory.Open(line.File!, line.History with { Log = log is null ? null : log.Write });
        history.Completion.Wait();
        var options = new ViewJsonOptions
        {
            From = line.From,
            To = line.To,
            // csysdig puts a blank behind each word, and the templates for drilling down show it.
            Filter = line.Filter.Length > 0 ? line.Filter + " " : "",
            SortColumn = line.SortColumn,
            Containers = line.Containers,
            Buffer = line.Buffer,
            IsCutShort = history.Count >= line.History.Limit,
        };
        var output = StandardStreams.Output;
        if (line.Raw && !line.Json)
            RawTable.Write(output, history, view ?? throw new UsageException("--raw prints the views that have columns; echo and dig go with -j"), line.Filter);
        else if (view is not null)
            ViewJson.WriteView(output, history, view, options);
        else if (line.View == "echo")
            EventJson.WriteEcho(output, history, options);
        else
            EventJson.WriteDig(output, history, options);
        var rebuilt = history.IsRebuilt ? "the cache had a damaged file of this capture; it is made anew" : null;
        foreach (var message in new[] { rebuilt, history.Losses.Message, history.Forgotten, history.Progress.Failure, history.Problem, HistoryHint.Of(history, line.Filter) })
            if (message is not null)
                Console.Error.WriteLine("csysdig: " + message);
        return 0;
    }

    /// <summary>A wrong filter is told before a long capture is read.</summary>
    static void CheckFilter(CSysdigCommandLine line)
    {
        if (line.Filter.Length > 0)
            Filter.Parse(line.Filter);
    }

    static ViewDefinition FindView(CSysdigCommandLine line, IReadOnlyList<ViewDefinition> views)
    {
        if (views.FirstOrDefault(v => line.View is null ? v.IsRoot : v.Id == line.View) is { } view)
            return view;
        if (ViewCatalog.FindInJson(line.View!) is not null || line.View is "echo" or "dig")
            throw new UsageException($"the view {line.View} is printed only: add -j");
        var near = NearestWord.Of(line.View!, views.Select(v => v.Id));
        throw new UsageException($"there is no view {line.View}; " + (near is null ? "--list-views names them" : $"did you mean {near}?"));
    }
}
