using System.Buffers.Binary;

namespace CSysdig.Chisels.Tables;

/// <summary>A row of a finished table: its keys, each with its length in front, and the sum.</summary>
readonly record struct TableRow(byte[] Keys, double Sum)
{
    public const int LengthSize = 4;

    /// <summary>Takes the next key off what is left of <see cref="Keys"/>.</summary>
    public static ReadOnlySpan<byte> NextKey(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var key = rest.Slice(LengthSize, length);
        rest = rest[(LengthSize + length)..];
        return key;
    }
}
