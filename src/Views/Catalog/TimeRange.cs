namespace CSysdig.Views.Catalog;

/// <summary>A stretch of the capture's time, both ends included, in nanoseconds since the epoch.</summary>
public readonly record struct TimeRange(ulong From, ulong Until)
{
    public ulong Length => Until - From;

    public string ToFilter() => $"evt.rawtime>={From} and evt.rawtime<={Until}";
}
