namespace CSysdig.Model;

/// <summary>A stretch of the capture's time, both ends included, in nanoseconds since the epoch. It is empty where its end lies before its beginning.</summary>
public readonly record struct TimeRange(ulong From, ulong Until)
{
    public static TimeRange All { get; } = new(0, ulong.MaxValue);

    public ulong Length => Until > From ? Until - From : 0;

    public bool Contains(ulong time) => From <= time && time <= Until;

    public string ToFilter() => $"evt.rawtime>={From} and evt.rawtime<={Until}";

    /// <summary>What lies in both.</summary>
    public TimeRange And(TimeRange other) => new(Math.Max(From, other.From), Math.Min(Until, other.Until));

    /// <summary>The shortest stretch that holds both.</summary>
    public TimeRange Or(TimeRange other) => new(Math.Min(From, other.From), Math.Max(Until, other.Until));
}
