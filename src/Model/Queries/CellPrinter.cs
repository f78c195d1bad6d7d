using System.Globalization;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Formats;
using CSysdig.Model.Text;

namespace CSysdig.Model.Queries;

/// <summary>Prints the cells of tables and lists as csysdig does (libs' sinsp_filter_check_reference).</summary>
static class CellPrinter
{
    /// <summary>For a screen: bytes and counts with K, M, G, times with their unit.</summary>
    /// <param name="seconds">What a rate is divided by, or 0.</param>
    public static void WriteNice(ResultColumn column, int row, double seconds, int width, Utf8Writer to)
    {
        var divisor = seconds != 0 ? seconds : column.CountOf(row);
        if (column.Type is >= ParamType.Int8 and <= ParamType.UInt64)
        {
            var value = CellType.IsSigned(column.Type) ? column.Numbers[row] : (double)(ulong)column.Numbers[row];
            if (divisor > 1)
                value /= divisor;
            var whole = divisor is 0 or 1 || column.Format == PrintFormat.Id;
            if (column.Format == PrintFormat.Id)
                WriteRight(((long)value).ToString(CultureInfo.InvariantCulture), width, to);
            else
                WriteScaled(value, whole, width, to);
        }
        else if (column.Type == ParamType.Double)
            WriteRight((Divide(column, row, divisor)).ToString("F2", CultureInfo.InvariantCulture), width, to);
        else if (column.Type == ParamType.RelTime)
            WriteDuration(DividedTime(column, row, divisor), width, to);
        else
            WritePlain(column, row, to);
    }

    static readonly TextStyle s_bytes = new() { Form = TextForm.Bytes };

    /// <summary>Without units or padding: what a filter compares.</summary>
    public static void WritePlain(ResultColumn column, int row, Utf8Writer to) =>
        FieldText.Write(to, ValueOf(column, row), s_bytes, exitOnly: false);

    /// <summary>As csysdig's JSON mode: sums are not divided by the time, averages of times and fractions are.</summary>
    public static void WriteJson(ResultColumn column, int row, double seconds, Utf8Writer to, TextStyle style)
    {
        var divisor = seconds != 0 ? seconds : column.CountOf(row);
        var start = to.Length;
        if (column.Type == ParamType.RelTime)
        {
            WriteDuration(DividedTime(column, row, divisor), 10, to);
            JsonText.QuoteFrom(to, start);
        }
        else if (column.Type == ParamType.Double)
            JsonText.WriteDouble(to, Divide(column, row, divisor));
        else if (!JsonText.Write(to, ValueOf(column, row), style, exitOnly: false))
            to.Write("null"u8);
    }

    /// <summary>libsinsp's tables print keys and JSON numbers in decimal, whatever the field's own format is.</summary>
    static FieldValue ValueOf(ResultColumn column, int row) => new()
    {
        Type = column.Type,
        Format = PrintFormat.Dec,
        Number = column.Numbers[row],
        Bytes = column.Texts is { } texts ? texts[row] : default,
    };

    static double Divide(ResultColumn column, int row, double divisor)
    {
        var value = BitConverter.Int64BitsToDouble(column.Numbers[row]);
        return divisor > 1 ? value / divisor : value;
    }

    static ulong DividedTime(ResultColumn column, int row, double divisor)
    {
        double value = (ulong)column.Numbers[row];
        return (ulong)(long)(divisor > 1 ? value / divisor : value);
    }

    static void WriteScaled(double value, bool whole, int width, Utf8Writer to)
    {
        ReadOnlySpan<char> units = "KMGTP";
        var unit = -1;
        while (unit < units.Length - 1 && value > 1024)
        {
            value /= 1024;
            unit++;
        }
        var text = value.ToString(whole ? "F0" : "F2", CultureInfo.InvariantCulture);
        WriteRight(unit < 0 ? text : text + units[unit], width, to);
    }

    /// <summary>A time span with two or three digits and its unit.</summary>
    internal static void WriteDuration(ulong nanoseconds, int width, Utf8Writer to)
    {
        const ulong Micro = 1_000, Milli = 1_000_000, Second = 1_000_000_000, Minute = 60 * Second, Hour = 60 * Minute;
        var text = nanoseconds switch
        {
            >= Hour => $"{nanoseconds / Hour:00}:{nanoseconds / Minute % 60:00}:{nanoseconds / Second % 60:00}",
            >= Minute => $"{nanoseconds / Minute}:{nanoseconds / Second % 60}",
            >= Second => $"{nanoseconds / Second}.{nanoseconds % Second / 10_000_000:00}s",
            >= Second / 100 => $"{nanoseconds / Milli}ms",
            >= Milli => $"{nanoseconds / Milli}.{nanoseconds % Milli / 10_000:00}ms",
            >= Milli / 100 => $"{nanoseconds / Micro}us",
            >= Micro => $"{nanoseconds / Micro}.{nanoseconds % Micro / 10:00}us",
            _ => $"{nanoseconds}ns",
        };
        WriteRight(text, width, to);
    }

    static void WriteRight(string text, int width, Utf8Writer to)
    {
        to.Fill((byte)' ', width - text.Length);
        to.Write(text);
    }
}
