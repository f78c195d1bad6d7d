namespace CSysdig.Model.Text;

/// <summary>
/// The clock by which times of a capture are read and written. Each time has the offset that the zone had on its own date: an
/// evening of last winter is shown as the people there saw it, whenever it is looked at.
/// </summary>
public sealed class LocalClock
{
    const ulong Second = 1_000_000_000, Minute = 60 * Second;
    /// <summary>No zone is so far from Greenwich.</summary>
    const int Day = 86400;
    const int OffsetBits = 18, OffsetMask = (1 << OffsetBits) - 1;

    readonly int? _always;
    /// <summary>The minute that was asked for last, plus one, and its offset: most times are near the one before.</summary>
    long _lately;

    /// <summary>The clock of a zone.</summary>
    public LocalClock(TimeZoneInfo zone) => Zone = zone;

    LocalClock(TimeZoneInfo zone, DateTimeOffset moment) : this(zone) => _always = (int)zone.GetUtcOffset(moment).TotalSeconds;

    public static LocalClock Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>The clock of this run of the program: that of the machine's zone (the variable TZ) unless the user wants another.</summary>
    public static LocalClock Current { get; private set; } = new(TimeZoneInfo.Local);

    /// <summary>Chooses the clock of this run, before the first time is read or written.</summary>
    /// <param name="asTools">As sysdig does, where its own answers are wanted.</param>
    public static void Choose(bool utc, bool asTools) =>
        Current = utc ? Utc : asTools ? AsTools(TimeZoneInfo.Local, DateTimeOffset.UtcNow) : new(TimeZoneInfo.Local);

    /// <summary>The tools' own clock: it shifts every time of a capture by the offset that holds while it is read.</summary>
    public static LocalClock AsTools(TimeZoneInfo zone, DateTimeOffset now) => new(zone, now);

    /// <summary>What functions of the system go by that know a time's own date, such as strftime(3).</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>What answers that compare clocks depend on beside the capture.</summary>
    internal string Id => _always is { } offset ? $"{offset}" : Zone.Id;

    /// <summary>Seconds east of Greenwich at a time in nanoseconds since 1970.</summary>
    public int OffsetAt(ulong time)
    {
        if (_always is { } always)
            return always;
        var minute = (long)(time / Minute) + 1;
        var lately = Volatile.Read(ref _lately);
        if (lately >> OffsetBits == minute)
            return (int)(lately & OffsetMask) - Day;
        var offset = (int)Zone.GetUtcOffset(DateTime.UnixEpoch.AddTicks((long)(time / 100))).TotalSeconds;
        Volatile.Write(ref _lately, minute << OffsetBits | (long)(offset + Day));
        return offset;
    }

    /// <summary>A time in nanoseconds since 1970 as date, clock and offset.</summary>
    public DateTimeOffset At(ulong time)
    {
        var offset = TimeSpan.FromSeconds(OffsetAt(time));
        return new DateTimeOffset(DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks((long)(time / 100)) + offset, DateTimeKind.Unspecified), offset);
    }

    /// <summary>
    /// When it was so late: seconds of a local date and clock, counted as if they were UTC. What a change of summer time skips
    /// is read by the offset before the change.
    /// </summary>
    /// <param name="again">Of a clock that came twice, the second time.</param>
    /// <returns>Seconds since 1970.</returns>
    public long InstantOf(long local, bool again = false)
    {
        var (before, after) = (OffsetAtSecond(local - Day), OffsetAtSecond(local + Day));
        var (first, second) = (local - before, local - after);
        var (isFirst, isSecond) = (OffsetAtSecond(first) == before, OffsetAtSecond(second) == after);
        return isSecond && (again || !isFirst) ? second : first;
    }

    int OffsetAtSecond(long second) => OffsetAt((ulong)Math.Clamp(second, 0, long.MaxValue / (long)Second) * Second);
}
