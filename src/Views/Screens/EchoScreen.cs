using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>The bytes that a selection read and wrote, as text, as hex and text, or raw.</summary>
sealed class EchoScreen : Screen
{
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    /// <summary>Cells of a raw line in which a search looks.</summary>
    const int Searched = 4096;

    readonly EchoResult? _echo;
    readonly Line _search = new();
    readonly string? _failure;
    EchoLines? _lines;
    EchoMode _mode;

    public EchoScreen(IScreenHost host, Selection selection) : base(host)
    {
        Selection = selection;
        try
        {
            _echo = EchoResult.Start(host.History, selection.Filter);
        }
        catch (Exception e) when (e is FilterException or FieldException)
        {
            _failure = e.Message;
        }
    }

    public override Selection Selection { get; }
    public override Screen About(Selection selection) => new EchoScreen(Host, selection);
    public override Places Place => Places.Echo;
    public override string Title => "Echo";
    public override int Count => _lines?.Count ?? 0;
    public override bool ShowsSelection => false;
    /// <summary>All reads and writes have been found and laid out.</summary>
    public bool IsComplete => _echo is null || _echo.Rows.Completion.IsCompleted && _lines?.Looked == _echo.Rows.Count;

    public override string Facts
    {
        get
        {
            var count = _echo?.Rows.Count ?? 0;
            return $"{_mode.ToString().ToLowerInvariant()}   {count:#,0} {(count == 1 ? "read or write" : "reads and writes")}";
        }
    }

    public override string EmptyText => Waiting is null ? $"Nothing was read or written here. {Keys.Of(Act.Dig)} shows the events, {Keys.Of(Act.Back)} goes back." : "";

    public override string? Waiting => _failure ?? FaultPlace.Broke(_echo?.Rows.Completion.Exception) ?? (!IsComplete && Count == 0 ? "looking …" : null);

    public override void Prepare(int width)
    {
        if (_echo is null || _lines?.Width == width && _lines.Mode == _mode)
            return;
        var transfer = _lines?.TransferAt(Position.Top) ?? 0;
        var lines = new EchoLines(_echo, width, _mode);
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
        if (_lines is not { } lines || Host.Paused && Count > 0)
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
    }

    public override bool GoTo(long row)
    {
        if (_echo is null || _lines is null)
            return false;
        var transfer = Math.Max(0, Math.Min(_echo.Rows.IndexOf(row), _lines.Looked - 1));
        var line = _lines.LineOf(transfer);
        Position.Restore(line, line);
        return true;
    }

    public override bool Do(Act act)
    {
        switch (act)
        {
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

    public override void Close() => _echo?.Rows.Dispose();
}
