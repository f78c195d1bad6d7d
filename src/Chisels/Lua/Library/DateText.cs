using System.Globalization;
using System.Text;

namespace CSysdig.Chisels.Lua.Library;

/// <summary>Times as strftime(3) writes them in the C locale.</summary>
static class DateText
{
    public static string Format(string format, DateTimeOffset time)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
                text.Append(format[i]);
            else
                text.Append(Part(format[++i], time));
        }
        return text.ToString();
    }

    static string Part(char letter, DateTimeOffset time) => letter switch
    {
        'a' => Net(time, "ddd"),
        'A' => Net(time, "dddd"),
        'b' or 'h' => Net(time, "MMM"),
        'B' => Net(time, "MMMM"),
        'c' => Format("%a %b %e %H:%M:%S %Y", time),
        'd' => Net(time, "dd"),
        'D' or 'x' => Net(time, "MM\\/dd\\/yy"),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'F' => Net(time, "yyyy-MM-dd"),
        'H' => Net(time, "HH"),
        'I' => Net(time, "hh"),
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'm' => Net(time, "MM"),
        'M' => Net(time, "mm"),
        'n' => "\n",
        'p' => Net(time, "tt"),
        'R' => Net(time, "HH:mm"),
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'S' => Net(time, "ss"),
        't' => "\t",
        'T' or 'X' => Net(time, "HH:mm:ss"),
        'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'y' => Net(time, "yy"),
        'Y' => Net(time, "yyyy"),
        'z' => Net(time, "zzz").Replace(":", ""),
        'Z' => time.Offset == TimeSpan.Zero ? "UTC" : Net(time, "zzz"),
        '%' => "%",
        _ => "%" + letter,
    };

    static string Net(DateTimeOffset time, string format) =>
        time.ToString(format.Length == 1 ? "%" + format : format, CultureInfo.InvariantCulture);
}
