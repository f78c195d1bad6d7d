using System.Globalization;
using System.Text;
using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Library;

/// <summary><c>string.format</c>, whose numbers are C's.</summary>
static class TextFormat
{
    /// <summary>More can't be asked for by a width or a precision.</summary>
    const int MostDigits = 99;

    public static LuaText Format(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        ReadOnlySpan<byte> format = args.Text(0).Bytes;
        var to = new Utf8Writer(format.Length + 64);
        var next = 1;
        while (!format.IsEmpty)
        {
            var at = format.IndexOf((byte)'%');
            to.Write(at < 0 ? format : format[..at]);
            if (at < 0)
                break;
            format = format[(at + 1)..];
            if (!format.IsEmpty && format[0] == '%')
            {
                to.Write('%');
                format = format[1..];
                continue;
            }
            var spec = Spec.Read(state, ref format);
            Write(state, to, spec, args, next++);
        }
        state.Take(to.Length);
        return new LuaText(to.Written.ToArray());
    }

    static void Write(LuaState state, Utf8Writer to, Spec spec, ReadOnlySpan<LuaValue> args, int at)
    {
        switch (spec.Letter)
        {
            case 'd' or 'i': Pad(to, spec, Integer(spec, args.Number(at), signed: true), isNumber: spec.Precision < 0); break;
            case 'u': Pad(to, spec, Integer(spec, args.Number(at), signed: false), isNumber: spec.Precision < 0); break;
            case 'o' or 'x' or 'X': Pad(to, spec, InBase(spec, Bits(args.Number(at))), isNumber: spec.Precision < 0); break;
            case 'c': Pad(to, spec, ((char)(byte)args.Integer(at)).ToString()); break;
            case 'e' or 'E': PadFloat(to, spec, args.Number(at), v => LuaNumber.Exponent(v, spec.Digits, spec.Letter == 'E')); break;
            case 'f' or 'F': PadFloat(to, spec, args.Number(at), v => LuaNumber.Fixed(v, spec.Digits)); break;
            case 'g' or 'G': PadFloat(to, spec, args.Number(at), v => LuaNumber.General(v, spec.Digits, spec.Letter == 'G', spec.Alternate)); break;
            case 'q':
                state.Take(args.Text(at).Length * 2L);
                Quote(to, args.Text(at).Bytes);
                break;
            case 's':
                var text = Meta.TextOf(state, args.Any(at));
                state.Take(text.Length);
                WriteText(to, spec, text.Bytes);
                break;
            default: throw state.Error($"invalid option '%{spec.Letter}' to 'format'");
        }
    }

    static string Integer(Spec spec, double number, bool signed)
    {
        // As LuaJIT has it: a fraction is cut off, and what is above the signed range is read as unsigned.
        var isNegative = signed && number < 0;
        var digits = signed
            ? (isNegative ? 0 - (ulong)(long)number : Bits(number)).ToString(CultureInfo.InvariantCulture)
            : Bits(number).ToString(CultureInfo.InvariantCulture);
        if (spec.Precision == 0 && digits == "0")
            digits = "";
        digits = digits.PadLeft(Math.Max(0, spec.Precision), '0');
        return Signed(spec, isNegative, signed) + digits;
    }

    static string InBase(Spec spec, ulong bits)
    {
        var digits = spec.Letter == 'o' ? Convert.ToString((long)bits, 8) : bits.ToString(spec.Letter.ToString(), CultureInfo.InvariantCulture);
        digits = digits.PadLeft(Math.Max(0, spec.Precision), '0');
        return spec.Alternate && bits != 0 ? (spec.Letter == 'o' ? "0" : "0" + spec.Letter) + digits : digits;
    }

    static ulong Bits(double number) => number < 0 ? (ulong)(long)number : (ulong)number;

    static string Signed(Spec spec, bool isNegative, bool signed) => isNegative ? "-" : !signed ? "" : spec.Plus ? "+" : spec.Blank ? " " : "";

