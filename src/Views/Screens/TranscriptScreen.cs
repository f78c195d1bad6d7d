using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;

namespace CSysdig.Views.Screens;

/// <summary>
/// Everything that was done in one session, and in no other, in the order of time: commands, what stood on its terminal, files and connections. It follows the session
/// while that goes on.
/// </summary>
sealed class TranscriptScreen : OneSessionScreen
{
    static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(20);
    const int MostAbout = 2, Searched = 4096;

    readonly TranscriptLines _lines;
    readonly Line _text = new();
    TranscriptColumns _columns;
    bool _waits = true;

    public TranscriptScreen(IScreenHost host, SessionRow session) : base(host, session) => _lines = new TranscriptLines(host.History);

    public override Places Place => Places.Transcript;
    public override string Title => "Transcript";
    public override int Count => _lines.Shown.Count;
    public override int HeadLines => 2;
    public override int TailLines => Count > 0 ? 1 + MostAbout : 0;

    public override string Facts
    {
        get
        {
            var left = _lines.Transcript is { LeftOut: > 0 } transcript ? $"{transcript.LeftOut:#,0} without room{Apart}" : "";
            var gone = _lines.Gone > 0 ? $"{_lines.Gone:#,0} reads and writes are gone{Apart}" : "";
            var others = string.Join(Apart, Kinds.Select(kind => $"{_lines.CountOf(kind):#,0} {NameOf(kind)}"));
            return $"{left}{gone}{others}{Apart}{(_lines.Kind == TranscriptKind.All ? "all" : $"only {(_lines.Kind == TranscriptKind.Terminal ? "the terminal" : NameOf(_lines.Kind))}")}";
        }
    }

    public override string? Waiting => Count == 0 && (_lines.Transcript is null || !_lines.IsRead) ? "looking …" : null;

    public override string EmptyText => Waiting is not null ? "" : _lines.Kind == TranscriptKind.All ? "Nothing was done in this session." : $"Nothing of this kind. {Keys.Of(Act.Mode)} shows others.";

    public override string? Cell => Count == 0 ? null : WhatOf(Selected);

    public override void Shown() => Tick();

    public override void Tick()
    {
        if (Host.Paused && Count > 0)
            return;
        var (selected, wasLast) = Count > 0 ? (Selected, Position.Selected == Count - 1) : (null, false);
        if (_lines.Step(Newest, s_slice))
        {
            Position.Fit(Count, Position.Height);
            // Who stands at the end sees what comes; any other line stays where it is.
            if (wasLast && Position.Selected > 0)
                Position.Last();
            else if (selected is not null && Position.Selected > 0 && Count > 0)
                Position.SelectKeepingPlace(_lines.PlaceOf(selected));
            Host.RowsChanged();
        }
        if (_waits == Waiting is not null)
            return;
        _waits = !_waits;
        Host.Redraw();
    }

    public override void Prepare(int width) => _columns = TranscriptColumns.For(width, _lines.Kind is not (TranscriptKind.Terminal or TranscriptKind.Files), Host.CountedFrom);

    /// <summary>Whose session it is, from where, from when to when and how it ended; then the titles.</summary>
    public override void ComposeHead(int line, Line into)
    {
        if (line == 0)
            SessionLines.Compose(Session, _lines.Transcript?.Port ?? 0, Host.History.LastTimestamp, into);
        else
            _columns.ComposeTitles(into);
    }

    public override void ComposeRow(int row, Line into) => Compose(_lines.Shown[row], into, Position.Left);

    /// <summary>The selected line in full, and who did it.</summary>
    public override void ComposeTail(int line, Line into)
    {
        if (line == 0)
        {
            into.Unbox(0);
            into.Write("── ", Style.Dim).Write(_columns.About(Selected), Style.Dim).Write(" ").Fill("─", Style.Dim);
            return;
        }
        into.Unbox(1);
        into.Skip((line - 1) * (into.Width - 2));
        TranscriptColumns.ComposeWhat(Selected, AsChosen.User, into);
    }

    public override string RowText(int row)
    {
        _text.Reset(Searched);
        Compose(_lines.Shown[row], _text, left: 0);
        return _text.ToString();
    }

    public override ulong? TimeOf(int row) => _lines.Shown[row].Time is > 0 and var time ? time : null;

