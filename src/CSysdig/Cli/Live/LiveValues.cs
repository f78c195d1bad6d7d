using System.Globalization;

namespace CSysdig.Cli.Live;

/// <summary>Values of the options of a live run.</summary>
static class LiveValues
{
    const long LeastBuffer = 64 << 10, MostBuffer = 1L << 30;

    /// <summary>A size as in 512K, 8M or 1G.</summary>
    public static int Size(string value)
    {
        var unit = value.Length == 0 ? 0 : char.ToUpperInvariant(value[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        var digits = unit > 0 ? value[..^1] : value;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostBuffer >> unit && number << unit is >= LeastBuffer and var bytes
            ? (int)bytes : throw new UsageException($"--buffer needs a size from 64K to 1G, not '{value}'");
    }

    /// <summary>One port, or two with - between them.</summary>
    public static (int From, int To) Ports(string value)
    {
        var dash = value.IndexOf('-');
        return Port(dash < 0 ? value : value[..dash]) is { } from && Port(dash < 0 ? value : value[(dash + 1)..]) is { } to && from <= to
            ? (from, to) : throw new UsageException($"--snaplen-port needs a port, or two as in 6660-6669, not '{value}'");
    }

    static int? Port(string value) => ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
}
