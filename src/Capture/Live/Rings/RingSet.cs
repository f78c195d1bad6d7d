using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Rings;

/// <summary>Takes a record; false stops the round before it.</summary>
delegate bool RecordReceiver(ReadOnlySpan<byte> record, int cpu);

/// <summary>
/// The rings of all processors as one row of records by time. What was written up to a moment ago is whole, because no program of the
/// kernel takes that long; so a round takes everything before it, in runs: one ring is followed until another has an older record.
/// </summary>
sealed class RingSet : IDisposable
{
    /// <summary>How long a record may be on its way from its time to its ring, in nanoseconds.</summary>
    public const ulong Window = 3_000_000;

    readonly Ring[] _rings;

    /// <exception cref="CaptureException">They can't be mapped.</exception>
    public RingSet(int[] fds, int bytes)
    {
        _rings = new Ring[fds.Length];
        for (var i = 0; i < fds.Length; i++)
            _rings[i] = Ring.Map(fds[i], bytes) ?? throw new CaptureException("the probe's buffers can't be mapped");
    }

    /// <summary>Gives what is older than a time to the receiver; how many bytes lay in the rings.</summary>
    public long Drain(ulong until, RecordReceiver receiver)
    {
        var bytes = 0L;
        foreach (var ring in _rings)
            bytes += ring.Look();
        if (bytes == 0)
            return 0;
        while (true)
        {
            // The oldest, and how long it stays the oldest.
            var (oldest, limit) = (0, until);
            for (var i = 1; i < _rings.Length; i++)
                if (_rings[i].Time < _rings[oldest].Time)
                {
                    limit = Math.Min(limit, _rings[oldest].Time);
                    oldest = i;
                }
                else
                    limit = Math.Min(limit, _rings[i].Time);
            var ring = _rings[oldest];
            if (ring.Time >= until)
                break;
            var taken = 0;
            do
            {
                if (!receiver(ring.Record, oldest))
                {
                    ReleaseAll();
                    return bytes;
                }
                ring.Next();
                // The kernel need not wait for the whole run.
                if ((++taken & 0x3FF) == 0)
                    ring.Release();
            }
            while (ring.Time <= limit && ring.Time < until);
            ring.Release();
        }
        ReleaseAll();
        return bytes;
    }

    public void Dispose()
    {
        foreach (var ring in _rings)
            ring?.Dispose();
    }

    void ReleaseAll()
    {
        foreach (var ring in _rings)
            ring.Release();
    }
}
