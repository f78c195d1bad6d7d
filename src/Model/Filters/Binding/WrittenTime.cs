using System.Globalization;
using CSysdig.Model.Text;

namespace CSysdig.Model.Filters.Binding;

/// <summary>Times as users write them in filters: <c>2026-11-24T06:13:11.5Z</c>, with a blank for the T, with or without a zone; or <c>06:13:11</c>.</summary>
static class WrittenTime
{
    const int NanosecondDigits = 9;
    const long Second = 1_000_000_000;

    /// <summary>Reads a date with a time; without a zone it is the local one, and of a clock that came twice that night the first.</summary>
    /// <param name="time">Nanoseconds since 1970.</param>
    public static bool TryInstant(string text, out ulong time)
    {
        time = 0;
        if (text.Length < 19 || text[10] is not ('T' or 't' or ' ') || !DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return false;
        var clock = text.AsSpan(11);
        var zoneAt = clock.IndexOfAny("Zz+-");
        var offset = 0L;
        if (zoneAt >= 0 && !TryZone(clock[zoneAt..], out offset) || !TryClock(zoneAt < 0 ? clock : clock[..zoneAt], out var ofDay))
            return false;
        var seconds = (date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86400L - offset;
        if (zoneAt < 0)
            seconds = LocalClock.Current.InstantOf(seconds + ofDay / Second) - ofDay / Second;
        if (seconds < 0 || seconds > long.MaxValue / Second - 86400)
            return false;
        time = (ulong)(seconds * Second + ofDay);
        return true;
    }

    /// <summary>Reads <c>HH:MM:SS</c> with up to nine digits of a fraction.</summary>
    /// <param name="ofDay">Nanoseconds since midnight.</param>
    public static bool TryClock(ReadOnlySpan<char> text, out long ofDay)
    {
        ofDay = 0;
        if (text.Length < 8 || !TimeOnly.TryParseExact(text[..8], "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
            return false;
        ofDay = clock.Ticks * 100;
        if (text.Length == 8)
            return true;
        var fraction = text[9..];
        if (text[8] != '.' || fraction.Length is 0 or > NanosecondDigits || !long.TryParse(fraction, NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
            return false;
        for (var i = fraction.Length; i < NanosecondDigits; i++)
            digits *= 10;
        ofDay += digits;
        return true;
    }

    /// <summary>Reads <c>Z</c>, <c>+02:00</c>, <c>+0200</c> or <c>+02</c> as seconds east of Greenwich.</summary>
    static bool TryZone(ReadOnlySpan<char> text, out long offset)
    {
        offset = 0;
        if (text is "Z" or "z")
            return true;
        var digits = text[1..];
        var minutesAt = digits.Length == 5 && digits[2] == ':' ? 3 : 2;
        if (digits.Length is not (2 or 4) && minutesAt != 3)
            return false;
        ReadOnlySpan<char> hours = digits[..2], minutes = digits.Length == 2 ? "0" : digits[minutesAt..];
        if (!byte.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h) || !byte.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m) || h > 14 || m > 59)
            return false;
        offset = (h * 3600 + m * 60) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
