using System.Globalization;
using CSysdig.Model;
using CSysdig.Model.Text;

namespace CSysdig.Views.Text;

/// <summary>A moment of a capture as people type it.</summary>
static class TypedTime
{
    public const string Expected = "a time of day (06:13:20 or 06:13:20.5), a date and time (2026-11-24T06:13:20), seconds since the start (+12.5), or how long before the end (-30s, -5m, -1h)";

    const ulong Second = 1_000_000_000;

    static readonly string[] Days = ["H:m:s.FFFFFFF", "H:m:s", "H:m"];
    static readonly string[] Dates = ["yyyy-M-dTH:m:s.FFFFFFFK", "yyyy-M-d H:m:s.FFFFFFFK", "yyyy-M-dTH:mK", "yyyy-M-d H:mK"];

    /// <summary>Nanoseconds since the epoch. A time of day is that of the first day on which the capture has it, in local time.</summary>
    public static bool TryParse(string text, TimeRange all, out ulong time)
    {
        text = text.Trim();
        time = 0;
        if (text.StartsWith('+'))
        {
            var isNumber = double.TryParse(text[1..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds);
            time = all.From + (ulong)(Math.Min(seconds, 1e9) * 1e9);
            return isNumber;
        }
        if (text.StartsWith('-'))
        {
            var isSpan = TryNanoseconds(text.AsSpan(1), out var before);
            time = all.Until - Math.Min(all.Until, before);
            return isSpan;
        }
        if (DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var clock))
        {
            var first = Clock.Local(all.From);
            var moment = first.Date + clock.TimeOfDay;
            // To the second, as it is read on the screen.
            if (moment < first.AddSeconds(-1) && moment.AddDays(1) <= Clock.Local(all.Until).AddSeconds(1))
                moment = moment.AddDays(1);
            return TryNanoseconds(moment, all, out time);
        }
        return DateTime.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date) && TryNanoseconds(date, all, out time);
    }

    /// <summary>A number of seconds, minutes, hours or days.</summary>
    static bool TryNanoseconds(ReadOnlySpan<char> text, out ulong nanoseconds)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        var isNumber = double.TryParse(unit == 0 ? text : text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        nanoseconds = (ulong)(Math.Min(number * Math.Max(unit, 1), 1e9) * 1e9);
        return isNumber;
    }

    static bool TryNanoseconds(DateTime moment, TimeRange all, out ulong time)
    {
        if (moment.Kind != DateTimeKind.Unspecified)
            return TryNanoseconds((moment.ToUniversalTime() - DateTime.UnixEpoch).Ticks, out time);
        var ticks = (moment - DateTime.UnixEpoch).Ticks;
        var (local, fraction) = (ticks / TimeSpan.TicksPerSecond, ticks % TimeSpan.TicksPerSecond);
        // Of a clock that came twice that night the one is meant that the capture has.
        return TryNanoseconds(LocalClock.Current.InstantOf(local) * TimeSpan.TicksPerSecond + fraction, out time) && time / Second + 1 >= all.From / Second
            || TryNanoseconds(LocalClock.Current.InstantOf(local, again: true) * TimeSpan.TicksPerSecond + fraction, out time);
    }

    static bool TryNanoseconds(long ticks, out ulong time)
    {
        time = ticks < 0 ? 0 : (ulong)ticks * 100;
        return ticks >= 0;
    }
}
