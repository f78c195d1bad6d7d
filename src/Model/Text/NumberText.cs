using System.Buffers.Binary;
using CSysdig.Capture.Events;

namespace CSysdig.Model.Text;

/// <summary>Numbers of parameters in the base their event type asks for.</summary>
static class NumberText
{
    /// <summary>The number in up to eight bytes; one that is too short is filled up with zeros.</summary>
    public static ulong Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 8)
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = value << 8 | bytes[i];
        return value;
    }

    /// <summary>Writes the low <paramref name="bits"/> of a value; decimals are signed, as both tools print them.</summary>
    public static void Write(Utf8Writer to, ulong raw, int bits, bool signed, PrintFormat format)
    {
        var mask = bits == 64 ? ulong.MaxValue : (1ul << bits) - 1;
        switch (format)
        {
            case PrintFormat.Hex:
                // A narrow signed number is widened to an int first.
                WriteUpperHex(to, signed && bits < 32 ? (uint)Signed(raw, bits) : raw & mask);
                break;
            case PrintFormat.Oct:
                WriteOctal(to, signed && bits < 32 ? (uint)Signed(raw, bits) : raw & mask, prefix: true);
                break;
            case PrintFormat.PaddedDec10:
                to.WritePadded(raw & mask, 9);
                break;
            default:
                to.Write(signed || bits >= 32 ? Signed(raw, bits) : (long)(raw & mask));
                break;
        }
    }

    public static long Signed(ulong raw, int bits) => (long)(raw << (64 - bits)) >> (64 - bits);

    public static void WriteUpperHex(Utf8Writer to, ulong value)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(value, to.Reserve(16), out var written, new System.Buffers.StandardFormat('X'));
        to.Advance(written);
    }

    /// <summary>With <paramref name="prefix"/> as C's <c>%#o</c>: a zero leads all but zero itself.</summary>
    public static void WriteOctal(Utf8Writer to, ulong value, bool prefix)
    {
        if (prefix && value != 0)
            to.Write('0');
        var digits = value == 0 ? 1 : (66 - System.Numerics.BitOperations.LeadingZeroCount(value)) / 3;
        while (--digits >= 0)
            to.Write((byte)('0' + (int)(value >> (digits * 3) & 7)));
    }

    /// <summary>As C's <c>%g</c>: six significant digits.</summary>
    public static void WriteShort(Utf8Writer to, double value)
    {
        value.TryFormat(to.Reserve(32), out var written, "g6", System.Globalization.CultureInfo.InvariantCulture);
        to.Advance(written);
    }
}
