using CSysdig.Model;
using CSysdig.Model.Fleets;
using CSysdig.Model.Notes;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Saving;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>What looks like an attack: findings in the order of time below the session that they belong to. It is always of the whole capture.</summary>
/// <param name="wanted">The finding that is selected at first, or null.</param>
sealed class StoryScreen(IScreenHost host, Func<StoryFinding, bool>? wanted = null) : Screen(host), IAboutFinding, IAboutSession, ITabular
{
    const int Wide = 120, Least = 3;

    readonly List<Row> _rows = [];
    readonly List<(string Text, Style Style)> _about = [];
    /// <summary>What was taken last: the report, or that of all hosts.</summary>
    object? _report;
    IReadOnlyList<(FleetCapture? Capture, StoryGroup Group)> _groups = [];
    long _leftOut;
    StoryColumns _columns;
    Func<StoryFinding, bool>? _wanted = wanted;
    bool _waits = true;

    /// <summary>A group, or a finding of it.</summary>
    /// <param name="Capture">Of which host it is, where many are looked at together; else null.</param>
    readonly record struct Row(FleetCapture? Capture, StoryGroup Group, StoryFinding? Finding);

    public override Places Place => Places.Story;
    public override IScreenHost RowHost => _rows.Count > 0 && Selected.Capture is { } capture ? Host.Of(capture) : Host;
    public override string Title => "Story";
    public override Selection Selection { get; } = new();
    public override bool IsOfAll => true;
    public override Screen About(Selection selection) => Ways.Open(Host, ViewCatalog.Start(Host.Containers), selection);
    public override int Count => _rows.Count;
    public override int HeadLines => _rows.Count > 0 ? 1 : 0;
    public override int TailLines => _rows.Count > 0 ? 1 + Math.Max(_about.Count, _columns.Width >= Wide ? Least : Least + 1) : 0;

    public override string Facts
    {
        get
        {
            var left = _leftOut > 0 ? $", {_leftOut:#,0} without room" : "";
            var hosts = Host.Fleet is null ? "" : $"{_groups.Select(group => group.Capture).Distinct().Count():#,0} of {Host.Fleet.Captures.Count:#,0} hosts   ";
            return $"{hosts}{FindingCount:#,0} {(FindingCount == 1 ? "finding" : "findings")}{left}";
        }
    }

    protected override bool HasMore => _waits;

    int FindingCount => _groups.Sum(group => group.Group.Findings.Count);

    Task Completion => Host.Stories?.Completion ?? Host.Story.Completion;

    public override string? Waiting => Completion.Exception is { } fault ? $"the story broke off: {FaultPlace.Of(fault.GetBaseException())}"
        : _rows.Count == 0 && StillLooks ? "looking …" : null;

    public override string EmptyText => Waiting is not null ? "" : Host.History.IsLive ? "Nothing has looked like an attack so far." : "Nothing here looks like an attack.";

    string GroupTip => $"{(Selected.Group.Session > 0 ? $"{Keys.Of(Act.Open)} tells what was done in the session" : $"{Keys.Of(Act.Open)} lists who was active in that time")}, {Keys.Of(Act.Dig)} all events of that time. The findings below stand in the order of time, each with its own evidence.";

    /// <summary>The selected one.</summary>
    public StoryFinding? Finding => _rows.Count > 0 ? Selected.Finding : null;

    public IReadOnlyList<(StoryGroup Group, StoryFinding Finding)> Findings =>
        _rows.Count == 0 ? [] : Selected.Finding is { } finding ? [(Selected.Group, finding)] : [.. Selected.Group.Findings.Select(each => (Selected.Group, each))];

    /// <summary>The session that it belongs to.</summary>
    public SessionRow? Session => _rows.Count > 0 && Selected.Capture is null ? SessionOf(Selected.Group) : null;

    Row Selected => _rows[Position.Selected];

    public override void Shown() => Tick();