    public override Mark? MarkOf(int row) => !Host.Marks.IsAny ? null : _lines.Shown[row] switch
    {
        CommandEntry { Depth: >= 0, End: not CommandEnd.ChangedDirectory } command when Host.Marks.HasProcess(command.Pid) => Host.Marks.OfProcess(command.Pid, NumberFrom(command.Time), NumberUntil(command.EndTime)),
        FileEntry file => Host.Marks.OfName(file.Path),
        SecretEntry secret => Host.Marks.OfName(secret.Path),
        ConnectionEntry connection => Host.Marks.OfName(connection.Name),
        _ => null,
    };

    // The numbers of the first event at a time, and of the last.
    long NumberFrom(ulong time) => time == 0 ? 0 : Host.History.RowAfter(time - 1) is var row && row < Host.History.End ? Host.History.NumberAt(row) : long.MaxValue;

    long NumberUntil(ulong time) => time == 0 ? long.MaxValue : Host.History.NumberAt(Math.Max(Host.History.First, Host.History.RowAfter(time) - 1));

    public override bool GoTo(long row)
    {
        var time = Host.History.TimestampAt(Math.Min(row, Host.History.End - 1));
        var index = 0;
        while (index < Count - 1 && _lines.Shown[index].Time < time)
            index++;
        Position.Reveal(index);
        return true;
    }

    public override bool Works(Act act) => act switch
    {
        Act.Open or Act.Echo or Act.Dig or Act.ToProcess => Count > 0,
        Act.Tag => Count > 0 && Selected is CommandEntry command && _lines.Below(command) > 0,
        Act.Replay => _lines.Transcript is { Terminal.Length: > 0 },
        Act.Tree => _lines.CountOf(TranscriptKind.Commands) > 0,
        _ => base.Works(act),
    };

    public override bool Do(Act act)
    {
        Chosen = null;
        if (act is Act.Open or Act.Echo or Act.Dig or Act.ToProcess)
            Chosen = Short(WhatOf(Selected));
        switch (act)
        {
            case Act.Open:
                Host.Open(Evidence.Of(Host, Selected, Session));
                return true;
            case Act.ToProcess:
                Host.Open(Ways.Open(Host, ViewCatalog.Find("procs", Host.Containers)!, Evidence.ProcessOf(Selected, Session)));
                return true;
            case Act.Replay:
                Host.Open(new ReplayScreen(Host, Session));
                return true;
            case Act.Mode:
                Keep(() => _lines.Show((TranscriptKind)(((int)_lines.Kind + 1) % Enum.GetValues<TranscriptKind>().Length)));
                return true;
            case Act.Tag:
                Keep(() => _lines.Turn((CommandEntry)Selected));
                return true;
            case Act.Tree:
                Keep(_lines.TurnAll);
                return true;
            default:
                return Ways.Perform(act, Host, this, Count > 0 && act is Act.Echo or Act.Dig ? Evidence.ProcessOf(Selected, Session) : Selection);
        }
    }

    static TranscriptKind[] Kinds { get; } = [TranscriptKind.Commands, TranscriptKind.Terminal, TranscriptKind.Files, TranscriptKind.Connections];

    TranscriptEntry Selected => _lines.Shown[Position.Selected];

    void Compose(TranscriptEntry entry, Line into, int left) =>
        _columns.Compose(entry, entry is CommandEntry command && _lines.IsFolded(command) ? _lines.Below(command) : 0, AsChosen.User, into, left);

    // Other lines than before: the selected one stays selected, or what stands nearest.
    void Keep(Action change)
    {
        var selected = Count > 0 ? Selected : null;
        change();
        Position.Fit(Count, Position.Height);
        if (selected is not null && Count > 0)
            Position.Reveal(_lines.PlaceOf(selected));
        Host.RowsChanged();
    }

    string WhatOf(TranscriptEntry entry)
    {
        _text.Reset(Searched);
        TranscriptColumns.ComposeWhat(entry, AsChosen.User, _text);
        return _text.ToString();
    }

    static string Short(string what)
    {
        const int Most = 24;
        return what.Length > Most ? what[..Most] + "…" : what;
    }

    static string NameOf(TranscriptKind kind) => kind switch
    {
        TranscriptKind.Commands => "commands",
        TranscriptKind.Terminal => "lines",
        TranscriptKind.Files => "files",
        _ => "connections",
    };
}
