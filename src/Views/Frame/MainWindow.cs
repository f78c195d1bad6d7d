using System.Collections.Concurrent;
using System.Text;
using CSysdig.Model.Filters;
using CSysdig.Model;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Notes;
using CSysdig.Model.Slices;
using CSysdig.Model.Story;
using CSysdig.Model.UserRules;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Overview;
using CSysdig.Views.Screens;
using CSysdig.Views.Search;
using CSysdig.Views.Settings;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace CSysdig.Views.Frame;

/// <summary>
/// The frame around the screen on top: header, timeline and breadcrumb above, keys or a prompt below. Keys come in here,
/// become acts by the key table, and go to the screen first.
/// </summary>
sealed partial class MainWindow : Runnable, IScreenHost
{
    static readonly TimeSpan SearchSlice = TimeSpan.FromMilliseconds(25);

    readonly Stack<Screen> _screens = new();
    readonly ConcurrentQueue<(string Message, bool Alarm)> _told = [];
    readonly CapturePane _own;
    readonly FleetPane? _fleet;
    readonly Dictionary<FleetCapture, CaptureHost> _hosts = [];
    readonly LinesView _top, _body, _bottom;
    readonly Footer _footer = new();
    readonly Pace _pace;
    readonly Pulse? _pulse;
    SearchSession? _search;
    StoryMarks _marks = StoryMarks.None;
    bool _seeksMarks, _stillLooks;
    (IReadOnlyList<string> Words, bool Waits)? _outside;

    /// <param name="start">Makes the first screen.</param>
    /// <param name="fleet">The captures that are looked at together, of which the history is one; null where it is the only one.</param>
    public MainWindow(
        CaptureHistory history, Theme theme, bool containers, Func<IScreenHost, Screen> start, UserSettings? settings = null, TimeSpan? interval = null, RuleBook? rules = null, Fleet? fleet = null)
    {
        Interval = interval ?? TimeSpan.FromSeconds(2);
        Settings = settings ?? UserSettings.None;
        Theme = theme;
        Title = "csysdig";
        BorderStyle = Terminal.Gui.Drawing.LineStyle.None;
        _own = new CapturePane(history, rules);
        _fleet = fleet is null ? null : new FleetPane(fleet, rules);
        Containers = containers;
        Pins = new PinnedStretches(TellEnd);
        _pulse = history.IsLive ? new Pulse(history) : null;
        _pace = new Pace(Tick, () => Top.Waiting is not null);
        _top = new LinesView(theme, (_, _) => { }, ComposeTop, MouseOnTop)
        { Width = Dim.Fill(), Height = Dim.Func(_ => TopLines) };
        _body = new LinesView(theme, PrepareBody, ComposeBody, MouseOnBody)
        { Y = Pos.Bottom(_top), Width = Dim.Fill(), Height = Dim.Fill(Dim.Func(_ => BottomLines)) };
        _bottom = new LinesView(theme, (_, _) => { }, ComposeBottom, MouseOnBottom)
        { Y = Pos.Func(_ => Math.Max(0, Viewport.Height - BottomLines)), Width = Dim.Fill(), Height = Dim.Func(_ => BottomLines) };
        // Views are drawn from the last added on: the screen counts its rows before the lines around it tell them.
        Add(_top, _bottom, _body);
        Open(start(this));
    }

    public CaptureHistory History => _own.History;
    public Fleet? Fleet => _fleet?.Fleet;
    public TimeRange Span => Fleet?.Span ?? new TimeRange(History.FirstTimestamp, History.LastTimestamp);
    public bool IsComplete => Fleet?.IsComplete ?? History.IsComplete;
    public bool Containers { get; }
    public UserSettings Settings { get; }
    public Theme Theme { get; }
    public string Folder { get; init; } = "";
    public FilterDialect Dialect => Filter.DialectOf(History.State);
    public bool Paused { get; private set; }

    public Overlays Overlays => _own.Overlays;

    public NoteBook Notes => _own.Notes;

    public ulong? CountedFrom { get; private set; }

    public StoryRun Story => _own.Story;

    public FleetStory? Stories => _fleet?.Stories;

    public IScreenHost Of(FleetCapture capture)
    {
        if (!_hosts.TryGetValue(capture, out var host))
            _hosts[capture] = host = new CaptureHost(this, _fleet!.Of(capture));
        return host;
    }

    /// <summary>What is shown around the screen on top: of its capture.</summary>
    CapturePane Pane => Top.Host is CaptureHost { Pane: var pane } ? pane : _own;

    /// <summary>The same where that is of many; else null.</summary>
    FleetPane? FleetOnTop => Top.Host == this ? _fleet : null;

    Timeline Timeline => FleetOnTop?.Timeline ?? Pane.Timeline;

    public StoryMarks Marks => _own.Marks;

    /// <summary>From now on the story is read without anybody's asking for it, once the capture is loaded and what was asked is answered: rows are marked by it.</summary>
    public void SeekMarks() => _seeksMarks = true;

