using CSysdig.Model.State;

namespace CSysdig.Model.Story.Rules;

/// <summary>The beginning of what was written to a file while it was open.</summary>
sealed class WrittenFile
{
    const int MostEvents = 16, LongestHead = 512;

    readonly byte[] _head = new byte[LongestHead];
    readonly List<long> _events = [];
    int _length;

    public long OpenedAt { get; private set; }
    public byte[] Path { get; private set; } = [];
    /// <summary>When the first write began, and the last one ended.</summary>
    public ulong Since { get; private set; }
    public ulong Last { get; private set; }
    public IReadOnlyList<long> Events => _events;
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _length);

    public void Begin(FdInfo file, ulong since)
    {
        (OpenedAt, Path, Since, _length) = (file.OpenedAt, file.Name, since, 0);
        _events.Clear();
    }

    public void Take(long number, ulong time, ReadOnlySpan<byte> data)
    {
        Last = time;
        if (_events.Count < MostEvents)
            _events.Add(number);
        data = data[..Math.Min(data.Length, LongestHead - _length)];
        data.CopyTo(_head.AsSpan(_length));
        _length += data.Length;
    }
}
