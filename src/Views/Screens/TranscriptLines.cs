using System.Diagnostics;
using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Views.Screens;

/// <summary>What a transcript shows.</summary>
public enum TranscriptKind { All, Commands, Terminal, Files, Connections }

/// <summary>The lines of a transcript: what was done and what stood on the terminal, in the order of time. The terminal is read a slice at a time.</summary>
sealed class TranscriptLines(CaptureHistory history)
{
    readonly TerminalReader _reader = new(history);
    readonly TerminalText _text = new();
    readonly List<TranscriptEntry> _terminal = [];
    readonly HashSet<(ulong, long)> _turned = [];
    readonly Dictionary<(ulong, long), int> _below = [];
    List<TranscriptEntry> _shown = [];
    bool _unfolded;
    int _read;

    public Transcript? Transcript { get; private set; }

    public IReadOnlyList<TranscriptEntry> Shown => _shown;

    public TranscriptKind Kind { get; private set; }

    /// <summary>Reads and writes of the terminal whose events have gone.</summary>
    public long Gone { get; private set; }

    /// <summary>All of the terminal that is known has been read.</summary>
    public bool IsRead => Transcript is not { } transcript || _read == transcript.Terminal.Length;

    /// <summary>How many there are of a kind.</summary>
    public int CountOf(TranscriptKind kind) => (Transcript?.Entries.Count(entry => KindOf(entry) == kind) ?? 0) + (kind == TranscriptKind.Terminal ? _terminal.Count : 0);

    /// <summary>Commands that a command ran, and those that they did.</summary>
    public int Below(CommandEntry command) => _below.GetValueOrDefault(KeyOf(command));

    /// <summary>What a command ran is not shown.</summary>
    public bool IsFolded(CommandEntry command) => Below(command) > 0 && _unfolded == _turned.Contains(KeyOf(command));

    /// <summary>Takes what is new, and reads on; true when there are other lines than before.</summary>
    public bool Step(Transcript? newest, TimeSpan budget)
    {
        var isNew = newest is not null && !ReferenceEquals(newest, Transcript);
        if (isNew)
        {
            Transcript = newest;
            _below.Clear();
            foreach (var entry in newest!.Entries)
                for (var above = (entry as CommandEntry)?.Above; above is not null; above = above.Above)
                    _below[KeyOf(above)] = Below(above) + 1;
        }
        if (!ReadOn(budget) && !isNew)
            return false;
        Arrange();
        return true;
    }

    public void Show(TranscriptKind kind)
    {
        Kind = kind;
        Arrange();
    }

    /// <summary>Folds a command's own commands, or shows them.</summary>
    public void Turn(CommandEntry command)
    {
        if (!_turned.Remove(KeyOf(command)))
            _turned.Add(KeyOf(command));
        Arrange();
    }

    /// <summary>The same of all.</summary>
    public void TurnAll()
    {
        _unfolded = !_unfolded;
        _turned.Clear();
        Arrange();
    }

    /// <summary>The place of an entry, or of what stands nearest behind it.</summary>
    public int PlaceOf(TranscriptEntry entry)
    {
        var same = _shown.FindIndex(other => ReferenceEquals(other, entry) || other.GetType() == entry.GetType() && other.Time == entry.Time && other.Pid == entry.Pid && IsSame(other, entry));
        return same >= 0 ? same : Math.Min(_shown.FindIndex(other => other.Time >= entry.Time) is >= 0 and var near ? near : _shown.Count - 1, _shown.Count - 1);
    }

    static bool IsSame(TranscriptEntry one, TranscriptEntry other) => (one, other) switch
    {
        (FileEntry a, FileEntry b) => a.Path == b.Path,
        (ConnectionEntry a, ConnectionEntry b) => a.Name.AsSpan().SequenceEqual(b.Name),
        (FactEntry a, FactEntry b) => a.Words == b.Words,
        (TerminalEntry a, TerminalEntry b) => a.Text.AsSpan().SequenceEqual(b.Text),
        _ => true,
    };

    public static TranscriptKind KindOf(TranscriptEntry entry) => entry switch
    {
        CommandEntry => TranscriptKind.Commands,
        TerminalEntry => TranscriptKind.Terminal,
        ConnectionEntry => TranscriptKind.Connections,
        // Beside what was done, and shown with all of it.
        FactEntry => TranscriptKind.All,
        _ => TranscriptKind.Files,
    };

    bool ReadOn(TimeSpan budget)
    {
        if (Transcript is not { } transcript)
            return false;
        var (began, before) = (Stopwatch.GetTimestamp(), _read);
        for (var moves = transcript.Terminal.Span; _read < moves.Length && Stopwatch.GetElapsedTime(began) < budget; _read++)
            if (_reader.Read(moves[_read]) is not { } chunk)
                Gone++;
            else
                foreach (var line in _text.Add(chunk))
                    Insert(line);
        return _read > before;
    }

    // A line that was typed unseen is told when the next one is shown.
    void Insert(TerminalEntry line)
    {
        var at = _terminal.Count;
        while (at > 0 && _terminal[at - 1].Time > line.Time)
            at--;
        _terminal.Insert(at, line);
    }

    void Arrange()
    {
        var done = (Transcript?.Entries ?? []).Where(entry => Is(KindOf(entry)) && !IsHidden(entry)).ToList();
        var terminal = Is(TranscriptKind.Terminal) ? [.. _terminal, .. _text.Rest.OrderBy(line => line.Time)] : new List<TranscriptEntry>();
        var shown = new List<TranscriptEntry>(done.Count + terminal.Count);
        var next = 0;
        foreach (var entry in done)
        {
            while (next < terminal.Count && terminal[next].Time <= entry.Time)
                shown.Add(terminal[next++]);
            shown.Add(entry);
        }
        shown.AddRange(terminal.Skip(next));
        _shown = shown;
    }

    bool Is(TranscriptKind kind) => Kind == TranscriptKind.All || Kind == kind;

    bool IsHidden(TranscriptEntry entry)
    {
        for (var above = (entry as CommandEntry)?.Above; above is not null; above = above.Above)
            if (IsFolded(above))
                return true;
        return false;
    }

    static (ulong, long) KeyOf(CommandEntry command) => (command.Time, command.Pid);
}
