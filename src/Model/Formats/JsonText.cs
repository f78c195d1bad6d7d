using System.Buffers;
using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>Values as JSON: numbers where a field is one, else texts as lines show them.</summary>
public static class JsonText
{
    const uint Replacement = 0xfffd;

    /// <summary>Writes what the field says of an event; false, and <c>null</c> written, when it says nothing.</summary>
    public static bool Write(Utf8Writer to, Field field, Event e)
    {
        if ((field.Definition.Flags & FieldFlags.IsList) != 0)
            return WriteList(to, field, e);
        if (field is IComposedField composed && e.Style.Form != TextForm.AsTool)
            return WriteComposed(to, composed, e);
        var value = new FieldValue { Type = field.Definition.Type, Format = field.Definition.Format };
        if (!field.TryGet(e, ref value))
        {
            to.Write("null"u8);
            return false;
        }
        if (field.Definition.IsClock)
            to.Write((long)e.Timestamp);
        else if (field.Definition.IsStripped && !e.State.ExitOnly && e.Style.Form == TextForm.AsTool)
        {
            var start = to.Length;
            CleanText.WriteStripped(to, value.Bytes);
            QuoteFrom(to, start, ascii: true);
        }
        else if (!Write(to, value, e.Style, e.State.ExitOnly))
        {
            to.Write("null"u8);
            return false;
        }
        return true;
    }

    /// <summary>Writes a value; false, and nothing written, for a number that has no form in text.</summary>
    public static bool Write(Utf8Writer to, in FieldValue value, TextStyle style, bool exitOnly)
    {
        switch (value.Type)
        {
            case ParamType.Bool:
                to.Write(value.Number != 0 ? "true"u8 : "false"u8);
                return true;
            case ParamType.Double:
                WriteDouble(to, value.Double);
                return true;
        }
        if (value.Format == PrintFormat.PaddedDec10)
        {
            to.Write(value.Number);
            return true;
        }
        var isNumber = value.Format is PrintFormat.Dec or PrintFormat.Id && !IsText(value.Type);
        var start = to.Length;
        if (!FieldText.Write(to, value, style, exitOnly))
            return false;
        if (!isNumber)
            QuoteFrom(to, start, ascii: style.Form == TextForm.AsTool);
        return true;
    }

    /// <summary>A member's name with its quotes and colon.</summary>
    public static byte[] Label(string name)
    {
        var label = new Utf8Writer(name.Length + 4);
        WriteQuoted(label, Encoding.UTF8.GetBytes(name));
        label.Write(':');
        return label.Written.ToArray();
    }

    /// <summary>Makes a JSON text of what a writer holds from <paramref name="start"/> on.</summary>
    /// <param name="ascii">As <see cref="WriteQuoted"/>.</param>
    public static void QuoteFrom(Utf8Writer to, int start, bool ascii = false)
    {
        var text = to.Written[start..];
        if (IsPlain(text))
        {
            to.Reserve(2);
            to.Advance(2);
            var room = to.WrittenFrom(start);
            room[..^2].CopyTo(room[1..]);
            room[0] = room[^1] = (byte)'"';
            return;
        }
        var copy = ArrayPool<byte>.Shared.Rent(text.Length);
        text.CopyTo(copy);
        var length = text.Length;
        to.Truncate(start);
        WriteQuoted(to, copy.AsSpan(0, length), ascii);
        ArrayPool<byte>.Shared.Return(copy);
    }

