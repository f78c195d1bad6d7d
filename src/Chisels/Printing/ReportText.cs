using CSysdig.Model.Text;

namespace CSysdig.Chisels.Printing;

/// <summary>
/// Values as the chisels that tell what happened write them. Captured text is escaped here whether or not a terminal reads it: a line
/// end in a name would let its owner write lines of the report.
/// </summary>
static class ReportText
{
    /// <summary>Captured bytes made harmless, NULs as blanks, cut after <paramref name="most"/> characters with three dots.</summary>
    public static void WriteCaptured(Utf8Writer to, ReadOnlySpan<byte> text, int most = int.MaxValue)
    {
        var start = to.Length;
        // No character is longer than four bytes: what lies beyond can't be shown.
        to.Write(text.Length / 4 > most ? text[..(most * 4)] : text);
        to.WrittenFrom(start).Replace((byte)0, (byte)' ');
        while (to.Length > start && to.Written[^1] == ' ')
            to.Truncate(to.Length - 1);
        SafeText.EscapeFrom(to, start);
        Cut(to, start, most);
    }

    /// <summary>The same as a string, for JSON, uncut; beyond control bytes the JSON writer escapes what has to be.</summary>
    public static string Captured(ReadOnlySpan<byte> text)
    {
        var end = text.Length;
        while (end > 0 && text[end - 1] is 0)
            end--;
        var safe = new Utf8Writer(end + 16);
        foreach (var part in text[..end].Split((byte)0))
        {
            if (part.Start.Value > 0)
                safe.Write(' ');
            SafeText.Write(safe, text[part]);
        }
        return safe.ToString();
    }

    /// <summary>How many characters a writer holds from a place on.</summary>
    public static int Columns(Utf8Writer to, int start)
    {
        var count = 0;
        foreach (var b in to.Written[start..])
            if ((b & 0xc0) != 0x80)
                count++;
        return count;
    }

    /// <summary>Fills up with blanks to so many characters.</summary>
    public static void Pad(Utf8Writer to, int start, int columns) => to.Fill((byte)' ', columns - Columns(to, start));

    /// <summary>A number of digits in groups of three: 20,500.</summary>
    public static void WriteCount(Utf8Writer to, long value)
    {
        Span<byte> text = stackalloc byte[20];
        System.Buffers.Text.Utf8Formatter.TryFormat(value, text, out var length);
        for (var i = 0; i < length; i++)
        {
            if (i > 0 && (length - i) % 3 == 0 && text[i - 1] != '-')
                to.Write(',');
            to.Write(text[i]);
        }
    }

    /// <summary>The same, to the right in a column.</summary>
    public static void WriteCount(Utf8Writer to, long value, int columns)
    {
        var start = to.Length;
        WriteCount(to, value);
        ShiftRight(to, start, columns);
    }

    /// <summary>Moves what was written from a place on to the right end of a column.</summary>
    public static void ShiftRight(Utf8Writer to, int start, int columns)
    {
        var blanks = columns - Columns(to, start);
        if (blanks <= 0)
            return;
        var length = to.Length - start;
        to.Fill((byte)' ', blanks);
        var text = to.WrittenFrom(start);
        text[..length].CopyTo(text[blanks..]);
        text[..blanks].Fill((byte)' ');
    }

    /// <summary>A time between two events: 3.2s, 2m05s, 1h02m.</summary>
    public static void WriteSpan(Utf8Writer to, ulong nanoseconds)
    {
        const ulong Millisecond = 1_000_000, Second = 1_000_000_000, Minute = 60 * Second, Hour = 60 * Minute;
        switch (nanoseconds)
        {
            case < Second:
                to.Write(nanoseconds / Millisecond);
                to.Write("ms"u8);
                break;
            case < Minute:
                to.Write(nanoseconds / Second);
                to.Write('.');
                to.Write(nanoseconds % Second / (Second / 10));
                to.Write('s');
                break;
            case < Hour:
                to.Write(nanoseconds / Minute);
                to.Write('m');
                to.WritePadded(nanoseconds % Minute / Second, 2);
                to.Write('s');
                break;
            default:
                to.Write(nanoseconds / Hour);
                to.Write('h');
                to.WritePadded(nanoseconds % Hour / Minute, 2);
                to.Write('m');
                break;
        }
    }

    /// <summary>The clock of an event, to the millisecond.</summary>
    public static void WriteClock(Utf8Writer to, ulong timestamp)
    {
        TimeText.WriteClock(to, timestamp, nanoseconds: false);
        to.Write('.');
        to.WritePadded(timestamp % 1_000_000_000 / 1_000_000, 3);
    }

    static void Cut(Utf8Writer to, int start, int most)
    {
        const int Dots = 3;
        if (most == int.MaxValue || Columns(to, start) <= most)
            return;
        var text = to.Written[start..];
        var end = 0;
        for (var seen = 0; end < text.Length; end++)
            if ((text[end] & 0xc0) != 0x80 && ++seen > most - Dots)
                break;
        to.Truncate(start + end);
        to.Write("..."u8);
    }
}
