using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>A span of time with a unit that suits it, as sysdig's columns show it: 10.30ms, 4.20s, 1:5, 01:00:00.</summary>
public static class DurationText
{
    const ulong Microsecond = 1_000, Millisecond = 1_000_000, Second = 1_000_000_000, Minute = 60 * Second, Hour = 60 * Minute;

    /// <summary>Writes a number of nanoseconds.</summary>
    public static void Write(Utf8Writer writer, ulong nanoseconds)
    {
        switch (nanoseconds)
        {
            case >= Hour:
                writer.WritePadded(nanoseconds / Hour, 2);
                writer.Write(':');
                writer.WritePadded(nanoseconds / Minute % 60, 2);
                writer.Write(':');
                writer.WritePadded(nanoseconds / Second % 60, 2);
                break;
            case >= Minute:
                writer.Write(nanoseconds / Minute);
                writer.Write(':');
                writer.Write(nanoseconds / Second % 60);
                break;
            case >= Second:
                Decimals(writer, nanoseconds, Second, "s"u8);
                break;
            case >= 10 * Millisecond:
                Whole(writer, nanoseconds / Millisecond, "ms"u8);
                break;
            case >= Millisecond:
                Decimals(writer, nanoseconds, Millisecond, "ms"u8);
                break;
            case >= 10 * Microsecond:
                Whole(writer, nanoseconds / Microsecond, "us"u8);
                break;
            case >= Microsecond:
                Decimals(writer, nanoseconds, Microsecond, "us"u8);
                break;
            default:
                Whole(writer, nanoseconds, "ns"u8);
                break;
        }
    }

    static void Whole(Utf8Writer writer, ulong value, ReadOnlySpan<byte> unit)
    {
        writer.Write(value);
        writer.Write(unit);
    }

    static void Decimals(Utf8Writer writer, ulong value, ulong unit, ReadOnlySpan<byte> name)
    {
        writer.Write(value / unit);
        writer.Write('.');
        writer.WritePadded(value % unit / (unit / 100), 2);
        writer.Write(name);
    }
}
