using CSysdig.Model;
using CSysdig.Model.Fleets;
using CSysdig.Model.Notes;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Layout;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>
/// Who is or was logged in: a login session a row. It is of the whole capture, and follows it while it grows; or where a stretch of time was chosen, as it was at
/// the end of that.
/// </summary>
sealed class SessionsScreen : ColumnsScreen, IAboutSession
{
    const ulong Second = 1_000_000_000;

    /// <summary>What was taken last: the sessions, or the report of all hosts.</summary>
    object? _list;
    /// <summary>Each with its capture, where many are looked at together.</summary>
    List<(FleetCapture? Capture, SessionRow Row)> _rows = [];
    long _leftOut, _failed;
    readonly Task<SessionList>? _then;
    /// <summary>Where the columns of a session begin: behind the host, where there are many.</summary>
    readonly int _behind;
    int _sort;
    bool _ascending, _follows, _waits = true;
    ulong _now;

    public SessionsScreen(IScreenHost host, TimeRange? time = null) : base(host, host.Fleet is null ? SessionColumns.View : SessionColumns.View.WithHost(), new Selection { Range = time })
    {
        _behind = host.Fleet is null ? 0 : 1;
        _sort = First;
        _now = Now;
        _then = time is null ? null : host.Story.SessionsAt(_now);
        for (var i = _behind; i < Columns.Count; i++)
            (Columns[i].Kind, Columns[i].Rank) = (SessionColumns.KindOf(i - _behind), SessionColumns.RankOf(i - _behind));
    }

    public override string Title => "Sessions";
    public override int Count => _rows.Count;
    public override int SortColumn => _sort;
    public override bool Ascending => _ascending;

    public override string Facts
    {
        get
        {
            var open = _rows.Count(row => row.Row.IsOpen);
            var left = _leftOut > 0 ? $", {_leftOut:#,0} without room" : "";
            var failed = _failed > 0 ? $"{Numbered(_failed, "failed login")}{Apart}" : "";
            return $"sort: {Columns[_sort].Title} {(_ascending ? "▲" : "▼")}{Apart}{failed}{open:#,0} open{Apart}{Numbered(_rows.Count, "session")}{left}";
        }
    }

    protected override bool HasMore => _waits;

    /// <summary>A filter chooses among events, and sessions are none.</summary>
    public override Screen About(Selection selection) => selection.CaptureFilter.Length > 0 ? Ways.Open(Host, ViewCatalog.Start(Host.Containers), selection)
        : new SessionsScreen(Host, selection.Range) { _sort = _sort, _ascending = _ascending };

    Task Completion => Host.Stories?.Completion ?? Host.Story.Completion;

    public override IScreenHost RowHost => _rows.Count > 0 && _rows[Position.Selected].Capture is { } capture ? Host.Of(capture) : Host;

    public override string? Waiting => Completion.Exception is { } fault ? $"the story broke off: {FaultPlace.Of(fault.GetBaseException())}"
        : _rows.Count == 0 && StillLooks ? "looking …" : null;

    public override string EmptyText => Waiting is not null ? "" : _then is not null ? "Nobody had logged in by then." : $"Nobody logged in here. {(_failed > 0 ? $"{Numbered(_failed, "login")} failed: {Keys.Of(Act.Story)} tells of tried passwords." : "")}";

    public SessionRow? Session => _rows.Count > 0 ? _rows[Position.Selected].Row : null;

    /// <summary>What its processes did while it was open.</summary>
    public override Selection RowSelection => _rows.Count == 0 ? Selection : SelectionOf(_rows[Position.Selected].Row);

    public override string? Cell => Session is { } session ? SafeText.ToString(SessionLines.NameOf(session)) : null;

    public override ulong? TimeOf(int row) => _rows[row].Row.Start > 0 ? _rows[row].Row.Start : null;

    public override NoteKey? NoteKeyOf(int row) => _rows[row] is { Capture: null, Row: var session } ? new NoteKey(NoteKey.Session, session.Leader.ToString(System.Globalization.CultureInfo.InvariantCulture), session.Start) : null;

    public override void Shown() => Tick();

    public override void Tick()
    {
        // In this order: the last list is there before the story says that it is complete.
        var waits = !(_then ?? Completion).IsCompleted;
        object? list = Host.Stories is { } all ? all.Report : _then is null ? Host.Story.Sessions : waits ? _list : _then.Result;
        var now = Now;
        if (Host.Paused && _rows.Count > 0)
            return;
        if (list is not null && !ReferenceEquals(list, _list))
            Take(list);
        else if (waits == _waits && (now / Second == _now / Second || !_rows.Exists(row => row.Row.IsOpen)))
            return;
        (_waits, _now) = (waits, now);
        Host.RowsChanged();
    }

    public override void SortBy(int column, bool? ascending)
    {
        _sort = column;
        _ascending = ascending ?? (column < _behind || SessionColumns.KindOf(column - _behind) == NumberKind.Text);
        Sort();
        _follows = false;
        Position.First();
        Host.RowsChanged();
    }

