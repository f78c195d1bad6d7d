using System.Globalization;

namespace CSysdig.Chisels.Printing;

/// <summary>Numbers among the arguments of chisels.</summary>
static class NumberArgument
{
    /// <exception cref="ChiselException">It is no number.</exception>
    public static double Read(ChiselSetup setup, int at, string name) =>
        TryRead(setup.Arguments[at], out var number) ? number : throw new ChiselException($"{name} must be a number, not '{setup.Arguments[at]}'");

    static bool TryRead(string text, out double number)
    {
        number = 0;
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        var isHex = ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex);
        number = hex;
        return isHex;
    }
}
