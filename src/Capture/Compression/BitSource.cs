using System.Buffers.Binary;

namespace CSysdig.Capture.Compression;

/// <summary>The bits of a stream, lowest first, that knows how many bytes have been touched.</summary>
sealed class BitSource(Stream stream)
{
    readonly byte[] _buffer = new byte[1 << 16];
    int _at, _filled;
    /// <summary>Bytes of the stream before the buffer.</summary>
    long _before;
    ulong _bits;
    int _count;

    /// <summary>Bytes read, the one counted that some bits have been taken of.</summary>
    public long Position => _before + _at - _count / 8;

    /// <summary>Bytes that can be looked at.</summary>
    public ReadOnlySpan<byte> Buffer => _buffer.AsSpan(0, _filled);

    /// <summary>The bits that come next, how many of them count, and where in <see cref="Buffer"/> the bytes after them are.</summary>
    public (ulong Bits, int Count, int At) State
    {
        get => (_bits, _count, _at);
        set => (_bits, _count, _at) = value;
    }

    /// <summary>Makes that 48 bits can be looked at, or all that are left.</summary>
    public void Fill()
    {
        if (_count >= 48)
            return;
        if (_filled - _at < 8)
            Load();
        if (_filled - _at >= 8)
        {
            _bits |= BinaryPrimitives.ReadUInt64LittleEndian(_buffer.AsSpan(_at)) << _count;
            _at += 63 - _count >> 3;
            _count |= 56;
            return;
        }
        for (; _count <= 56 && _at < _filled; _count += 8)
            _bits |= (ulong)_buffer[_at++] << _count;
    }

    /// <summary>The next bits, zeros behind the end.</summary>
    public int Peek(int count) => (int)(_bits & (1UL << count) - 1);

    /// <exception cref="InvalidDataException">There are no more.</exception>
    public int Take(int count)
    {
        if (count > _count)
            throw new InvalidDataException("the deflate stream is cut short");
        var taken = Peek(count);
        _bits >>= count;
        _count -= count;
        return taken;
    }

    /// <summary>Leaves out what is left of the byte begun.</summary>
    public void ToByte() => Take(_count % 8);

    /// <summary>Leaves out whole bytes.</summary>
    /// <exception cref="InvalidDataException">There are not so many.</exception>
    public void Skip(int bytes)
    {
        ToByte();
        for (; bytes > 0 && _count > 0; bytes--)
            Take(8);
        if (bytes == 0)
            return;
        // Above those counted there may be bits of the bytes that are left out now.
        _bits = 0;
        while (bytes > 0)
        {
            if (_at == _filled)
                Load();
            if (_at == _filled)
                throw new InvalidDataException("the deflate stream is cut short");
            var here = Math.Min(bytes, _filled - _at);
            _at += here;
            bytes -= here;
        }
    }

    void Load()
    {
        var rest = _filled - _at;
        _buffer.AsSpan(_at, rest).CopyTo(_buffer);
        _before += _at;
        _at = 0;
        _filled = rest + stream.ReadAtLeast(_buffer.AsSpan(rest), 1, throwOnEndOfStream: false);
    }
}
