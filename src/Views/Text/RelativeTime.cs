using System.Globalization;

namespace CSysdig.Views.Text;

/// <summary>A time counted from another: <c>+12.000345678</c> seconds behind it, or <c>-0.5</c> before.</summary>
public static class RelativeTime
{
    const ulong Second = 1_000_000_000;
    const int Digits = 9;

    /// <summary>A time as seconds and parts of them.</summary>
    /// <param name="digits">Of the parts.</param>
    /// <param name="columns">As many digits less as these are too few for.</param>
    public static string Of(ulong time, ulong from, int digits = Digits, int columns = int.MaxValue)
    {
        var span = time >= from ? time - from : from - time;
        var whole = string.Create(CultureInfo.InvariantCulture, $"{(time >= from ? '+' : '-')}{span / Second}");
        digits = Math.Min(digits, columns - whole.Length - 1);
        return digits <= 0 ? whole : $"{whole}.{(span % Second).ToString("000000000", CultureInfo.InvariantCulture).AsSpan(0, digits)}";
    }
}