    static void PadFloat(Utf8Writer to, Spec spec, double number, Func<double, string> write)
    {
        // What is no number has no sign either.
        var isNegative = double.IsNegative(number) && !double.IsNaN(number);
        var digits = double.IsFinite(number) ? write(Math.Abs(number)) : LuaNumber.Special(Math.Abs(number), char.IsAsciiLetterUpper(spec.Letter));
        Pad(to, spec, Signed(double.IsNaN(number) ? spec with { Plus = false } : spec, isNegative, true) + digits, isNumber: double.IsFinite(number));
    }

    static void Pad(Utf8Writer to, Spec spec, string text, bool isNumber = false)
    {
        var missing = spec.Width - text.Length;
        if (missing > 0 && !spec.Left && spec.Zero && isNumber)
        {
            var sign = text.Length > 0 && text[0] is '-' or '+' or ' ' ? 1 : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
            text = text[..sign] + new string('0', missing) + text[sign..];
            missing = 0;
        }
        WritePadded(to, spec, Encoding.Latin1.GetBytes(text));
    }

    static void WriteText(Utf8Writer to, Spec spec, ReadOnlySpan<byte> text) =>
        WritePadded(to, spec, spec.Precision >= 0 && spec.Precision < text.Length ? text[..spec.Precision] : text);

    static void WritePadded(Utf8Writer to, Spec spec, ReadOnlySpan<byte> text)
    {
        var missing = spec.Width - text.Length;
        if (!spec.Left)
            to.Fill((byte)' ', missing);
        to.Write(text);
        if (spec.Left)
            to.Fill((byte)' ', missing);
    }

    /// <summary>A text as a script would write it.</summary>
    static void Quote(Utf8Writer to, ReadOnlySpan<byte> text)
    {
        to.Write('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is (byte)'"' or (byte)'\\' or (byte)'\n')
                to.Write('\\');
            if (!char.IsControl((char)c) || c is (byte)'\n' or >= 0x80)
            {
                to.Write(c);
                continue;
            }
            to.Write('\\');
            to.Write(c.ToString(i + 1 < text.Length && char.IsAsciiDigit((char)text[i + 1]) ? "000" : "0", CultureInfo.InvariantCulture));
        }
        to.Write('"');
    }

    /// <summary>What stands between a percent sign and the letter that ends it.</summary>
    readonly record struct Spec(char Letter, bool Left, bool Zero, bool Plus, bool Blank, bool Alternate, int Width, int Precision)
    {
        public int Digits => Precision < 0 ? 6 : Precision;

        public static Spec Read(LuaState state, ref ReadOnlySpan<byte> format)
        {
            var flags = 0;
            while (flags < format.Length && "-0+ #"u8.Contains(format[flags]))
                flags++;
            var given = format[..flags];
            format = format[flags..];
            var width = ReadNumber(state, ref format);
            var precision = -1;
            if (!format.IsEmpty && format[0] == '.')
            {
                format = format[1..];
                precision = Math.Max(0, ReadNumber(state, ref format));
            }
            if (format.IsEmpty)
                throw state.Error("invalid option '%' to 'format'");
            var letter = (char)format[0];
            format = format[1..];
            return new Spec(letter, given.Contains((byte)'-'), given.Contains((byte)'0'), given.Contains((byte)'+'), given.Contains((byte)' '),
                given.Contains((byte)'#'), Math.Max(0, width), precision);
        }

        static int ReadNumber(LuaState state, ref ReadOnlySpan<byte> format)
        {
            var number = -1;
            for (; !format.IsEmpty && char.IsAsciiDigit((char)format[0]); format = format[1..])
            {
                number = Math.Max(0, number) * 10 + (format[0] - '0');
                if (number > MostDigits)
                    throw state.Error("invalid format (width or precision too long)");
            }
            return number;
        }
    }
}
