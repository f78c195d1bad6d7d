using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Notes;
using CSysdig.Model.Queries;
using CSysdig.Model.Story;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>The bytes that a selection read and wrote, as text, as hex and text, or raw; its conversation first, where it has one.</summary>
sealed class EchoScreen : Screen
{
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    /// <summary>Cells of a raw line in which a search looks.</summary>
    const int Searched = 4096;

    readonly EchoParts? _parts;
    readonly Line _search = new();
    readonly string? _failure;
    EchoLines? _lines;
    EchoMode _mode;
    /// <summary>The row whose place is sought in the part that was turned to.</summary>
    long? _sought;

    /// <param name="all">Begins with everything, as for the bytes that something was told from.</param>
    public EchoScreen(IScreenHost host, Selection selection, bool all) : base(host)
    {
        Selection = selection;
        try
        {
            _parts = new EchoParts(host, selection, all);
        }
        catch (Exception e) when (e is FilterException or FieldException)
        {
            _failure = e.Message;
        }
    }

    EchoResult? Echo => _parts?.Shown;
    public override Selection Selection { get; }
    public override Screen About(Selection selection) => new EchoScreen(Host, selection, all: _parts is { AreTwo: true, LeavesOut: false });
    public override Places Place => Places.Echo;
    public override string Title => "Echo";
    public override int Count => _lines?.Count ?? 0;
    public override bool ShowsSelection => false;
    /// <summary>All reads and writes have been found and laid out.</summary>
    public bool IsComplete => Echo is null || Echo.Rows.Completion.IsCompleted && _lines?.Looked == Echo.Rows.Count;

    public override string Facts
    {
        get
        {
            var count = Echo?.Rows.Count ?? 0;
            var files = _parts is not { AreTwo: true } ? "" : Apart + (_parts.LeavesOut ? $"{Units.Bytes(_parts.OfFiles)} of files left out" : "with files");
            return $"{_mode.ToString().ToLowerInvariant()}{Apart}{count:#,0} {(count == 1 ? "read or write" : "reads and writes")}{files}";
        }
    }

    public override string EmptyText => Waiting is null ? $"Nothing was read or written here{SoFar}. {Keys.Of(Act.Dig)} shows the events, {Keys.Of(Act.Back)} goes back." : "";

    protected override bool HasMore => !IsComplete;

    public override string? Waiting => _failure ?? FaultPlace.Broke(Echo?.Rows.Completion.Exception) ?? (Count == 0 && Echo is { } echo && !(echo.Rows.HasCaughtUp && echo.Rows.Count == 0) ? "looking …" : null);

    public override void Prepare(int width)
    {
        if (Echo is null || _lines?.Width == width && _lines.Mode == _mode)
            return;
        var at = _lines?.TransferAt(Position.Top) ?? 0;
        var transfer = Math.Max(0, at - Echo.Rows.Settle());
        var lines = new EchoLines(Echo, width, _mode) { TimeText = time => Host.CountedFrom is { } from ? RelativeTime.Of(time, from) : EchoLines.Short(time) };
        // What was in sight comes back at once; the rest follows tick by tick.
        lines.Step(Slice);
        while (lines.Looked <= transfer && lines.Step(Slice)) { }
        _lines = lines;
        Position.Fit(lines.Count, Position.Height);
        var line = lines.LineOf(transfer);
        Position.Restore(line, line);
    }

    public override void ComposeRow(int row, Line into) => _lines!.Compose(row, into, _mode == EchoMode.Raw ? Position.Left : 0);

    public override string RowText(int row)
    {
        _search.Reset(_mode == EchoMode.Raw ? Searched : Math.Max(200, _lines!.Width));
        _lines!.Compose(row, _search);
        return _search.ToString();
    }

