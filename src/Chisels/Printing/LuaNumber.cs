using System.Globalization;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Printing;

/// <summary>Numbers as scripts in Lua print them: all are doubles, shown with 14 significant digits (C's <c>%.14g</c>).</summary>
static class LuaNumber
{
    const double MostDigits = 1e14;

    public static void Write(Utf8Writer to, double value)
    {
        if (Math.Abs(value) < MostDigits && value == Math.Truncate(value))
        {
            to.Write((long)value);
            return;
        }
        if (!double.IsFinite(value))
        {
            to.Write(double.IsNaN(value) ? "nan"u8 : value > 0 ? "inf"u8 : "-inf"u8);
            return;
        }
        value.TryFormat(to.Reserve(32), out var written, "g14", CultureInfo.InvariantCulture);
        to.Advance(written);
    }
}