    /// <summary>A JSON text: what a terminal can't show as <c>\u</c>, what is no UTF-8 as U+FFFD.</summary>
    /// <param name="ascii">All but ASCII as <c>\u</c>, as JsonCpp has it.</param>
    public static void WriteQuoted(Utf8Writer to, ReadOnlySpan<byte> text, bool ascii = false)
    {
        to.Write('"');
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(s_plain);
            to.Write(plain < 0 ? text : text[..plain]);
            if (plain < 0)
                break;
            text = text[plain..];
            text = text[WriteEscaped(to, text, ascii)..];
        }
        to.Write('"');
    }

    static readonly SearchValues<byte> s_plain = SearchValues.Create(
        Enumerable.Range(0x20, 0x60).Where(b => b is not ('"' or '\\')).Select(b => (byte)b).ToArray());

    static bool IsPlain(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(s_plain) < 0;

    static bool IsText(ParamType type) => type is ParamType.CharBuf or ParamType.FsPath or ParamType.FsRelPath or ParamType.ByteBuf
        or ParamType.IPv4Addr or ParamType.IPv6Addr or ParamType.IPAddr or ParamType.IPv4Net or ParamType.IPv6Net or ParamType.IPNet;

    /// <summary>Writes the character at the start of <paramref name="text"/>; returns how many bytes it takes.</summary>
    static int WriteEscaped(Utf8Writer to, ReadOnlySpan<byte> text, bool ascii)
    {
        switch (text[0])
        {
            case (byte)'"': to.Write("\\\""u8); return 1;
            case (byte)'\\': to.Write("\\\\"u8); return 1;
            case (byte)'\b': to.Write("\\b"u8); return 1;
            case (byte)'\f': to.Write("\\f"u8); return 1;
            case (byte)'\n': to.Write("\\n"u8); return 1;
            case (byte)'\r': to.Write("\\r"u8); return 1;
            case (byte)'\t': to.Write("\\t"u8); return 1;
        }
        var (rune, length) = ascii ? Decode(text)
            : Rune.DecodeFromUtf8(text, out var known, out var size) == OperationStatus.Done ? ((uint)known.Value, size) : (Replacement, 1);
        if (!ascii && length > 1 && SafeText.IsPlain(new Rune(rune)))
        {
            to.Write(text[..length]);
            return length;
        }
        if (rune < 0x10000)
            WriteUnit(to, rune);
        else
        {
            WriteUnit(to, 0xd800 + ((rune - 0x10000) >> 10 & 0x3ff));
            WriteUnit(to, 0xdc00 + (rune & 0x3ff));
        }
        return length;
    }

    static void WriteUnit(Utf8Writer to, uint unit)
    {
        to.Write("\\u"u8);
        for (var shift = 12; shift >= 0; shift -= 4)
            to.Write((byte)"0123456789abcdef"[(int)(unit >> shift) & 15]);
    }

    /// <summary>UTF-8 as JsonCpp reads it: by the first byte alone, whatever follows.</summary>
    static (uint Rune, int Length) Decode(ReadOnlySpan<byte> text)
    {
        uint first = text[0];
        var length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
        if (length == 0 || text.Length < length)
            return (Replacement, 1);
        if (length == 1)
            return (first, 1);
        var rune = first & (0x7fu >> length);
        for (var i = 1; i < length; i++)
            rune = rune << 6 | text[i] & 0x3fu;
        var tooShort = rune < (length == 2 ? 0x80u : length == 3 ? 0x800u : 0x10000u);
        return (tooShort || rune is >= 0xd800 and <= 0xdfff && length == 3 ? Replacement : rune, length);
    }

    static bool WriteComposed(Utf8Writer to, IComposedField field, Event e)
    {
        var start = to.Length;
        if (field.WriteShown(to, e))
        {
            QuoteFrom(to, start);
            return true;
        }
        to.Write("null"u8);
        return false;
    }

    static bool WriteList(Utf8Writer to, Field field, Event e)
    {
        var start = to.Length;
        var list = new ListWriter(to, e);
        to.Write('[');
        field.Any(e, ref list);
        if (list.Count > 0)
        {
            to.Write(']');
            return true;
        }
        to.Truncate(start);
        to.Write("null"u8);
        return false;
    }

    /// <summary>Seventeen significant digits, and always a point or an exponent.</summary>
    public static void WriteDouble(Utf8Writer to, double value)
    {
        if (!double.IsFinite(value))
        {
            to.Write(double.IsNaN(value) ? "null"u8 : value > 0 ? "1e+9999"u8 : "-1e+9999"u8);
            return;
        }
        var start = to.Length;
        value.TryFormat(to.Reserve(40), out var written, "g17", System.Globalization.CultureInfo.InvariantCulture);
        to.Advance(written);
        if (to.Written[start..].IndexOfAny((byte)'.', (byte)'e') < 0)
            to.Write(".0"u8);
    }

    struct ListWriter(Utf8Writer to, Event e) : IValueTest
    {
        public int Count;

        public bool Test(in FieldValue value)
        {
            if (Count++ > 0)
                to.Write(',');
            if (!Write(to, value, e.Style, e.State.ExitOnly))
                to.Write("null"u8);
            return false;
        }
    }
}
