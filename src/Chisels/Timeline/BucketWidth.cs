using System.Globalization;

namespace CSysdig.Chisels.Timeline;

/// <summary>How much time a column of the chart stands for.</summary>
static class BucketWidth
{
    const ulong Millisecond = 1_000_000, Second = 1000 * Millisecond, Minute = 60 * Second, Hour = 60 * Minute;

    static readonly ulong[] s_round =
    [
        Millisecond, 2 * Millisecond, 5 * Millisecond, 10 * Millisecond, 20 * Millisecond, 50 * Millisecond, 100 * Millisecond,
        200 * Millisecond, 500 * Millisecond, Second, 2 * Second, 5 * Second, 10 * Second, 20 * Second, Minute, 2 * Minute, 5 * Minute,
        10 * Minute, 20 * Minute, Hour, 2 * Hour, 6 * Hour, 12 * Hour, 24 * Hour, 48 * Hour, 120 * Hour, 240 * Hour,
    ];

    /// <summary>The smallest round width, at least <paramref name="wanted"/>, with which a time fits into so many columns.</summary>
    /// <param name="stored">The width of the counts: a column is made of whole ones.</param>
    public static ulong Fit(ulong span, int columns, ulong stored, ulong wanted)
    {
        if (wanted > 0 && wanted % stored == 0 && Columns(span, wanted) <= (ulong)columns)
            return wanted;
        foreach (var width in s_round)
            if (width >= wanted && width % stored == 0 && Columns(span, width) <= (ulong)columns)
                return width;
        return stored * ((Columns(span, stored) + (ulong)columns - 1) / (ulong)columns);
    }

    /// <exception cref="ChiselException">The text is no time.</exception>
    public static ulong Parse(string text)
    {
        var unit = text.TrimStart("0123456789.".ToCharArray());
        ulong factor = unit switch { "ms" => Millisecond, "s" or "" => Second, "m" => Minute, "h" => Hour, _ => 0 };
        if (factor == 0 || !double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * factor is not (>= Millisecond and < 1000.0 * Hour))
            throw new ChiselException($"the bucket of a timeline is a time such as 100ms, 1s or 5m, not '{text}'");
        return (ulong)(number * factor / Millisecond) * Millisecond;
    }

    static ulong Columns(ulong span, ulong width) => (span + width - 1) / width;
}
