using CSysdig.Model;
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

    SessionList _list = SessionList.Empty;
    List<SessionRow> _rows = [];
    readonly Task<SessionList>? _then;
    int _sort = SessionColumns.View.SortColumn;
    bool _ascending, _follows, _waits = true;
    ulong _now;

    public SessionsScreen(IScreenHost host, TimeRange? time = null) : base(host, SessionColumns.View, new Selection { Range = time })
    {
        _now = Now;
        _then = time is null ? null : host.Story.SessionsAt(_now);
        for (var i = 0; i < Columns.Count; i++)
            (Columns[i].Kind, Columns[i].Rank) = (SessionColumns.KindOf(i), SessionColumns.RankOf(i));
    }

    public override string Title => "Sessions";
    public override int Count => _rows.Count;
    public override int SortColumn => _sort;
    public override bool Ascending => _ascending;

    public override string Facts
    {
        get
        {
            var open = _rows.Count(row => row.IsOpen);
            var left = _list.LeftOut > 0 ? $", {_list.LeftOut:#,0} without room" : "";
            var failed = _list.Failed > 0 ? $"{Numbered(_list.Failed, "failed login")}{Apart}" : "";
            return $"sort: {Columns[_sort].Title} {(_ascending ? "▲" : "▼")}{Apart}{failed}{open:#,0} open{Apart}{Numbered(_rows.Count, "session")}{left}";
        }
    }

    /// <summary>A filter chooses among events, and sessions are none.</summary>
    public override Screen About(Selection selection) => selection.CaptureFilter.Length > 0 ? Ways.Open(Host, ViewCatalog.Start(Host.Containers), selection)
        : new SessionsScreen(Host, selection.Range) { _sort = _sort, _ascending = _ascending };

    public override string? Waiting => Host.Story.Completion.Exception is { } fault ? $"the story broke off: {FaultPlace.Of(fault.GetBaseException())}"
        : _rows.Count == 0 && _waits && !Host.History.IsLive ? "looking …" : null;

    public override string EmptyText => Waiting is not null ? "" : _then is not null ? "Nobody had logged in by then." : $"Nobody logged in here. {(_list.Failed > 0 ? $"{Numbered(_list.Failed, "login")} failed: {Keys.Of(Act.Story)} tells of tried passwords." : "")}";

    public SessionRow? Session => _rows.Count > 0 ? _rows[Position.Selected] : null;

    /// <summary>What its processes did while it was open.</summary>
    public override Selection RowSelection => _rows.Count == 0 ? Selection : SelectionOf(_rows[Position.Selected]);

    public override string? Cell => _rows.Count > 0 ? SafeText.ToString(SessionLines.NameOf(_rows[Position.Selected])) : null;

    public override void Shown() => Tick();

    public override void Tick()
    {
        // In this order: the last list is there before the story says that it is complete.
        var waits = !(_then ?? Host.Story.Completion).IsCompleted;
        var list = _then is null ? Host.Story.Sessions : waits ? _list : _then.Result;
        var now = Now;
        if (Host.Paused && _rows.Count > 0)
            return;
        if (!ReferenceEquals(list, _list))
            Take(list);
        else if (waits == _waits && (now / Second == _now / Second || !_rows.Exists(row => row.IsOpen)))
            return;
        (_waits, _now) = (waits, now);
        Host.RowsChanged();
    }

    public override void SortBy(int column, bool? ascending)
    {
        _sort = column;
        _ascending = ascending ?? SessionColumns.KindOf(column) == NumberKind.Text;
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
            Chosen = SafeText.ToString(SessionLines.NameOf(_rows[Position.Selected]));
            _follows = true;
        }
        switch (act)
        {
            case Act.Open:
                Host.Open(new TranscriptScreen(Host, _rows[Position.Selected]));
                return true;
            case Act.Actions:
                var number = _rows[Position.Selected].Number;
                Host.Open(new SessionActionsScreen(Host, () => Host.Story.Sessions.Rows.FirstOrDefault(row => row.Number == number)));
                return true;
            default:
                return base.Do(act);
        }
    }

    public override double? NumberAt(int row, int column) => column == First ? null : SessionColumns.NumberOf(_rows[row], column, _now);

    public override void WriteTextAt(int row, int column, Utf8Writer to)
    {
        if (column != First)
            SessionColumns.Write(_rows[row], column, _now, to);
        else if (_rows[row].Start > 0)
            TimeText.WriteInstant(to, _rows[row].Start, nanoseconds: true);
    }

    protected override double? NumberOf(int row, int column) => SessionColumns.NumberOf(_rows[row], column, _now);

    protected override void WriteText(int row, int column, Utf8Writer to) => SessionColumns.Write(_rows[row], column, _now, to);

    static int First => SessionColumns.View.SortColumn;

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
    void Take(SessionList list)
    {
        var chosen = _rows.Count > 0 && (_follows || Position.Selected > 0 || Position.IsChosen) ? _rows[Position.Selected].Number : 0;
        _list = list;
        _rows = [.. list.Rows];
        Sort();
        MeasureAgain();
        Position.Fit(_rows.Count, Position.Height);
        if (chosen > 0 && _rows.FindIndex(row => row.Number == chosen) is >= 0 and var index)
            Position.SelectKeepingPlace(index);
    }

    void Sort()
    {
        var now = Now;
        var text = new Utf8Writer(64);
        var ordered = _rows.OrderBy(row => (SessionColumns.SortOf(row, _sort, now) ?? 0, TextOf(row))).ThenBy(row => row.Number);
        _rows = _ascending ? [.. ordered] : [.. ordered.Reverse()];

        string TextOf(SessionRow row)
        {
            if (SessionColumns.SortOf(row, _sort, now) is not null)
                return "";
            text.Clear();
            SessionColumns.Write(row, _sort, now, text);
            return text.ToString();
        }
    }
}
