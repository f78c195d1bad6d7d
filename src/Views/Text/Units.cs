using System.Globalization;

namespace CSysdig.Views.Text;

/// <summary>Numbers as htop writes them: few digits, base 1024, never wider than the column they were promised.</summary>
public static class Units
{
    /// <summary>The widest text of <see cref="Bytes"/> and <see cref="Count"/>.</summary>
    public const int Width = 6;

    static readonly string[] Powers = ["", "K", "M", "G", "T", "P", "E"];
    static readonly CultureInfo C = CultureInfo.InvariantCulture;

    /// <summary>Bytes, or bytes a second: 0, 812, 1.2K, 13.1M, 310K.</summary>
    public static string Bytes(double value)
    {
        if (!(value > 0))
            return "0";
        var power = 0;
        // 1023.95 would round up to 1024.0: the next unit takes over a little early.
        for (; value >= 1023.5 && power < Powers.Length - 1; power++)
            value /= 1024;
        return power == 0 && value == Math.Floor(value)
            ? value.ToString("0", C)
            : value.ToString(value < 99.95 ? "0.0" : "0", C) + Powers[power];
    }

    /// <summary>How often something happened, in full while it fits: 0, 67, 31,200, then 1.2M in thousands.</summary>
    public static string Count(double value)
    {
        if (!(value > 0))
            return "0";
        if (value < 99_999.5)
            return value == Math.Floor(value) ? value.ToString("#,0", C) : value.ToString(value < 9.995 ? "0.00" : value < 99.95 ? "0.0" : "#,0", C);
        var power = 0;
        for (; value >= 999.5 && power < Powers.Length - 1; power++)
            value /= 1000;
        return value.ToString(value < 99.95 ? "0.0" : "0", C) + (power == 1 ? "k" : Powers[power]);
    }

    /// <summary>A share or a load: 0, 0.35, 5.00, 64.2, 100.</summary>
    public static string Percent(double value) =>
        !(value > 0) ? "0" : value.ToString(value < 9.995 ? "0.00" : value < 99.95 ? "0.0" : "0", C);

    /// <summary>A duration given in nanoseconds: 0, 512ns, 4.2us, 130ms, 2.10s, 3m20s, 2h05m.</summary>
    public static string Duration(double nanoseconds) => nanoseconds switch
    {
        < 0.5 or double.NaN => "0",
        < 999.5 => nanoseconds.ToString("0", C) + "ns",
        < 999_500 => Scaled(nanoseconds / 1e3) + "us",
        < 999_500_000 => Scaled(nanoseconds / 1e6) + "ms",
        < 59.995e9 => (nanoseconds / 1e9).ToString(nanoseconds < 9.995e9 ? "0.00" : "0.0", C) + "s",
        < 3_600e9 => Pair(nanoseconds / 1e9, 60, 'm', 's'),
        < 86_400e9 => Pair(nanoseconds / 60e9, 60, 'h', 'm'),
        _ => Pair(Math.Min(nanoseconds / 3_600e9, int.MaxValue), 24, 'd', 'h'),
    };

    static string Scaled(double value) => value.ToString(value < 9.95 ? "0.0" : "0", C);

    static string Pair(double value, int of, char large, char small)
    {
        var whole = (int)value;
        return $"{whole / of}{large}{whole % of:00}{small}";
    }
}
