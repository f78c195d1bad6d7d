using System.Buffers.Binary;

namespace CSysdig.Model.Queries;

/// <summary>
/// libsinsp's hash of a row's key. The order of a walk by it (<see cref="State.HashOrder"/>) decides which thread's values stand for
/// its process where a column has no aggregate, and how rows stand that are equal.
/// </summary>
static class RowHash
{
    /// <summary>The hash of all bytes of a key but the last, which for a text is the NUL behind it.</summary>
    public static ulong Of(ReadOnlySpan<byte> key, bool isText)
    {
        ulong hash = 0;
        foreach (var b in isText ? key : key[..^1])
            hash = hash * 101 + b;
        return hash;
    }

    /// <summary>The same of the key of a row, which is as wide there as its type.</summary>
    public static ulong Of(ResultColumn keys, int row)
    {
        if (keys.Texts is { } texts)
            return Of(texts[row], isText: true);
        Span<byte> key = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(key, keys.Numbers[row]);
        return Of(key[..CellType.WidthOf(keys.Type)], isText: false);
    }
}
