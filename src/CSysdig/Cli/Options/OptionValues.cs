using System.Globalization;

namespace CSysdig.Cli.Options;

/// <summary>Values of options as numbers. What an option needs is the beginning of the message that refuses another value.</summary>
static class OptionValues
{
    public static long Number(string value, string need, long least, long most) =>
        TryNumber(value, out var number) && number >= least && number <= most ? number : throw Refusal(need, value);

    public static long Positive(string value, string need, long most = long.MaxValue) => Number(value, need, 1, most);

    /// <summary>A number of bytes, with K, M, G or T behind it for 1024 and its powers.</summary>
    public static long Size(string value, string need, long least = 1, long most = long.MaxValue)
    {
        const string units = "KMGT";
        var digits = value.AsSpan().TrimEnd(units + "kmgt");
        var unit = digits.Length == value.Length ? 0 : 10 * (1 + units.IndexOf(char.ToUpperInvariant(value[^1])));
        return value.Length - digits.Length <= 1 && TryNumber(digits, out var number) && number <= most >> unit && number << unit is var bytes && bytes >= least
            ? bytes : throw Refusal(need, value);
    }

    /// <summary>One port, or two with - between them.</summary>
    public static (int From, int To) Ports(string value, string need)
    {
        var dash = value.IndexOf('-');
        return Port(dash < 0 ? value : value[..dash]) is { } from && Port(dash < 0 ? value : value[(dash + 1)..]) is { } to && from <= to
            ? (from, to) : throw Refusal(need, value);
    }

    static int? Port(string value) => TryNumber(value, out var port) && port is > 0 and <= ushort.MaxValue ? (int)port : null;

    static bool TryNumber(ReadOnlySpan<char> value, out long number) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    static UsageException Refusal(string need, string value) => new($"{need}, not '{value}'");
}
