using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>What a field sums up to over 256 rows at a time: enough to tell it of any stretch by a look at few rows. One thread adds, another asks.</summary>
sealed class MetricSums
{
    const int Shift = 8, PerChunk = EventChunk.Size >> Shift;

    readonly Dictionary<int, long[]> _chunks = [];

    /// <summary>Adds the value of a row.</summary>
    public void Add(long row, long value)
    {
        if (value == 0)
            return;
        ref var sums = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_chunks, EventChunk.NumberOf(row), out _);
        (sums ??= new long[PerChunk])[EventChunk.IndexOf(row) >> Shift] += value;
    }

    /// <summary>Takes over what another thread added, and lets go what lies before a row.</summary>
    public void Take(MetricSums other, long first)
    {
        lock (_chunks)
        {
            foreach (var (chunk, sums) in other._chunks)
                if (_chunks.TryGetValue(chunk, out var there))
                    for (var i = 0; i < PerChunk; i++)
                        there[i] += sums[i];
                else
                    _chunks.Add(chunk, sums);
            foreach (var chunk in _chunks.Keys.Where(chunk => chunk < EventChunk.NumberOf(first)).ToList())
                _chunks.Remove(chunk);
        }
        other._chunks.Clear();
    }

    /// <summary>The sum over all rows.</summary>
    public long All
    {
        get
        {
            lock (_chunks)
                return _chunks.Values.Sum(sums => sums.Sum());
        }
    }

    /// <summary>The sum over the rows from one on to before another.</summary>
    /// <param name="measure">Asks rows one by one, those at the edges; null where that takes too long, and they get their share of what is known.</param>
    public long Between(long from, long to, Func<long, long, long?> measure)
    {
        var sum = 0L;
        lock (_chunks)
            for (long end; from < to; from = end)
            {
                if (!_chunks.TryGetValue(EventChunk.NumberOf(from), out var sums))
                {
                    end = (from | EventChunk.Mask) + 1;
                    continue;
                }
                end = Math.Min(to, (from >> Shift) + 1 << Shift);
                var known = sums[EventChunk.IndexOf(from) >> Shift];
                sum += known == 0 ? 0 : end - from == 1 << Shift ? known : measure(from, end) ?? UpTo(end) - UpTo(from);

                // Shares of neighbours add up to all.
                long UpTo(long row) => known * (row - (from >> Shift << Shift)) >> Shift;
            }
        return sum;
    }
}
