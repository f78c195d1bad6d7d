using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>Numbers in as many bytes as they need, seven bits a byte.</summary>
static class Varint
{
    public static void Write(Utf8Writer to, ulong value)
    {
        for (; value > 0x7f; value >>= 7)
            to.Write((byte)(value | 0x80));
        to.Write((byte)value);
    }

    /// <summary>Small ones of either sign in few bytes (zigzag).</summary>
    public static void WriteSigned(Utf8Writer to, long value) => Write(to, (ulong)(value << 1 ^ value >> 63));
}
