using System.Globalization;
using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Model.Queries;

/// <summary>JSON values written as jsoncpp's FastWriter writes them, from bytes that may be anything.</summary>
public static class JsonText
{
    /// <summary>A text in quotes; what is no UTF-8 becomes U+FFFD, everything beyond ASCII an escape.</summary>
    public static void Write(ReadOnlySpan<byte> text, Utf8Writer to)
    {
        to.Write('"');
        while (text.Length > 0)
        {
            var plain = text.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            var run = plain < 0 ? text : text[..plain];
            WriteAscii(run, to);
            text = text[run.Length..];
            if (text.Length == 0)
                break;
            if (text[0] < 0x80)
            {
                WriteControl(text[0], to);
                text = text[1..];
                continue;
            }
            Rune.DecodeFromUtf8(text, out var rune, out var used);
            WriteRune(rune, to);
            text = text[used..];
        }
        to.Write('"');
    }

    public static void Write(string text, Utf8Writer to) => Write(Encoding.UTF8.GetBytes(text), to);

    /// <summary>A double as short as it reads back the same, with a point.</summary>
    public static void WriteNumber(double value, Utf8Writer to)
    {
        var text = double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "0";
        to.Write(text);
        if (!text.AsSpan().ContainsAny(".eE"))
            to.Write(".0"u8);
    }

    static void WriteAscii(ReadOnlySpan<byte> text, Utf8Writer to)
    {
        while (text.IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var special)
        {
            to.Write(text[..special]);
            to.Write('\\');
            to.Write(text[special]);
            text = text[(special + 1)..];
        }
        to.Write(text);
    }

    static void WriteControl(byte control, Utf8Writer to)
    {
        switch (control)
        {
            case (byte)'\b': to.Write("\\b"u8); break;
            case (byte)'\f': to.Write("\\f"u8); break;
            case (byte)'\n': to.Write("\\n"u8); break;
            case (byte)'\r': to.Write("\\r"u8); break;
            case (byte)'\t': to.Write("\\t"u8); break;
            default: WriteUnit(control, to); break;
        }
    }

    static void WriteRune(Rune rune, Utf8Writer to)
    {
        Span<char> units = stackalloc char[2];
        var count = rune.EncodeToUtf16(units);
        for (var i = 0; i < count; i++)
            WriteUnit(units[i], to);
    }

    static void WriteUnit(int unit, Utf8Writer to)
    {
        to.Write("\\u"u8);
        to.Write(unit.ToString("x4", CultureInfo.InvariantCulture));
    }
}