    public override bool Works(Act act) => act switch
    {
        Act.Open or Act.Echo or Act.Dig or Act.Actions or Act.SaveStreams or Act.Spectrogram => _rows.Count > 0,
        Act.Tag or Act.Untag or Act.Tree or Act.Totals or Act.Filter or Act.Sessions => false,
        _ => base.Works(act),
    };

    public override bool Do(Act act)
    {
        Chosen = null;
        if (act is Act.Open or Act.Echo or Act.Dig or Act.Spectrogram or Act.Actions)
        {
            var (capture, row) = _rows[Position.Selected];
            Chosen = $"{(capture is null ? "" : $"{SafeText.Clean(capture.Label)}: ")}{SafeText.ToString(SessionLines.NameOf(row))}";
            _follows = true;
        }
        switch (act)
        {
            case Act.Open:
                Host.Open(new TranscriptScreen(RowHost, _rows[Position.Selected].Row));
                return true;
            case Act.Actions:
                var (number, of) = (_rows[Position.Selected].Row.Number, RowHost);
                Host.Open(new SessionActionsScreen(of, () => of.Story.Sessions.Rows.FirstOrDefault(row => row.Number == number)));
                return true;
            default:
                return base.Do(act);
        }
    }

    public override double? NumberAt(int row, int column) => column == First ? null : NumberOf(row, column);

    public override void WriteTextAt(int row, int column, Utf8Writer to)
    {
        if (column != First)
            WriteText(row, column, to);
        else if (_rows[row].Row.Start > 0)
            TimeText.WriteInstant(to, _rows[row].Row.Start, nanoseconds: true);
    }

    protected override double? NumberOf(int row, int column) => column < _behind ? null : SessionColumns.NumberOf(_rows[row].Row, column - _behind, NowOf(_rows[row].Capture));

    protected override void WriteText(int row, int column, Utf8Writer to) => Write(_rows[row], column, to);

    void Write((FleetCapture? Capture, SessionRow Row) row, int column, Utf8Writer to)
    {
        if (column < _behind)
            to.Write(row.Capture!.Label);
        else
            SessionColumns.Write(row.Row, column - _behind, NowOf(row.Capture), to);
    }

    // What is open lasts to the end of its own capture.
    ulong NowOf(FleetCapture? capture) => capture?.History?.LastTimestamp ?? _now;

    int First => SessionColumns.View.SortColumn + _behind;

    /// <summary>When it is looked at; between two ticks <see cref="_now"/> stays.</summary>
    ulong Now => Math.Min(Host.History.LastTimestamp, Selection.Range?.Until ?? ulong.MaxValue);

    Selection SelectionOf(SessionRow row)
    {
        var selection = new Selection($"proc.pid in ({string.Join(", ", row.Pids.ToArray().Append(row.Leader).Distinct())})");
        if (Selection.Range is not null)
            return selection with { Range = Selection.Range };
        return row.Start == 0 && row.IsOpen ? selection : selection with { Range = new TimeRange(row.Start, row.IsOpen ? ulong.MaxValue : row.End) };
    }

    static string Numbered(long count, string one) => $"{count:#,0} {one}{(count == 1 ? "" : "s")}";

    // What was selected stays so where somebody chose it; else the top row stays the top row.
    void Take(object list)
    {
        var (of, chosen) = _rows.Count > 0 && (_follows || Position.Selected > 0 || Position.IsChosen) ? (_rows[Position.Selected].Capture, _rows[Position.Selected].Row.Number) : (null, 0);
        _list = list;
        if (list is FleetReport all)
        {
            _rows = [.. all.Sessions];
            (_leftOut, _failed) = (all.SessionsLeftOut, all.FailedLogins);
        }
        else if (list is SessionList one)
        {
            _rows = [.. one.Rows.Select(row => ((FleetCapture?)null, row))];
            (_leftOut, _failed) = (one.LeftOut, one.Failed);
        }
        Sort();
        MeasureAgain();
        Position.Fit(_rows.Count, Position.Height);
        if (chosen > 0 && _rows.FindIndex(row => row.Capture == of && row.Row.Number == chosen) is >= 0 and var index)
            Position.SelectKeepingPlace(index);
    }

    void Sort()
    {
        var text = new Utf8Writer(64);
        var ordered = _rows.OrderBy(row => (NumberToSort(row) ?? 0, TextOf(row))).ThenBy(row => row.Capture?.Index).ThenBy(row => row.Row.Number);
        _rows = _ascending ? [.. ordered] : [.. ordered.Reverse()];

        double? NumberToSort((FleetCapture? Capture, SessionRow Row) row) => _sort < _behind ? null : SessionColumns.SortOf(row.Row, _sort - _behind, row.Capture is null ? Now : NowOf(row.Capture));

        string TextOf((FleetCapture? Capture, SessionRow Row) row)
        {
            if (NumberToSort(row) is not null)
                return "";
            text.Clear();
            Write(row, _sort, text);
            return text.ToString();
        }
    }
}
