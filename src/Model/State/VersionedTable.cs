using System.Collections.Concurrent;

namespace CSysdig.Model.State;

/// <summary>
/// What each key stood for, at every event: one that is used again leads to what had it then. One thread changes it. Where history is
/// kept any thread may ask meanwhile about events before the one that is being followed.
/// </summary>
public sealed class VersionedTable<TKey, T>(bool keep) where TKey : notnull where T : class
{
    readonly Dictionary<TKey, Line> _lines = [];
    /// <summary>The same lines for who asks while one is added: by their keys, and in the order in which these turned up.</summary>
    readonly ConcurrentDictionary<TKey, Line>? _shared = keep ? new() : null;
    InOrder _inOrder = new([]);

    /// <summary>How many keys stand for something at the newest event.</summary>
    public int Count { get; private set; }

    /// <summary>What has the key at the newest event, or null.</summary>
    public T? Find(TKey key) => _lines.TryGetValue(key, out var line) ? line.Versions.Newest : null;

    /// <summary>What had the key at an event, or null.</summary>
    public T? Find(TKey key, long number) => LineOf(key) is { } line ? line.Versions.At(number) : null;

    /// <summary>The same, and the numbers of events from and before which it holds.</summary>
    /// <param name="end">The number behind the last event of all.</param>
    public T? Find(TKey key, long number, long end, out long from, out long until)
    {
        if (LineOf(key) is { } line)
            return line.Versions.During(number, end, out from, out until);
        (from, until) = (0, end);
        return null;
    }

    /// <summary>From this event on the key stands for something; null for nothing any more.</summary>
    public void Set(TKey key, T? value, long number)
    {
        if (!_lines.TryGetValue(key, out var line))
        {
            if (value is null)
                return;
            _lines.Add(key, line = new Line(key));
            Share(line);
        }
        var before = line.Versions.Newest;
        if (value is null && before is null)
            return;
        Count += (value is null ? 0 : 1) - (before is null ? 0 : 1);
        if (value is null && !keep)
            _lines.Remove(key);
        else
            line.Versions.Add(value, number, keep);
    }

    /// <summary>Nothing stands for anything from this event on.</summary>
    public void Clear(long number)
    {
        foreach (var (key, _) in _lines)
            Set(key, null, number);
    }

    /// <summary>What there is at the newest event, for the thread that changes it.</summary>
    public IEnumerable<KeyValuePair<TKey, T>> Newest
    {
        get
        {
            foreach (var (key, line) in _lines)
                if (line.Versions.Newest is { } value)
                    yield return new(key, value);
        }
    }

    /// <summary>What was there at an event.</summary>
    public IEnumerable<T> At(long number)
    {
        foreach (var line in Lines)
            if (line.Versions.At(number) is { } value)
                yield return value;
    }

    /// <summary>Whether a test passes for something that was there at an event.</summary>
    public bool Any<TArgument>(long number, TArgument argument, Func<T, TArgument, bool> test) where TArgument : allows ref struct
    {
        if (_shared is not null)
        {
            foreach (var line in Shared.Span)
                if (line.Versions.At(number) is { } value && test(value, argument))
                    return true;
            return false;
        }
        foreach (var line in _lines.Values)
            if (line.Versions.At(number) is { } value && test(value, argument))
                return true;
        return false;
    }

    /// <summary>What had each key and when, in the order in which the keys turned up, as far as that comes before an event.</summary>
    internal IEnumerable<(TKey Key, long Since, T? Value)> Before(long number)
    {
        foreach (var line in Lines)
            foreach (var (since, value) in line.Versions.Before(number))
                yield return (line.Key, since, value);
    }

    internal IEnumerable<(TKey Key, long Since, T? Value)> All => Before(long.MaxValue);

    Line? LineOf(TKey key) => (_shared is null ? _lines.TryGetValue(key, out var line) : _shared.TryGetValue(key, out line)) ? line : null;

    ReadOnlyMemory<Line> Shared => Volatile.Read(ref _inOrder) is var all ? all.Lines.AsMemory(0, all.Count) : default;

    IEnumerable<Line> Lines => _shared is null ? _lines.Values : System.Runtime.InteropServices.MemoryMarshal.ToEnumerable(Shared);

    void Share(Line line)
    {
        if (_shared is null)
            return;
        _shared.TryAdd(line.Key, line);
        var all = _inOrder;
        if (all.Count == all.Lines.Length)
            Volatile.Write(ref _inOrder, all = new InOrder(Versioned.Grown(all.Lines, Math.Max(16, all.Count * 2))) { Count = all.Count });
        all.Lines[all.Count] = line;
        all.Count++;
    }

    /// <summary>Nobody asks about an event before this one any more: what ended before it goes.</summary>
    internal void DropBefore(long number)
    {
        foreach (var line in Lines)
            line.Versions.DropBefore(number);
        var all = _inOrder;
        var left = all.Lines.Take(all.Count).Where(l => l.Versions is { Newest: not null } or { Count: > 1 } || l.Versions.IsLater(number)).ToArray();
        if (left.Length == all.Count)
            return;
        foreach (var gone in all.Lines.Take(all.Count).Except(left))
        {
            _lines.Remove(gone.Key);
            _shared!.TryRemove(gone.Key, out _);
        }
        Volatile.Write(ref _inOrder, new InOrder(left) { Count = left.Length });
    }

    /// <summary>The count is published after the line.</summary>
    sealed class InOrder(Line[] lines)
    {
        public readonly Line[] Lines = lines;
        public volatile int Count;
    }

    sealed class Line(TKey key)
    {
        public readonly TKey Key = key;
        public Versioned<T> Versions;
    }
}
