using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>Numbers as texts and back, as Lua 5.1 has them.</summary>
static class LuaNumber
{
    /// <summary>Fourteen significant digits, and no point where there is no fraction: 3, 0.1, 1e+15.</summary>
    public static LuaText ToText(double number)
    {
        Span<byte> room = stackalloc byte[40];
        return new LuaText(room[..Write(room, number)].ToArray());
    }

    /// <summary>Writes a number into at least 40 bytes; returns how many it takes.</summary>
    public static int Write(Span<byte> to, double number)
    {
        if (number == Math.Floor(number) && Math.Abs(number) < 1e14 && !(number == 0 && double.IsNegative(number)))
        {
            Utf8Formatter.TryFormat((long)number, to, out var digits);
            return digits;
        }
        return Encoding.ASCII.GetBytes(General(number, 14, upper: false, keepZeros: false), to);
    }

    /// <summary>C's <c>%g</c>.</summary>
    public static string General(double number, int precision, bool upper, bool keepZeros)
    {
        if (!double.IsFinite(number))
            return Special(number, upper);
        precision = Math.Max(1, precision);
        if (number == 0)
            return (double.IsNegative(number) ? "-0" : "0") + (keepZeros && precision > 1 ? "." + new string('0', precision - 1) : "");
        if (number == Math.Floor(number) && Math.Abs(number) is < 9e15 and var size && size >= Math.Pow(10, precision))
        {
            // A half goes away from zero here too, where .NET goes to the even digit.
            var unit = (decimal)Math.Pow(10, Math.Floor(Math.Log10(size)) + 1 - precision);
            number = (double)(Math.Round((long)number / unit, MidpointRounding.AwayFromZero) * unit);
        }
        var scientific = number.ToString("E" + (precision - 1), CultureInfo.InvariantCulture);
        var at = scientific.IndexOf('E');
        var exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent < -4 || exponent >= precision)
            return Trim(scientific[..at], keepZeros) + (upper ? 'E' : 'e') + (exponent < 0 ? '-' : '+') + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        return Trim(Fixed(number, precision - 1 - exponent), keepZeros);
    }

    /// <summary>C's <c>%f</c>; an exact half goes away from zero, as in LuaJIT.</summary>
    public static string Fixed(double number, int precision)
    {
        if (!double.IsFinite(number))
            return Special(number, false);
        var scaled = Math.ScaleB(number, precision + 1);
        if (scaled != Math.Floor(scaled) || number == Math.Floor(number))
            return number.ToString("F" + precision, CultureInfo.InvariantCulture);
        // So few binary digits that one more decimal is exact.
        var exact = number.ToString("F" + (precision + 1), CultureInfo.InvariantCulture);
        return exact[^1] < '5' ? exact[..^1].TrimEnd('.') : Up(exact[..^1].TrimEnd('.'));
    }

    /// <summary>Adds one to the last digit of a number in decimal.</summary>
    static string Up(string digits)
    {
        var result = digits.ToCharArray();
        for (var i = result.Length - 1; i >= 0 && result[i] != '-'; i--)
        {
            if (result[i] == '.')
                continue;
            if (result[i] < '9')
            {
                result[i]++;
                return new string(result);
            }
            result[i] = '0';
        }
        return result[0] == '-' ? "-1" + new string(result, 1, result.Length - 1) : "1" + new string(result);
    }

    /// <summary>C's <c>%e</c>.</summary>
    public static string Exponent(double number, int precision, bool upper)
    {
        if (!double.IsFinite(number))
            return Special(number, upper);
        var text = number.ToString((upper ? "E" : "e") + precision, CultureInfo.InvariantCulture);
        // .NET writes three digits at least, C two.
        var at = text.Length - 3;
        return text[at] == '0' ? text.Remove(at, 1) : text;
    }

    public static string Special(double number, bool upper)
    {
        var text = double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        return upper ? text.ToUpperInvariant() : text;
    }

    /// <summary>Reads what a script or <c>tonumber</c> may write as a number, blanks around it allowed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        text = text.Trim(" \t\n\r\v\f"u8);
        number = 0;
        if (text.IsEmpty)
            return false;
        var negative = text[0] == '-';
        var digits = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        if (digits.IsEmpty || digits[0] is (byte)'-' or (byte)'+')
            return false;
        if (digits.Length > 2 && digits[0] == '0' && (digits[1] | 0x20) == 'x')
        {
            if (!TryParseHex(digits[2..], out number))
                return false;
        }
        else if (char.IsAsciiDigit((char)digits[0]) || digits[0] == '.')
        {
            if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number))
                return false;
        }
        else if (Ascii.EqualsIgnoreCase(digits, "inf"u8) || Ascii.EqualsIgnoreCase(digits, "infinity"u8))
            number = double.PositiveInfinity;
        else if (Ascii.EqualsIgnoreCase(digits, "nan"u8))
            number = double.NaN;
        else
            return false;
        number = negative ? -number : number;
        return true;
    }

    /// <summary>Digits with a point perhaps, and behind a p a power of two: 1f, 0.8p-3.</summary>
    static bool TryParseHex(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        var power = text.IndexOfAny((byte)'p', (byte)'P');
        var exponent = 0;
        if (power >= 0 && !int.TryParse(text[(power + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
            return false;
        var (digits, behindPoint) = (0, -1);
        foreach (var c in power < 0 ? text : text[..power])
        {
            if (c == '.' && behindPoint < 0)
            {
                behindPoint = 0;
                continue;
            }
            if (!char.IsAsciiHexDigit((char)c))
                return false;
            number = number * 16 + (char.IsAsciiDigit((char)c) ? c - '0' : (c | 0x20) - 'a' + 10);
            digits++;
            if (behindPoint >= 0)
                behindPoint++;
        }
        number = Math.ScaleB(number, Math.Clamp(exponent, -100_000, 100_000) - 4 * Math.Max(0, behindPoint));
        return digits > 0;
    }

    static string Trim(string digits, bool keepZeros) =>
        keepZeros || !digits.Contains('.') ? digits : digits.TrimEnd('0').TrimEnd('.');
}
