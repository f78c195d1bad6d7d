using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace CSysdig.Model.Text;

/// <summary>A growing buffer of UTF-8 that is written once and used again; every line and field value passes through one.</summary>
public sealed class Utf8Writer(int capacity = 1024)
{
    byte[] _buffer = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>What was written from an earlier <see cref="Length"/> on, to be changed in place.</summary>
    public Span<byte> WrittenFrom(int start) => _buffer.AsSpan(start, Length - start);

    /// <summary>Puts a NUL behind what is written, which does not count.</summary>
    public void Terminate()
    {
        if (Length == _buffer.Length)
            Grow(1);
        _buffer[Length] = 0;
    }

    /// <summary>The first bytes as they stand, also where <see cref="Clear"/> has left some behind.</summary>
    public ReadOnlySpan<byte> Left(int length) => _buffer.AsSpan(0, Math.Min(length, _buffer.Length));

    public void Clear() => Length = 0;

    /// <summary>Cuts back to an earlier <see cref="Length"/>.</summary>
    public void Truncate(int length) => Length = Math.Min(length, Length);

    public void Write(byte value)
    {
        if (Length == _buffer.Length)
            Grow(1);
        _buffer[Length++] = value;
    }

    public void Write(char ascii) => Write((byte)ascii);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var at = Length;
        var length = bytes.Length;
        // Most of what is written is a word: two overlapping copies are cheaper than to find out how to copy it.
        if (length is >= 8 and <= 16 && _buffer.Length - at >= 16)
        {
            var room = _buffer.AsSpan(at, 16);
            BinaryPrimitives.WriteUInt64LittleEndian(room, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            BinaryPrimitives.WriteUInt64LittleEndian(room[(length - 8)..], BinaryPrimitives.ReadUInt64LittleEndian(bytes[(length - 8)..]));
            Length = at + length;
            return;
        }
        if (length is >= 4 and < 8 && _buffer.Length - at >= 8)
        {
            var room = _buffer.AsSpan(at, 8);
            BinaryPrimitives.WriteUInt32LittleEndian(room, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            BinaryPrimitives.WriteUInt32LittleEndian(room[(length - 4)..], BinaryPrimitives.ReadUInt32LittleEndian(bytes[(length - 4)..]));
            Length = at + length;
            return;
        }
        if (length == 1)
        {
            Write(bytes[0]);
            return;
        }
        if (_buffer.Length - at < length)
            Grow(length);
        bytes.CopyTo(_buffer.AsSpan(at));
        Length = at + length;
    }

    public void Write(string text)
    {
        var need = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_buffer.Length - Length < need)
            Grow(need);
        Length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(Length));
    }

    public void Write(long value)
    {
        if (_buffer.Length - Length < 20)
            Grow(20);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Length), out var written);
        Length += written;
    }

    public void Write(ulong value)
    {
        if (_buffer.Length - Length < 20)
            Grow(20);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Length), out var written);
        Length += written;
    }

    /// <summary>Lower-case hexadecimal without a prefix.</summary>
    public void WriteHex(ulong value)
    {
        if (_buffer.Length - Length < 16)
            Grow(16);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Length), out var written, new System.Buffers.StandardFormat('x'));
        Length += written;
    }

    /// <summary>Decimal, padded with zeros to at least <paramref name="width"/> digits.</summary>
    public void WritePadded(ulong value, int width)
    {
        if (_buffer.Length - Length < 20 + width)
            Grow(20 + width);
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(Length), out var written, new System.Buffers.StandardFormat('D', (byte)width));
        Length += written;
    }

    public void Fill(byte value, int count)
    {
        if (count <= 0)
            return;
        if (_buffer.Length - Length < count)
            Grow(count);
        _buffer.AsSpan(Length, count).Fill(value);
        Length += count;
    }

    /// <summary>Writes over four bytes that are there already, little-endian.</summary>
    public void PatchInt32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(at, 4), value);

    /// <summary>Room for at least <paramref name="size"/> bytes, to be taken with <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_buffer.Length - Length < size)
            Grow(size);
        return _buffer.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public override string ToString() => Encoding.UTF8.GetString(Written);

    void Grow(int need) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(Length + need)));
}
