namespace CSysdig.Model.Text;

/// <summary>Times as the tools write them: the local clock, nine digits of nanoseconds.</summary>
public static class TimeText
{
    const ulong Second = 1_000_000_000;

    /// <summary><c>HH:MM:SS</c>, with <paramref name="nanoseconds"/> after a dot.</summary>
    public static void WriteClock(Utf8Writer to, ulong timestamp, bool nanoseconds)
    {
        WriteTime(to, LocalSecond(timestamp));
        if (nanoseconds)
        {
            to.Write('.');
            WriteNine(to, (uint)(timestamp % Second));
        }
    }

    /// <summary><c>YYYY-MM-DD</c> and a blank, before a clock.</summary>
    public static void WriteDate(Utf8Writer to, ulong timestamp)
    {
        WriteDay(to, LocalSecond(timestamp));
        to.Write(' ');
    }

    /// <summary><c>2025-01-02T04:04:05.000000006+01:00</c>: the local clock with all that tells which it is.</summary>
    public static void WriteInstant(Utf8Writer to, ulong timestamp, bool nanoseconds)
    {
        WriteDay(to, LocalSecond(timestamp));
        to.Write('T');
        WriteClock(to, timestamp, nanoseconds);
        WriteOffset(to, timestamp);
    }

    /// <summary>How far the clock of a time is ahead: <c>+01:30</c>, or <c>Z</c>.</summary>
    public static void WriteOffset(Utf8Writer to, ulong timestamp)
    {
        if (LocalClock.Current.OffsetAt(timestamp) == 0)
            to.Write('Z');
        else
            WriteZone(to, timestamp, ":");
    }

    /// <summary><c>2025-01-02T03:04:05.000000006+0000</c>, always UTC.</summary>
    public static void WriteIso8601(Utf8Writer to, ulong timestamp) => WriteUtc(to, timestamp, "+0000");

    /// <summary><c>2025-01-02T03:04:05.000000006</c> in UTC, and how that is said.</summary>
    public static void WriteUtc(Utf8Writer to, ulong timestamp, string zone)
    {
        var seconds = (long)(timestamp / Second);
        WriteDay(to, seconds);
        to.Write('T');
        WriteTime(to, seconds);
        to.Write('.');
        WriteNine(to, (uint)(timestamp % Second));
        to.Write(zone);
    }

    /// <summary>
    /// A time parameter of an event (libs 0.25.4), <c>2025-01-02 03:04:05.000000006</c>: the tool's own NUL hides the zone it means to write.
    /// </summary>
    public static void WriteAbsolute(Utf8Writer to, ulong timestamp)
    {
        WriteDate(to, timestamp);
        WriteClock(to, timestamp, nanoseconds: true);
    }

    /// <summary>How far the clock of a time is ahead: <c>+0130</c>.</summary>
    public static void WriteZone(Utf8Writer to, ulong timestamp, string divider = "")
    {
        var offset = LocalClock.Current.OffsetAt(timestamp);
        var minutes = Math.Abs(offset) / 60;
        to.Write(offset < 0 ? '-' : '+');
        to.WritePadded((ulong)minutes / 60, 2);
        to.Write(divider);
        to.WritePadded((ulong)minutes % 60, 2);
    }

    /// <summary>Seconds, a dot, nine digits.</summary>
    public static void WriteSeconds(Utf8Writer to, ulong nanoseconds)
    {
        to.Write(nanoseconds / Second);
        to.Write('.');
        WriteNine(to, (uint)(nanoseconds % Second));
    }

    static long LocalSecond(ulong timestamp) => (long)(timestamp / Second) + LocalClock.Current.OffsetAt(timestamp);

    static void WriteDay(Utf8Writer to, long seconds)
    {
        var day = DateTime.UnixEpoch.AddDays(Math.Clamp(Math.DivRem(seconds - (seconds % 86400 + 86400) % 86400, 86400).Quotient, 0, 2932896));
        to.WritePadded((ulong)day.Year, 4);
        to.Write('-');
        to.WritePadded((ulong)day.Month, 2);
        to.Write('-');
        to.WritePadded((ulong)day.Day, 2);
    }

    static void WriteTime(Utf8Writer to, long seconds)
    {
        var second = (seconds % 86400 + 86400) % 86400;
        var room = to.Reserve(8);
        TwoDigits(room, second / 3600);
        room[2] = (byte)':';
        TwoDigits(room[3..], second % 3600 / 60);
        room[5] = (byte)':';
        TwoDigits(room[6..], second % 60);
        to.Advance(8);
    }

    static void WriteNine(Utf8Writer to, uint value)
    {
        var room = to.Reserve(9);
        for (var i = 8; i >= 0; i--)
        {
            (value, var digit) = Math.DivRem(value, 10u);
            room[i] = (byte)('0' + digit);
        }
        to.Advance(9);
    }

    static void TwoDigits(Span<byte> room, long value)
    {
        room[0] = (byte)('0' + value / 10);
        room[1] = (byte)('0' + value % 10);
    }
}
