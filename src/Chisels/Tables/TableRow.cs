using System.Buffers.Binary;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Tables;

/// <summary>A row of a finished table: its keys, each with its length in front, and the sum.</summary>
readonly record struct TableRow(byte[] Keys, double Sum)
{
    public const int LengthSize = 4;

    /// <summary>Writes a key with its length before it, so that no captured text can look like two of them.</summary>
    public static void WriteKey(Utf8Writer to, ReadOnlySpan<byte> key)
    {
        var start = to.Length;
        to.Fill(0, LengthSize);
        to.Write(key);
        to.PatchInt32(start, key.Length);
    }

    /// <summary>Takes the next key off what is left of <see cref="Keys"/>.</summary>
    public static ReadOnlySpan<byte> NextKey(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var key = rest.Slice(LengthSize, length);
        rest = rest[(LengthSize + length)..];
        return key;
    }
}
