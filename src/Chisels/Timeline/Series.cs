namespace CSysdig.Chisels.Timeline;

/// <summary>The counts of one value, a number a bucket.</summary>
sealed class Series
{
    int[] _counts = [];

    public long Total { get; private set; }

    public void Add(int bucket)
    {
        if (bucket >= _counts.Length)
            Array.Resize(ref _counts, Math.Min(TimeBuckets.Most, Math.Max(16, Math.Max(bucket + 1, _counts.Length * 2))));
        _counts[bucket]++;
        Total++;
    }

    /// <summary>The buckets have become wider.</summary>
    public void Merge(int factor)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            var count = _counts[i];
            _counts[i] = 0;
            _counts[i / factor] += count;
        }
    }

    /// <summary>Takes the counts of another series too.</summary>
    public void Add(Series other)
    {
        if (_counts.Length < other._counts.Length)
            Array.Resize(ref _counts, other._counts.Length);
        for (var i = 0; i < other._counts.Length; i++)
            _counts[i] += other._counts[i];
        Total += other.Total;
    }

    /// <summary>The same counts in wider columns.</summary>
    public long[] Columns(int perColumn, int columns)
    {
        var result = new long[columns];
        for (var i = 0; i < _counts.Length && i / perColumn < columns; i++)
            result[i / perColumn] += _counts[i];
        return result;
    }
}
