namespace CSysdig.Chisels.Summary;

/// <summary>One number of the summary over time: a value a sample, counted anew in each.</summary>
class Metric
{
    /// <summary>Left out of the summary when nothing of it happened.</summary>
    public bool IsExcludable { get; init; } = true;
    public bool IsNoteworthy { get; init; }
    /// <summary>Fewer samples than were counted are means of those, not sums.</summary>
    public bool IsAveraged { get; init; }

    /// <summary>What was counted in the sample that is under way.</summary>
    public double Current { get; set; }
    public double Total { get; protected set; }
    public double Most { get; private set; }
    public List<(ulong Time, double Value)> Samples { get; } = [];

    public virtual bool IsShown => !IsExcludable || Total != 0;

    public void Count() => Current++;

    /// <summary>The sample is over; the next one begins.</summary>
    public virtual void EndSample(ulong time)
    {
        Total += Current;
        Most = Math.Max(Most, Current);
        Samples.Add((time, Current));
        Current = 0;
    }

    /// <summary>Fewer samples, each made of as many.</summary>
    public (List<(ulong Time, double Value)> Samples, double Most) Thin(int wanted)
    {
        var step = (int)Math.Ceiling(Samples.Count / (double)wanted);
        var thinned = new List<(ulong, double)>();
        for (var at = 0; at + step <= Samples.Count; at += step)
        {
            var sum = Samples.Skip(at).Take(step).Sum(s => s.Value);
            thinned.Add((Samples[at].Time, IsAveraged ? sum / step : sum));
        }
        return (thinned, thinned.Count > 0 ? Math.Max(0, thinned.Max(s => s.Item2)) : 0);
    }
}
