using System.Buffers.Binary;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Reads little-endian values from a bounded run of bytes. A read past the end gives zeros, takes nothing and sets
/// <see cref="Failed"/>, so that a table's entry is checked once, after its last field.
/// </summary>
ref struct SpanReader(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Offset { get; private set; }
    public bool Failed { get; private set; }
    public readonly int Remaining => _bytes.Length - Offset;

    public byte UInt8() => Take(1) is { Length: 1 } b ? b[0] : (byte)0;
    public ushort UInt16() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16LittleEndian(b) : (ushort)0;
    public uint UInt32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32LittleEndian(b) : 0;
    public ulong UInt64() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64LittleEndian(b) : 0;
    public long Int64() => (long)UInt64();

    /// <summary>A run of bytes behind its 16-bit length.</summary>
    public byte[] Bytes16()
    {
        var bytes = Take(UInt16());
        return bytes.IsEmpty ? [] : bytes.ToArray();
    }

    /// <summary>The next <paramref name="count"/> bytes, or nothing where fewer are left.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
            Failed = true;
        if (Failed)
            return default;
        var taken = _bytes.Slice(Offset, count);
        Offset += count;
        return taken;
    }

    /// <summary>
    /// The next entry of a list whose entries begin with their own length. <paramref name="lengthCountsItself"/> says
    /// whether the four bytes of that length are part of it.
    /// </summary>
    public SpanReader Entry(bool lengthCountsItself)
    {
        var length = UInt32();
        if (lengthCountsItself)
            length = length < 4 ? uint.MaxValue : length - 4;
        return new SpanReader(Take((int)Math.Min(length, int.MaxValue)));
    }
}
