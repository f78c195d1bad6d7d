using CSysdig.Model.Queries;

namespace CSysdig.Chisels.Summary;

/// <summary>How many different things there were: in a sample each counts once, and once in all.</summary>
sealed class DistinctMetric : Metric
{
    readonly KeyNumbers _things = new();
    readonly List<int> _lastSeen = [];

    public void Count(ReadOnlySpan<byte> thing)
    {
        var index = _things.Add(thing, out var isNew);
        if (isNew)
            _lastSeen.Add(-1);
        if (_lastSeen[index] == Samples.Count)
            return;
        _lastSeen[index] = Samples.Count;
        Current++;
    }

    public override void EndSample(ulong time)
    {
        base.EndSample(time);
        Total = _things.Count;
    }
}

/// <summary>How many things are there, told at each sample; in all, how many different ones there have been.</summary>
sealed class PresenceMetric : Metric
{
    readonly HashSet<long> _ever = [];

    /// <summary>What is there in the sample under way.</summary>
    public void Set(IEnumerable<long> present)
    {
        Current = 0;
        foreach (var thing in present)
        {
            Current++;
            _ever.Add(thing);
        }
    }

    public override void EndSample(ulong time)
    {
        base.EndSample(time);
        Total = _ever.Count;
    }
}
