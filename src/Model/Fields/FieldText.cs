using CSysdig.Capture.Events;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>A field's value as text: the same whether a line, a chisel or a view shows it.</summary>
public static class FieldText
{
    /// <summary>The longest text libs 0.25.4 makes of a list or a buffer, in bytes.</summary>
    const int MaxShown = 1023;

    /// <summary>Writes what the field says of an event; false, and nothing written, when it says nothing.</summary>
    public static bool Write(Utf8Writer to, Field field, Event e)
    {
        if ((field.Definition.Flags & FieldFlags.IsList) != 0)
            return WriteList(to, field, e);
        var value = new FieldValue { Type = field.Definition.Type, Format = field.Definition.Format };
        if (!field.TryGet(e, ref value))
            return false;
        if (field.Definition.IsDecoded)
        {
            WriteText(to, value.Bytes, e.Style, exitOnly: false);
            return true;
        }
        if (field is IComposedField composed && e.Style.Form != TextForm.AsTool)
            return composed.WriteShown(to, e);
        if (!field.Definition.IsStripped || e.State.ExitOnly || e.Style.Form != TextForm.AsTool)
            return Write(to, value, e.Style, e.State.ExitOnly);
        if (e.Fd is { } fd && fd.IsCleanName(value.Bytes))
            to.Write(value.Bytes);
        else
            CleanText.WriteStripped(to, value.Bytes);
        return true;
    }

    /// <summary>Writes a value; false, and nothing written, for a number that has no form in text.</summary>
    public static bool Write(Utf8Writer to, in FieldValue value, TextStyle style, bool exitOnly)
    {
        switch (value.Type)
        {
            case ParamType.CharBuf or ParamType.FsPath or ParamType.FsRelPath:
                WriteText(to, value.Bytes, style, exitOnly);
                return true;
            case ParamType.ByteBuf:
                WriteBytes(to, value.Bytes, style, exitOnly);
                return true;
            case ParamType.Bool:
                to.Write(value.Number != 0 ? "true"u8 : "false"u8);
                return true;
            case ParamType.IPv4Addr or ParamType.IPv6Addr or ParamType.IPAddr:
                AddressText.Write(to, value.Bytes);
                return true;
            case ParamType.IPv4Net or ParamType.IPv6Net or ParamType.IPNet:
                to.Write("<IPNET>"u8);
                return true;
            case ParamType.Double:
                WriteDouble(to, value.Double);
                return true;
            default:
                return WriteNumber(to, value, exitOnly);
        }
    }

    static bool WriteNumber(Utf8Writer to, in FieldValue value, bool exitOnly)
    {
        var (bits, signed, anyFormat) = Shape(value.Type);
        if (bits == 0)
            return false;
        var raw = bits == 64 ? (ulong)value.Number : (ulong)value.Number & (1ul << bits) - 1;
        switch (value.Format)
        {
            case PrintFormat.Oct:
                NumberText.WriteOctal(to, signed && bits < 32 ? (uint)NumberText.Signed(raw, bits) : raw, prefix: false);
                return true;
            case PrintFormat.Hex when exitOnly || signed || bits == 64:
                NumberText.WriteUpperHex(to, signed && bits < 32 ? (uint)NumberText.Signed(raw, bits) : raw);
                return true;
            case PrintFormat.PaddedDec10 when bits == 64:
                to.WritePadded(raw, 9);
                return true;
            case PrintFormat.Dec or PrintFormat.Id or PrintFormat.Hex:
                break;
            default:
                if (!anyFormat)
                    return false;
                break;
        }
        if (signed)
            to.Write(NumberText.Signed(raw, bits));
        else
            to.Write(raw);
        return true;
    }