    public override void Tick()
    {
        if (_parts?.GiveWay() == true)
            LayOut(null);
        // What is left out is often known after the last line stands.
        if (_parts?.KnowsMore() == true)
            Host.RowsChanged();
        if (_lines is not { } lines)
            return;
        if (Echo!.Rows.Settle() is > 0 and var gone)
        {
            Position.Lose(lines.Forget(gone));
            Position.Fit(lines.Count, Position.Height);
            Host.RowsChanged();
        }
        if (Host.Paused && Count > 0)
            return;
        var isAtEnd = Count == 0 ? Host.History.IsLive && Selection.Range is null : Position.Top > 0 && Position.Top + Position.Height >= Count;
        if (lines.Step(Slice))
        {
            // A search that waits goes there at once: the place must be known.
            Position.Fit(lines.Count, Position.Height);
            // Who stands at the end sees what comes; of a machine that is where one begins.
            if (isAtEnd)
                Position.Scroll(lines.Count);
            Host.RowsChanged();
        }
        else if (Count == 0)
            Host.Redraw();
        if (_sought is { } row && (Echo!.Rows.Completion.IsCompleted || Echo.Rows.RowsAsked > row) && lines.Looked > Math.Min(Echo.Rows.IndexOf(row), Echo.Rows.Count - 1))
        {
            GoTo(row);
            _sought = null;
            Host.RowsChanged();
        }
    }

    public override bool GoTo(long row)
    {
        if (Echo is null || _lines is null)
            return false;
        var transfer = Math.Max(0, Math.Min(Echo.Rows.IndexOf(row), _lines.Looked - 1));
        var line = _lines.LineOf(transfer);
        Position.Restore(line, line);
        return true;
    }

    public override ulong? TimeOf(int row) => _lines is { } lines && Echo is { Rows.Count: > 0 } echo ? Host.History.TimestampAt(echo.Rows[lines.TransferAt(row)]) : null;

    public override NoteKey? NoteKeyOf(int row) => _lines is { } lines ? RowNotes.KeyOf(Host.History, Echo!.Rows, lines.TransferAt(row)) : null;

    public override Note? NoteOf(int row) => _lines is { } lines && lines.IsTitle(row) ? RowNotes.Of(Host, Echo!.Rows, lines.TransferAt(row)) : null;

    /// <summary>Behind the arrow.</summary>
    public override int SignColumn => 1;

    public override Mark? MarkOf(int row) => _lines is { } lines && lines.IsTitle(row) ? EventMarks.Of(Host, Echo!.Rows, lines.TransferAt(row)) : null;

    public override int FindMark(bool forward) =>
        Count > 0 && EventMarks.Find(Host, Echo!.Rows, _lines!.TransferAt(Position.Selected), forward) is >= 0 and var transfer && transfer < _lines.Looked ? _lines.LineOf(transfer) : -1;

    public override bool Works(Act act) => act == Act.All ? _parts is { AreTwo: true } : base.Works(act);

    public override bool Do(Act act)
    {
        _sought = null;
        switch (act)
        {
            case Act.All:
                var at = Count > 0 ? Echo!.Rows[_lines!.TransferAt(Position.Top)] : (long?)null;
                _parts!.Turn();
                LayOut(at);
                return true;
            case Act.Mode:
                _mode = (EchoMode)(((int)_mode + 1) % 3);
                Position.Sideways(-Position.Left);
                return true;
            case Act.Up: Position.Scroll(-1); return true;
            case Act.Down: Position.Scroll(1); return true;
            case Act.PageUp: Position.Scroll(-Position.Height); return true;
            case Act.PageDown: Position.Scroll(Position.Height); return true;
            default: return act != Act.Echo && Ways.Perform(act, Host, this, Selection);
        }
    }

    /// <summary>Another part is laid out from its beginning; the place of a row is gone to as soon as it is there.</summary>
    void LayOut(long? row)
    {
        (_lines, _sought) = (null, row);
        Position.First();
        Host.RowsChanged();
    }

    public override void Close() => _parts?.Dispose();
}
