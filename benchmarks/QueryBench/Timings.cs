using System.Diagnostics;

namespace CSysdig.QueryBench;

/// <summary>How long one kind of step took, each time it was taken.</summary>
sealed class Timings(string step)
{
    readonly List<double> _first = [], _whole = [];

    public string Step => step;

    /// <summary>Takes the step once.</summary>
    /// <param name="start">Begins it; the result completes when the answer is whole.</param>
    /// <param name="hasFirst">The first rows are there.</param>
    public void Take(Func<Task> start, Func<bool> hasFirst)
    {
        var started = Stopwatch.GetTimestamp();
        var whole = start();
        double? first = null;
        while (!whole.Wait(1))
            if (first is null && hasFirst())
                first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        _first.Add(first ?? took);
        _whole.Add(took);
    }

    public override string ToString() =>
        $"| {step,-38} | {_whole.Count,5} | {Of(_first, 0.5),9:F0} | {Of(_first, 0.99),9:F0} | {Of(_whole, 0.5),6:F0} | {Of(_whole, 0.99),6:F0} |";

    static double Of(List<double> times, double part)
    {
        var sorted = times.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(sorted.Count * part) - 1)];
    }
}