    public override void Tick()
    {
        // In this order: the last report is there before the story says that it is complete.
        var waits = !Completion.IsCompleted;
        object report = Host.Stories is { } all ? all.Report : Host.Story.Report;
        if (ReferenceEquals(report, _report) && waits == _waits || Host.Paused && _rows.Count > 0)
            return;
        _waits = waits;
        if (!ReferenceEquals(report, _report))
            Take(report);
        Host.RowsChanged();
    }

    public override void Prepare(int width)
    {
        _columns = StoryColumns.For(width, Host.CountedFrom);
        _about.Clear();
        if (_rows.Count == 0)
            return;
        var (_, group, finding) = Selected;
        Tell(finding is null ? StoryLines.About(group) : SafeText.ToString(finding.Text), finding is null ? Style.Dim : Style.Bold);
        Tell(finding is null ? GroupTip : finding.Move is null ? finding.Rule.Tip : $"{finding.Rule.Tip} {Keys.Of(Act.FarEnd)} goes there.", Style.Text);

        void Tell(string text, Style style)
        {
            foreach (var line in Paragraphs.Break(text, width - 2))
                _about.Add((line, style));
        }
    }

    public override void ComposeHead(int line, Line into) => _columns.ComposeTitles(into);

    public override void ComposeRow(int row, Line into)
    {
        var (capture, group, finding) = _rows[row];
        if (finding is null)
            StoryLines.ComposeGroup(group, into, capture?.Label);
        else
            _columns.Compose(finding, into);
    }

    /// <summary>The selected finding in full, and what it means.</summary>
    public override void ComposeTail(int line, Line into)
    {
        if (line == 0)
            StoryLines.ComposeRule(Selected.Finding, Host.CountedFrom, into);
        else if (line <= _about.Count)
        {
            into.Unbox(1);
            into.Write(_about[line - 1].Text, _about[line - 1].Style);
        }
    }

    public override string RowText(int row)
    {
        var (capture, group, finding) = _rows[row];
        return finding is null ? $"{(capture is null ? "" : $"{SafeText.Clean(capture.Label)}: ")}{StoryLines.Name(group)}"
            : $"{(Host.CountedFrom is { } from ? RelativeTime.Of(finding.First, from) : $"{Clock.Local(finding.First):HH:mm:ss}")} {SafeText.ToString(finding.What)} {SafeText.ToString(finding.Comm)} {finding.Pids[0]} {finding.Count} {finding.Rule.Technique}";
    }

    public override ulong? TimeOf(int row) => _rows[row].Finding?.First ?? _rows[row].Group.Start;

    public override NoteKey? NoteKeyOf(int row) => _rows[row] is { Capture: null, Finding: { } finding } ? new NoteKey(NoteKey.Finding, finding.Rule.Words, finding.First) : null;

    public override bool Works(Act act) => act switch
    {
        Act.Open or Act.Echo or Act.Dig => _rows.Count > 0,
        Act.FarEnd => FarEnd >= 0,
        _ => true,
    };