    /// <summary>The screen on top.</summary>
    public Screen Top => _screens.Peek();

    public void Open(Screen screen)
    {
        _screens.Push(screen);
        Changed();
    }

    public void Open(ViewDefinition view, Selection selection) => Open(Ways.Open(this, view, selection));

    public void Replace(Screen screen)
    {
        var before = _screens.Pop();
        before.Close();
        screen.IsTimeChosen = before.IsTimeChosen || before.Selection is { } selection && selection.Range != screen.Selection?.Range;
        Open(screen);
    }

    public void Back()
    {
        var left = _screens.Pop();
        left.Close();
        KeepTime(left);
        Changed();
    }

    public void Redraw()
    {
        _pace.Stir();
        foreach (var view in SubViews)
            view.SetNeedsDraw();
    }

    public void Relayout()
    {
        SetNeedsLayout();
        Redraw();
    }

    public void RowsChanged()
    {
        _search?.Restart();
        Redraw();
    }

    public void Say(string message, bool alarm = false)
    {
        _footer.Say(message, alarm);
        Redraw();
    }

    public void Tell(string message, bool alarm) => _told.Enqueue((message, alarm));

    public void TellEnd(HistoryRecording recording) => TellEnd(recording, Notes);

    public void TellEnd(HistoryRecording recording, NoteBook notes)
    {
        var problem = notes.SaveBeside(recording.File);
        Tell(problem is null ? recording.Result : $"{recording.Result}; {problem}", alarm: problem is not null || recording.Problem is not null);
    }

    /// <summary>By the terminal's own clipboard (OSC 52): it works through SSH too.</summary>
    public void Copy(string text)
    {
        const int Most = 70_000;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > Most)
        {
            Say($"{bytes.Length:#,0} bytes are more than a terminal takes into its clipboard; :save writes them to a file.");
            return;
        }
        App?.Driver?.WriteRaw($"\e]52;c;{Convert.ToBase64String(bytes)}\a");
        Say($"copied: {text}");
    }

    /// <summary>The command for which the window gave up the terminal, taken once; null when the user quits.</summary>
    public (IReadOnlyList<string> Words, bool Waits)? TakeOutside()
    {
        var outside = _outside;
        _outside = null;
        return outside;
    }

    public void RunOutside(IReadOnlyList<string> words, bool waits)
    {
        _outside = (words, waits);
        App?.RequestStop(this);
    }

    /// <summary>Starts the clock that looks for news; call it when the application runs.</summary>
    public void StartTicking(Terminal.Gui.App.IApplication app)
    {
        _pace.Start(app);
        // The toolkit hands a paste to a field that has the focus; there is none here.
        app.Paste += (_, paste) =>
        {
            paste.Handled = true;
            Paste(paste.Text);
        };
    }

    /// <summary>Shows what is new: events read since the last look, rows found by a search.</summary>
    internal void Tick()
    {
        while (_told.TryDequeue(out var told))
            Say(told.Message, told.Alarm);
        if (FleetOnTop?.Look(Paused) ?? Pane.Look(_pulse, Paused))
        {
            if (_pulse is null)
                _pace.Stir();
            _top.SetNeedsDraw();
            // Keys that matter while a capture is read are gone.
            if (Top.Host.IsComplete)
                _bottom.SetNeedsDraw();
        }
        if (Pane.Overlays.HasNews)
            _top.SetNeedsDraw();
        TellProblem();
        TellLostHold();
        if (_seeksMarks && FleetOnTop is null && Pane is { Begun: null, History.IsComplete: true } && Top.Waiting is null)
            _ = Pane.Story;
        if (_own.Begun is { } story)
            _pinFolder?.Take(story.Report);
        if (!ReferenceEquals(_marks, Pane.Marks))
        {
            _marks = Pane.Marks;
            Redraw();
        }
        Pins.Look();
        Top.Tick();
        if (_stillLooks != Top.StillLooks)
        {
            _stillLooks = !_stillLooks;
            _top.SetNeedsDraw();
        }
        if (_footer.Prompt is { IsCounting: true } prompt)
        {
            prompt.Refresh();
            _bottom.SetNeedsDraw();
        }
        if (_search is { IsComplete: false } search && search.Step(SearchSlice))
            Redraw();
    }

    // Told once: what could not be kept or had again stays so.
    void TellProblem()
    {
        var problem = _fleet is null || Pane != _own ? Pane.NewProblem() : null;
        if (problem is null && _fleet?.NewProblem() is { } capture)
            problem = capture.IsMissing ? capture.Problem : $"{capture.File}: {capture.Problem}";
        if (problem is not null)
            Say(problem, alarm: true);
    }

    protected override void Dispose(bool disposing)
    {
        _own.Dispose();
        _fleet?.Dispose();
        Recording?.Dispose();
        Keeping?.Dispose();
        Pins.Dispose();
        _pin?.Dispose();
        base.Dispose(disposing);
    }

    protected override bool OnClearingViewport() => true;

    void Changed()
    {
        _search = null;
        Hold();
        Top.Shown();
        Relayout();
    }
}
