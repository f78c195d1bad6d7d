using System.Drawing;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>
/// How long the calls of a selection took, over time: time runs down, latency from left to right, and the more calls a cell
/// holds the denser it is. A rectangle of it leads to the events inside.
/// </summary>
sealed class SpectrogramScreen : Screen
{
    const int Left = 9;
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);
    static readonly string[] Decades = ["1ns", "10ns", "100ns", "1us", "10us", "100us", "1ms", "10ms", "100ms", "1s", "10s"];
    static readonly (string Glyph, Style Style)[] Shades =
        [(" ", Style.Text), ("·", Style.Dim), ("░", Style.Bar), ("▒", Style.Process), ("▓", Style.Warning), ("█", Style.BarHot)];

    readonly RowRun? _run;
    readonly string? _failure;
    Spectrogram? _picture;
    (int Row, int Column)? _anchor;
    (int Row, int Column) _placedAt;
    bool _dragging, _placed;
    int _column, _columns;

    public SpectrogramScreen(IScreenHost host, ViewDefinition view, Selection selection) : base(host)
    {
        View = view;
        Selection = selection;
        try
        {
            _run = RowRun.Start(host.History, new RowQuery(selection.FilterFor(view)));
        }
        catch (Exception e) when (e is FilterException or FieldException)
        {
            _failure = e.Message;
        }
    }

    public ViewDefinition View { get; }
    public override Selection Selection { get; }
    public override Screen About(Selection selection) => new SpectrogramScreen(Host, View, selection);
    public override Places Place => Places.Spectrogram;
    public override string Title => View.Name;
    public override int HeadLines => 1;
    public override int Count => _picture is { } picture && !(picture.Most == 0 && picture.IsComplete) ? picture.Slices : 0;
    public override string EmptyText => _picture is not { IsComplete: true } ? "" : !HasLatency ? NoLatency : $"No call here{SoFar}. {Keys.Of(Act.Back)} goes back.";
    public override bool ShowsSelection => false;
    protected override bool HasMore => _picture is { IsComplete: false };
    public override string? Waiting => _failure ?? FaultPlace.Broke(_run?.Completion.Exception) ?? (_picture is { Most: 0, IsComplete: false } ? "looking …" : null);

    public override string Facts
    {
        get
        {
            if (_picture is not { } picture || Count == 0)
                return "";
            var (rows, columns) = Rectangle();
            var calls = 0;
            for (var row = rows.From; row <= rows.To; row++)
                for (var column = columns.From; column <= columns.To; column++)
                    calls += picture[row, column];
            return $"{Units.Duration(picture.LatencyOf(columns.From))} – {Units.Duration(picture.LatencyOf(columns.To + 1))}, "
                + $"{TimeOf(picture, rows.From)} – {TimeOf(picture, rows.To + 1)}: {calls:#,0} {(calls == 1 ? "call" : "calls")}";
        }
    }

    public override void Prepare(int width)
    {
        _columns = Math.Max(1, width - Left - 1);
        if (_run is null || Host.History.Count == 0 || _picture is { } now && now.Columns == _columns && (Follows ? HasRoom(now) : IsOf(now)))
            return;
        _anchor = null;
        if ((Position.Selected, _column) == _placedAt)
        {
            // Nobody has moved: the densest cell is looked for again.
            (_placed, _placedAt, _column) = (false, (0, 0), 0);
            Position.Select(0);
        }
        _picture = Follows ? new Spectrogram(Host.History, _run, Begin(), Host.Interval, _columns) : new Spectrogram(Host.History, _run, Span.From, Span.Until, Height, _columns);
        _column = Math.Min(_column, _columns - 1);
        _picture.Step(Slice);
    }

    /// <summary>It grows with what a watched machine does, a row each turn.</summary>
    bool Follows => Host.History.IsLive && Selection.Range is null;

    int Height => Math.Max(1, Position.Height);

    (ulong From, ulong Until) Span => Selection.Range is { } range ? (range.From, range.Until) : (Host.History.FirstTimestamp, Host.History.LastTimestamp);

    /// <summary>A picture of what is still being read is made to its end before another one is begun.</summary>
    bool IsOf(Spectrogram picture) => picture.Slices == Height && ((picture.From, picture.Until) == Span || !Host.History.IsComplete && !picture.HasCounted);

    /// <summary>It has room for more, and most of it can still be opened.</summary>
    bool HasRoom(Spectrogram picture) => !picture.IsFull && picture.TimeOf(picture.Slices / 2 + 1) >= Host.History.FirstTimestamp;

    /// <summary>At a whole turn, with as much of what is held as leaves room for as much again.</summary>
    ulong Begin()
    {
        var turn = (ulong)Host.Interval.TotalNanoseconds;
        var (first, last) = (Host.History.FirstTimestamp, Host.History.LastTimestamp);
        return Math.Max(first, last - Math.Min(last, turn * (Spectrogram.MostSlices / 2))) / turn * turn;
    }

    public override void ComposeHead(int line, Line into)
    {
        into.Fill(" ", Style.TableHeader);
        into.Unbox(1);
        into.Write("time", Style.TableHeader);
        for (var i = 0; i < Decades.Length; i++)
        {
            var at = Left + i * _columns / Spectrogram.Decades;
            if (at < into.Column + 1 && i > 0)
                continue;
            into.Unbox(at);
            into.Write("╷" + Decades[i], Style.TableHeader);
        }
    }

    public override void ComposeRow(int row, Line into)
    {
        var picture = _picture!;
        into.Box(0, Left - 1);
        // Below a second the hour makes room for hundredths: else a screen of rows has one time.
        into.Write(Clock.TimeOfDay(picture.TimeOf(row))[IsFine(picture) ? 3..11 : ..8], Style.Dim);
        into.Unbox(Left);
        var scale = Math.Log(1 + picture.Most);
        for (var column = 0; column < picture.Columns; column++)
        {
            var count = picture[row, column];
            var shade = count == 0 ? 0 : 1 + (int)Math.Min(Shades.Length - 2, (Shades.Length - 1) * Math.Log(1 + count) / scale * 0.999);
            into.Write(Shades[shade].Glyph, Shades[shade].Style);
        }
        var (rows, columns) = Rectangle();
        if (row >= rows.From && row <= rows.To)
            into.Restyle(Left + columns.From, Left + columns.To + 1, style => style | Style.Selected);
    }

    public override string RowText(int row) => Clock.TimeOfDay(_picture!.TimeOf(row));

    public override void Tick()
    {
        if (_picture is not { } picture || Host.Paused)
            return;
        var isAtEnd = Follows && Position.Selected == Count - 1;
        if (picture.Step(Slice))
        {
            Position.Fit(Count, Position.Height);
            // Who stands at the end sees what comes.
            if (isAtEnd)
                Position.Select(Count - 1);
            Host.RowsChanged();
        }
        if (!_placed && picture.IsComplete)
            GoToDensest(picture);
    }

    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Left: _column = Math.Max(0, _column - 1); return true;
            case Act.Right: _column = Math.Min(_columns - 1, _column + 1); return true;
            case Act.Tag: _anchor = _anchor is null ? (Position.Selected, _column) : null; return true;
            case Act.Cancel when _anchor is not null: _anchor = null; return true;
            case Act.Open or Act.Dig:
                if (Count > 0)
                    Host.Open(new DigScreen(Host, Inside()));
                return true;
            case Act.Echo when Count > 0:
                Host.Open(new EchoScreen(Host, Inside(), all: true));
                return true;
            default: return Ways.Perform(act, Host, this, Selection);
        }
    }

    /// <summary>A rectangle is drawn with the mouse; a click chooses a cell.</summary>
    public override bool Mouse(Point at, MouseMove move)
    {
        if (Count == 0 || move == MouseMove.Press && at.Y < HeadLines)
            return false;
        var cell = (Row: Math.Clamp(at.Y - HeadLines + Position.Top, 0, Count - 1), Column: Math.Clamp(at.X - Left, 0, _columns - 1));
        switch (move)
        {
            case MouseMove.Press:
                (_anchor, _dragging) = (cell, true);
                break;
            case MouseMove.Drag when !_dragging:
                return false;
            case MouseMove.Release:
                if (!_dragging)
                    return false;
                _dragging = false;
                if (_anchor == cell)
                    _anchor = null;
                break;
        }
        Position.Select(cell.Row);
        _column = cell.Column;
        return true;
    }

    public override void Close() => _run?.Dispose();

    // From the anchor to the cursor, or the cell under it.
    ((int From, int To) Rows, (int From, int To) Columns) Rectangle()
    {
        var anchor = _anchor ?? (Position.Selected, _column);
        return ((Math.Min(anchor.Row, Position.Selected), Math.Max(anchor.Row, Position.Selected)),
            (Math.Min(anchor.Column, _column), Math.Max(anchor.Column, _column)));
    }

    // Where there is something to see, unless the cursor was moved meanwhile; of a watched machine that is what it does now.
    void GoToDensest(Spectrogram picture)
    {
        _placed = true;
        if ((Position.Selected, _column) != _placedAt || _anchor is not null)
            return;
        if (Follows)
            Position.Select(picture.Slices - 1);
        for (var row = Position.Selected; row < picture.Slices; row++)
            for (var column = 0; column < picture.Columns; column++)
                if (picture[row, column] > picture[Position.Selected, _column])
                {
                    Position.Select(row);
                    _column = column;
                }
        _placedAt = (Position.Selected, _column);
        Host.Redraw();
    }

    // As fine as the slices are.
    static string TimeOf(Spectrogram picture, int slice) =>
        Clock.TimeOfDay(picture.TimeOf(slice))[..(IsFine(picture) ? 12 : 8)];

    static bool IsFine(Spectrogram picture) => (picture.Until - picture.From) / (ulong)picture.Slices < 1_000_000_000;

    Selection Inside()
    {
        var (rows, columns) = Rectangle();
        var latency = $"evt.latency>={_picture!.LatencyOf(columns.From)}" + (columns.To == _columns - 1 ? "" : $" and evt.latency<{_picture.LatencyOf(columns.To + 1)}");
        // A latency of its own has only an exit event.
        var kind = View.Filter == "evt.dir=<" ? "" : View.Filter;
        var filter = Selection.Combine(Selection.CaptureFilter, Selection.Combine(kind, latency));
        var until = rows.To == _picture.Slices - 1 ? _picture.Until : _picture.TimeOf(rows.To + 1) - 1;
        return Selection with { CaptureFilter = filter, Range = new TimeRange(_picture.TimeOf(rows.From), until) };
    }
}