    /// <summary>The row of the same move on the other host, or -1.</summary>
    int FarEnd => Finding is { Move: { } move } finding ? _rows.FindIndex(row => row.Finding is { } other && other != finding && ReferenceEquals(other.Move, move)) : -1;

    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Open:
                Choose();
                Host.Open(Selected.Finding is { } finding ? EvidenceOf(finding) : SessionOf(Selected.Group) is { } session ? new TranscriptScreen(RowHost, session)
                    : Ways.Open(RowHost, ViewCatalog.Start(Host.Containers), RowSelection));
                return true;
            case Act.FarEnd when FarEnd is >= 0 and var far:
                Position.Reveal(far);
                Host.RowsChanged();
                return true;
            case Act.Echo or Act.Dig:
                Choose();
                return Ways.Perform(act, Host, this, RowSelection);
            default:
                return Ways.Perform(act, Host, this, Selection);
        }
    }

    // In front of all stands the host, where there are many.
    int Behind => Host.Fleet is null ? 0 : 1;

    IReadOnlyList<string> ITabular.Titles => [.. Host.Fleet is null ? Array.Empty<string>() : ["HOST"], "TIME", "SESSION", "WHAT", "PROCESS", "PID", "COUNT", "ATT&CK"];

    int ITabular.Count => FindingCount;

    double? ITabular.NumberAt(int row, int column) => (column - Behind) switch
    {
        4 => FindingAt(row).Finding!.Pids[0],
        5 => FindingAt(row).Finding!.Count,
        _ => null,
    };

    void ITabular.WriteTextAt(int row, int column, Utf8Writer to)
    {
        var (capture, group, finding) = FindingAt(row);
        if (column == Behind)
        {
            TimeText.WriteInstant(to, finding!.First, nanoseconds: false);
            return;
        }
        to.Write((column - Behind) switch
        {
            -1 => System.Text.Encoding.UTF8.GetBytes(capture!.Label),
            1 => System.Text.Encoding.UTF8.GetBytes(StoryLines.Name(group)),
            2 => finding!.What,
            3 => finding!.Comm,
            _ => System.Text.Encoding.UTF8.GetBytes(finding!.Rule.Technique),
        });
    }

    /// <summary>What the processes of the selected finding did meanwhile; of a session, what everybody did.</summary>
    Selection RowSelection
    {
        get
        {
            var (_, group, finding) = Selected;
            if (finding is null)
                return new Selection { Range = new TimeRange(group.Start, group.Until(group.Findings.Max(f => f.Last), RowHost.History.LastTimestamp)) };
            return new Selection($"proc.pid in ({string.Join(", ", finding.Pids)})") { Range = group.StretchOf(finding, RowHost.History.LastTimestamp) };
        }
    }

    SessionRow? SessionOf(StoryGroup group) => RowHost.Story.Sessions.Rows.FirstOrDefault(row => row.Number == group.Session);

    Screen EvidenceOf(StoryFinding finding)
    {
        var selection = new Selection(finding.Filter) { Range = Selected.Group.StretchOf(finding, RowHost.History.LastTimestamp) };
        return finding.Evidence switch
        {
            EvidenceKind.Bytes => new EchoScreen(RowHost, selection, all: true),
            EvidenceKind.Connections => new TableScreen(RowHost, ViewCatalog.Find("connections", Host.Containers)!, selection) { OpensBytes = true },
            _ => new DigScreen(RowHost, selection),
        };
    }

    Row FindingAt(int index)
    {
        foreach (var (capture, group) in _groups)
        {
            if (index < group.Findings.Count)
                return new(capture, group, group.Findings[index]);
            index -= group.Findings.Count;
        }
        throw new ArgumentOutOfRangeException(nameof(index));
    }

    void Choose() => Chosen = $"{(Selected.Capture is { } capture ? $"{SafeText.Clean(capture.Label)}: " : "")}{Selected.Finding?.Rule.Words ?? StoryLines.Name(Selected.Group)}";

    // What was selected stays so: news may stand above it.
    void Take(object report)
    {
        var (of, _, before) = _rows.Count > 0 ? Selected : default;
        var isFirst = _rows.Count == 0;
        if (Position.IsChosen)
            _wanted = null;
        _report = report;
        if (report is FleetReport all)
            (_groups, _leftOut) = (all.Groups, all.LeftOut);
        else if (report is StoryReport one)
            (_groups, _leftOut) = ([.. one.Groups.Select(group => ((FleetCapture?)null, group))], one.LeftOut);
        _rows.Clear();
        foreach (var (capture, group) in _groups)
        {
            _rows.Add(new(capture, group, null));
            foreach (var finding in group.Findings)
                _rows.Add(new(capture, group, finding));
        }
        Position.Fit(_rows.Count, Position.Height);
        var first = !Host.History.IsLive ? 1 : _rows.FindIndex(row => row.Finding == ((StoryReport)report).Newest);
        if (isFirst && _wanted is null)
            Position.Reveal(first);
        else if (isFirst)
            Position.Select(first);
        if (_wanted is { } wanted && _rows.FindIndex(row => row.Finding is { } f && wanted(f)) is >= 0 and var place)
            Position.Reveal(place);
        else if (before is not null && _rows.FindIndex(row => row.Capture == of && row.Finding is { } f && before.IsSame(f)) is >= 0 and var index)
            Position.SelectKeepingPlace(index);
    }
}
