using System.Globalization;
using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Cli.Writing;

/// <summary>Times in file names: the conversions of strftime(3) in the C locale, in local time.</summary>
static class TimeFormat
{
    /// <summary>Replaces the conversions in a text; what is none stays as it is.</summary>
    /// <param name="seconds">Since 1970.</param>
    public static string Expand(string text, long seconds)
    {
        const long most = 253_402_300_799; // the last second of the year 9999
        var time = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, 0, most)), LocalClock.Current.Zone);
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%' || i + 1 == text.Length)
                result.Append(text[i]);
            else if (Convert(text[++i], time) is { } value)
                result.Append(value);
            else
                result.Append('%').Append(text[i]);
        }
        return result.ToString();
    }

    static string? Convert(char conversion, DateTimeOffset t) => conversion switch
    {
        'Y' => Text(t, "yyyy"), 'y' => Text(t, "yy"), 'C' => Number(t.Year / 100, 2),
        'm' => Text(t, "MM"), 'b' or 'h' => Text(t, "MMM"), 'B' => Text(t, "MMMM"),
        'd' => Text(t, "dd"), 'e' => t.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2), 'j' => Number(t.DayOfYear, 3),
        'H' => Text(t, "HH"), 'I' => Text(t, "hh"), 'k' => t.Hour.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'l' => ((t.Hour + 11) % 12 + 1).ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'M' => Text(t, "mm"), 'S' => Text(t, "ss"), 'p' => t.Hour < 12 ? "AM" : "PM", 'P' => t.Hour < 12 ? "am" : "pm",
        's' => t.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'a' => Text(t, "ddd"), 'A' => Text(t, "dddd"), 'w' => Number((int)t.DayOfWeek, 1), 'u' => Number(((int)t.DayOfWeek + 6) % 7 + 1, 1),
        'U' => Number((t.DayOfYear + 6 - (int)t.DayOfWeek) / 7, 2), 'W' => Number((t.DayOfYear + 6 - ((int)t.DayOfWeek + 6) % 7) / 7, 2),
        'V' => Number(ISOWeek.GetWeekOfYear(t.DateTime), 2), 'G' => Number(ISOWeek.GetYear(t.DateTime), 4), 'g' => Number(ISOWeek.GetYear(t.DateTime) % 100, 2),
        'F' => Text(t, "yyyy-MM-dd"), 'D' or 'x' => Text(t, "MM'/'dd'/'yy"), 'T' or 'X' => Text(t, "HH':'mm':'ss"), 'R' => Text(t, "HH':'mm"),
        'r' => Text(t, "hh':'mm':'ss ") + (t.Hour < 12 ? "AM" : "PM"), 'c' => Text(t, "ddd MMM ") + t.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2) + Text(t, " HH':'mm':'ss yyyy"),
        'z' => Text(t, "zzz").Replace(":", ""), 'Z' => t.Offset == TimeSpan.Zero ? "UTC" : Text(t, "zzz").Replace(":", ""),
        'n' => "\n", 't' => "\t", '%' => "%",
        _ => null,
    };

    static string Text(DateTimeOffset t, string format) => t.ToString(format, CultureInfo.InvariantCulture);

    static string Number(int value, int width) => value.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');
}
