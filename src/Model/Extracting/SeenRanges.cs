namespace CSysdig.Model.Extracting;

/// <summary>Which bytes of a file were seen: ranges in order that neither touch nor overlap.</summary>
sealed class SeenRanges
{
    /// <summary>A file in more pieces is not followed piece by piece any more: its gaps are said to be more than known.</summary>
    const int Most = 4096;

    readonly List<(long Start, long End)> _ranges = [];

    /// <summary>How many bytes were seen.</summary>
    public long Bytes { get; private set; }

    /// <summary>There were too many pieces to remember each.</summary>
    public bool IsCoarse { get; private set; }

    public void Add(long start, long end)
    {
        if (end <= start)
            return;
        if (_ranges.Count > 0 && _ranges[^1] is var last && start >= last.Start)
        {
            if (start <= last.End)
            {
                Bytes += Math.Max(0, end - last.End);
                _ranges[^1] = (last.Start, Math.Max(end, last.End));
                return;
            }
            Insert(_ranges.Count, start, end);
            return;
        }
        Merge(start, end);
    }

    /// <summary>The pieces of [<paramref name="start"/>, <paramref name="end"/>) that were not seen.</summary>
    public IEnumerable<(long Start, long End)> Gaps(long start, long end)
    {
        foreach (var range in _ranges)
        {
            if (range.Start > start)
                yield return (start, range.Start);
            start = Math.Max(start, range.End);
        }
        if (start < end)
            yield return (start, end);
    }

    void Merge(long start, long end)
    {
        var first = 0;
        while (first < _ranges.Count && _ranges[first].End < start)
            first++;
        var next = first;
        while (next < _ranges.Count && _ranges[next].Start <= end)
        {
            start = Math.Min(start, _ranges[next].Start);
            end = Math.Max(end, _ranges[next].End);
            Bytes -= _ranges[next].End - _ranges[next].Start;
            next++;
        }
        _ranges.RemoveRange(first, next - first);
        Insert(first, start, end);
    }

    void Insert(int at, long start, long end)
    {
        if (_ranges.Count >= Most)
        {
            IsCoarse = true;
            return;
        }
        _ranges.Insert(at, (start, end));
        Bytes += end - start;
    }
}