    /// <summary>How wide a number is, and whether it is printed in decimal when its format says nothing.</summary>
    static (int Bits, bool Signed, bool AnyFormat) Shape(ParamType type) => type switch
    {
        ParamType.Int8 => (8, true, false),
        ParamType.Int16 => (16, true, false),
        ParamType.Int32 => (32, true, false),
        ParamType.Int64 or ParamType.Pid or ParamType.Errno or ParamType.Fd => (64, true, true),
        ParamType.Fd32 or ParamType.Pid32 => (32, true, true),
        ParamType.UInt8 or ParamType.L4Proto or ParamType.Flags8 or ParamType.EnumFlags8 or ParamType.SigType => (8, false, false),
        ParamType.UInt16 or ParamType.Port or ParamType.Flags16 or ParamType.EnumFlags16 or ParamType.SyscallId => (16, false, false),
        ParamType.UInt32 or ParamType.Flags32 or ParamType.EnumFlags32 or ParamType.Uid or ParamType.Gid or ParamType.Mode or ParamType.SigSet => (32, false, false),
        ParamType.UInt64 or ParamType.RelTime or ParamType.AbsTime => (64, false, false),
        _ => (0, false, false),
    };

    /// <summary>Writes a text up to a NUL.</summary>
    public static void WriteText(Utf8Writer to, ReadOnlySpan<byte> text, TextStyle style, bool exitOnly)
    {
        var nul = text.IndexOf((byte)0);
        if (nul >= 0)
            text = text[..nul];
        CapturedText.Write(to, text, style.Form, style, exitOnly, strips: false);
    }

    /// <summary>A raw buffer is shown as buffers are; 0.29.3 prints its bytes up to a NUL, libs 0.25.4 cuts it.</summary>
    static void WriteBytes(Utf8Writer to, ReadOnlySpan<byte> bytes, TextStyle style, bool exitOnly)
    {
        var start = to.Length;
        if (style.Form == TextForm.Bytes)
            to.Write(bytes);
        else if (style.Form == TextForm.Escaped)
            BufferText.Write(to, bytes, style.Buffer);
        else if (exitOnly)
            WriteCut(to, bytes, style.Buffer);
        else
        {
            var nul = bytes.IndexOf((byte)0);
            to.Write(nul < 0 ? bytes : bytes[..nul]);
        }
        if (style.Terminal && style.Form == TextForm.AsTool)
            SafeText.EscapeFrom(to, start, keepLines: exitOnly);
    }

    /// <summary>A buffer as libs 0.25.4 shows it, also one that is shown already.</summary>
    public static void WriteCut(Utf8Writer to, ReadOnlySpan<byte> bytes, BufferStyle style)
    {
        var start = to.Length;
        BufferText.Write(to, bytes, style);
        if (to.Length - start >= MaxShown)
            to.Truncate(start + MaxShown - 2);
    }

    static bool WriteList(Utf8Writer to, Field field, Event e)
    {
        var start = to.Length;
        var list = new ListWriter(to, e);
        to.Write('(');
        field.Any(e, ref list);
        if (list.Count == 0)
        {
            to.Truncate(start);
            return false;
        }
        to.Write(')');
        if (e.Style.Form == TextForm.AsTool && to.Length - start > MaxShown)
            to.Truncate(start + MaxShown);
        return true;
    }

    /// <summary>One digit after the point, as C's <c>%.1f</c>.</summary>
    static void WriteDouble(Utf8Writer to, double value)
    {
        // A quarter lies exactly between two digits: C takes the even one, .NET the larger.
        if (Math.Abs(value) < 1L << 50 && Math.Abs(value % 1) == 0.25)
            value -= 0.05 * Math.Sign(value);
        value.TryFormat(to.Reserve(330), out var written, "F1", System.Globalization.CultureInfo.InvariantCulture);
        to.Advance(written);
    }

    /// <summary>Sees every value of a field and lets none pass, so that it sees them all.</summary>
    struct ListWriter(Utf8Writer to, Event e) : IValueTest
    {
        public int Count;

        public bool Test(in FieldValue value)
        {
            if (Count++ > 0)
                to.Write(',');
            Write(to, value, e.Style, e.State.ExitOnly);
            return false;
        }
    }
}
