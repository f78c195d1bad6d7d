using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Prompts;
using CSysdig.Views.Saving;
using CSysdig.Views.Screens;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Commands;

/// <summary>Every command of the palette but the views, which are commands by their names.</summary>
static class CommandTable
{
    public static IReadOnlyList<Command> All { get; } =
    [
        .. OwnScreens.All.Select(own => new Command(own.Id, "", own.About) { Run = (host, screen, _) => Open(host, screen, own), NeedsSelection = false }),
        new("at", "TIME", "Go to a moment: 06:13:20, +12.5 seconds from the start, -30s (or -5m, -1h) before the end, or 2026-11-24T06:13:20. Of this machine every view is shown as it was then.") { Run = TimeCommands.At, IsOfOne = true },
        new("by", "FIELD", "Gather the selection by a field: which values, how often.")
        {
            Run = (host, screen, text) => GroupPrompt.Open(host, screen.Selection!, text),
            Words = (_, begun) => FieldWords.Beginning(begun),
        },
        new("clear", "", "Drop the filter and the stretch of time.") { Run = (host, _, _) => Do(host, Act.Clear) },
        new("dig", "", "The events of the selected row.") { Run = (host, _, _) => Do(host, Act.Dig) },
        new("echo", "", "The bytes that the selected row read and wrote.") { Run = (host, _, _) => Do(host, Act.Echo) },
        new("extract", "FOLDER", "Write the files and conversations of the selected finding's processes and paths, or of a screen's selection, to a new folder with a manifest. Without a name it is called extract.")
        {
            Run = ExtractCommand.Run,
            IsOfOne = true,
        },
        new("filter", "FILTER", "Filter the selection.") { Run = FilterBy },
        new("help", "", "The keys that work here.") { Run = (host, _, _) => Do(host, Act.Help), NeedsSelection = false },
        new("hosts", "", OwnScreens.Hosts.About) { Run = Hosts, NeedsSelection = false },
        new("note", "TEXT", "Keep a note on the selected row, in a file beside the capture; without a text take it away.") { Run = NoteCommand.Run, NeedsSelection = false },
        new("notes", "", "All notes, each with the way to what it is about.") { Run = (host, _, _) => Notes(host), NeedsSelection = false },
        new("now", "", "From this machine's past back to now.") { Run = (host, _, _) => Do(host, Act.Now) },
        new("pin", "FILE", "Write the minute before and the minute after the selected finding to a capture, or of the newest one: .scap, .scap.gz or .scap.zst. Without a name it is called by the machine and the time.")
        {
            Run = PinCommand.Run,
            IsOfOne = true,
            NeedsSelection = false,
        },
        new("quit", "", "Quit.") { Run = (host, _, _) => Do(host, Act.Quit), NeedsSelection = false },
        new("range", "FROM TO", "Look at a stretch of time only; without times at all of it.") { Run = TimeCommands.Range },
        new("record", "FILE", "Write this machine's events to a capture, from the oldest that is held, and on while more come: .scap, .scap.gz or .scap.zst. Without a name end it.")
        {
            Run = RecordCommand.Run,
            IsOfOne = true,
            NeedsSelection = false,
        },
        new("record!", "FILE", "The same, over a file that exists.") { Run = RecordCommand.RunOver, NeedsSelection = false },
        new("replay", "", "Play what stood on the session's terminal, in its own time.") { Run = (host, screen, _) => Replay(host, screen) },
        new("report", "FILE", "Write the story as a report: findings with their evidence, sessions, indicators; .md, .html, .json (STIX), .csv (indicators), .jsonl (Timesketch).")
        {
            Run = ReportCommand.Run,
            IsOfOne = true,
            NeedsSelection = false,
        },
        new("report!", "FILE", "The same, over a file that exists.") { Run = ReportCommand.RunOver, NeedsSelection = false },
        new("save", "FILE", "Write what is shown: .csv, .json, .md or .txt; .cast for a session's terminal; .scap, .scap.gz or .scap.zst for a capture of the selection.") { Run = SaveCommand.Run },
        new("save!", "FILE", "The same, over a file that exists.") { Run = SaveCommand.RunOver },
        new("stats", "", "What the loaded capture takes: memory, what is put aside, what is kept.") { Run = (host, _, _) => Stats(host), NeedsSelection = false, IsOfOne = true },
        new("streams", "FOLDER", "Write the bytes read and written to files in a new folder, one for each direction of each fd.")
        {
            Run = (host, screen, text) => StreamsCommand.Run(host, screen.Selection!, text),
            IsOfOne = true,
        },
        new("transcript", "WHO", "What was done in a session, the newest of a user or from an address; without a name that of the selected row.") { Run = TranscriptCommand.Run, Words = TranscriptCommand.Words },
        new("screenshot", "FILE", "Write the screen for a report: .svg as a picture, .txt as text.") { Run = SaveCommand.Screenshot, NeedsSelection = false },
    ];

    static PromptError? Do(IScreenHost host, Act act)
    {
        host.Perform(act);
        return null;
    }

    static PromptError? Open(IScreenHost host, Screen screen, OwnScreen own)
    {
        if (own.IsOfOne && screen.RowHost.Fleet is not null)
            return new PromptError("there is no row whose host it could be of", -1);
        host.Open(own.Make(own.IsOfOne ? screen.RowHost : host, screen.Selection?.Range));
        return null;
    }

    static PromptError? Hosts(IScreenHost host, Screen screen, string text)
    {
        if (host.Fleet is null)
            return new PromptError($"these screens are of one capture: {screen.Keys.Of(Act.Back)} goes back to all, where there are more", -1);
        host.Open(OwnScreens.Hosts.Make(host, null));
        return null;
    }

    static PromptError? Replay(IScreenHost host, Screen screen)
    {
        if (screen is not IAboutSession { Session: { } session })
            return new PromptError($"only a session has a terminal: {screen.Keys.Of(Act.Sessions)} lists them", -1);
        host.Open(new ReplayScreen(host, session));
        return null;
    }

    static PromptError? Notes(IScreenHost host)
    {
        host.Open(new NotesScreen(host));
        return null;
    }

    static PromptError? Stats(IScreenHost host)
    {
        host.Open(new StatsScreen(host));
        return null;
    }

    static PromptError? FilterBy(IScreenHost host, Screen screen, string text)
    {
        if (FilterPrompt.Judge(host, text) is { } error)
            return error;
        screen.TurnTo(screen.Selection! with { CaptureFilter = text.Trim() });
        return null;
    }
}
