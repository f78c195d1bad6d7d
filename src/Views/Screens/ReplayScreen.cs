using System.Diagnostics;
using System.Globalization;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>What stood on a session's terminal, line by line in its own time; nobody waits for longer than <see cref="LongestPause"/>.</summary>
sealed class ReplayScreen : OneSessionScreen
{
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    const double Slowest = 0.25, Fastest = 64;
    const int Searched = 4096, TimeWidth = 8;

    readonly TerminalReader _reader;
    readonly TerminalText _text = new();
    readonly List<TerminalEntry> _lines = [];
    readonly Line _search = new();
    List<TerminalEntry> _rest = [];
    double _speed = 1;
    bool _stopped;
    int _next;
    long _played;
    ulong _at;

    public ReplayScreen(IScreenHost host, SessionRow session) : base(host, session) => _reader = new TerminalReader(host.History);

    public override Places Place => Places.Replay;
    public override string Title => "Replay";
    public override int Count => _lines.Count + _rest.Count;
    public override bool ShowsSelection => false;

    /// <summary>All that there is by now was played.</summary>
    public bool IsAtEnd => Newest is { } newest && _next == newest.Terminal.Length;

    public override string Facts
    {
        get
        {
            var moves = Newest?.Terminal.Length ?? 0;
            var state = _stopped ? "stopped" : !IsAtEnd ? "plays" : Session.IsOpen ? "waits for more" : "at its end";
            var at = _at == 0 ? "" : $"{Clock.Local(_at):HH:mm:ss}{Apart}";
            return $"{at}{_next:#,0} of {moves:#,0} reads and writes{Apart}speed {_speed.ToString("0.##", CultureInfo.InvariantCulture)}{Apart}{state}";
        }
    }

    public override string? Waiting => Newest is null ? "looking …" : null;

    public override string EmptyText => Waiting is null && IsAtEnd ? "Nothing of this session's terminal was captured." : "";

    public override void Shown() => Tick();

    public override void Tick()
    {
        if (_stopped || Newest is not { } newest)
            return;
        var wasLast = Position.Selected >= Count - 1;
        var before = _next;
        for (var moves = newest.Terminal.Span; _next < moves.Length && IsDue(moves); _next++)
            Play(moves[_next]);
        if (_next == before)
            return;
        _rest = [.. _text.Rest.OrderBy(line => line.Time)];
        Position.Fit(Count, Position.Height);
        if (wasLast)
            Position.Last();
        Host.RowsChanged();
    }

    public override void ComposeRow(int row, Line into)
    {
        var line = LineAt(row);
        into.Box(1, TimeWidth);
        into.Write($"{Clock.Local(line.Time):HH:mm:ss}", Style.Dim);
        into.Box(TimeWidth + 1, 2);
        into.Write(line.IsInput ? " >" : "", Style.Write);
        into.Unbox(TimeWidth + 3);
        into.Write(line.Text, line.IsInput ? Style.Write : Style.Read);
    }

    public override string RowText(int row)
    {
        _search.Reset(Searched);
        ComposeRow(row, _search);
        return _search.ToString();
    }

    public override bool Works(Act act) => act == Act.Pause || base.Works(act);

    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Pause:
                _stopped = !_stopped;
                _played = Stopwatch.GetTimestamp();
                return true;
            case Act.Left:
                _speed = Math.Max(Slowest, _speed / 2);
                return true;
            case Act.Right:
                _speed = Math.Min(Fastest, _speed * 2);
                return true;
            case Act.Up: Position.Scroll(-1); return true;
            case Act.PageUp: Position.Scroll(-Position.Height); return true;
            default: return false;
        }
    }

    TerminalEntry LineAt(int row) => row < _lines.Count ? _lines[row] : _rest[row - _lines.Count];

    /// <summary>Its time has come since the one before it was played.</summary>
    bool IsDue(ReadOnlySpan<TerminalMove> moves)
    {
        if (_next == 0)
        {
            _played = Stopwatch.GetTimestamp();
            return true;
        }
        var pause = Math.Min((moves[_next].Time - Math.Min(moves[_next].Time, moves[_next - 1].Time)) / 1e9, LongestPause.TotalSeconds) / _speed;
        if (Stopwatch.GetElapsedTime(_played).TotalSeconds < pause)
            return false;
        _played += (long)(pause * Stopwatch.Frequency);
        return true;
    }

    void Play(in TerminalMove move)
    {
        _at = move.Time;
        if (_reader.Read(move) is { } chunk)
            _lines.AddRange(_text.Add(chunk));
    }
}
