using System.Buffers.Binary;

namespace CSysdig.Capture.Scap;

/// <summary>Lays out one block: its header, little-endian values, entries behind their lengths, padding and the trailing length.</summary>
sealed class BlockBuilder
{
    const int Header = 8, Trailer = 4;

    byte[] _bytes = new byte[1024];
    int _length, _entry;

    /// <summary>How long the block is so far.</summary>
    public int Length => _length;

    public BlockBuilder Begin(BlockType type)
    {
        _length = 0;
        return U32((uint)type).U32(0);
    }

    public BlockBuilder U8(byte value)
    {
        Room(1)[0] = value;
        return this;
    }

    public BlockBuilder U16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Room(2), value);
        return this;
    }

    public BlockBuilder U32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);
        return this;
    }

    public BlockBuilder U64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);
        return this;
    }

    public BlockBuilder I64(long value) => U64((ulong)value);

    public BlockBuilder Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        return this;
    }

    /// <summary>Bytes in a place of fixed width, filled up with zeros or cut.</summary>
    public BlockBuilder Fixed(ReadOnlySpan<byte> bytes, int width)
    {
        var room = Room(width);
        room.Clear();
        bytes[..Math.Min(bytes.Length, width)].CopyTo(room);
        return this;
    }

    /// <summary>Bytes behind their 16-bit length; what is above the limit, that of older readers, is cut off.</summary>
    public BlockBuilder Bytes16(ReadOnlySpan<byte> bytes, int most)
    {
        var length = Math.Min(bytes.Length, most);
        return U16((ushort)length).Raw(bytes[..length]);
    }

    /// <summary>Begins an entry that is preceded by its length.</summary>
    public BlockBuilder BeginEntry()
    {
        _entry = _length;
        return U32(0);
    }

    public BlockBuilder EndEntry(bool lengthCountsItself)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(_entry), (uint)(_length - _entry - (lengthCountsItself ? 0 : 4)));
        return this;
    }

    /// <summary>What stands behind an event, whole; nothing where it is empty.</summary>
    public BlockBuilder Option(ReadOnlySpan<byte> option)
    {
        if (option.IsEmpty)
            return this;
        Room(BlockOption.Aligned(_length) - _length).Clear();
        return Raw(option);
    }

    /// <summary>Drops what is behind a length.</summary>
    public BlockBuilder CutTo(int length)
    {
        _length = Math.Min(_length, length);
        return this;
    }

    /// <summary>The whole block, valid until the next one is begun.</summary>
    public ReadOnlySpan<byte> End()
    {
        Room(-_length & 3).Clear();
        var total = (uint)(_length + Trailer);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(4), total);
        U32(total);
        return _bytes.AsSpan(0, _length);
    }

    /// <summary>Nothing but its header is there.</summary>
    public bool IsEmpty => _length <= Header;

    Span<byte> Room(int count)
    {
        if (count > _bytes.Length - _length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        var room = _bytes.AsSpan(_length, count);
        _length += count;
        return room;
    }
}
