namespace CSysdig.Capture.Compression;

/// <summary>
/// Tells how far in a capture's file zlib's gzread (1.2.13) has read when it has unpacked so many bytes. zlib reads 8 KiB of the
/// file at a time and, where its output is full after a whole symbol, has read the next one too: the answer is its own to the byte.
/// </summary>
public sealed class PackedPosition : IDisposable
{
    const int InputSize = 8192;

    readonly Stream _file;
    readonly BitSource _bits;
    readonly DeflateLengths _lengths;
    long _unpacked, _position;
    /// <summary>What the symbol read ahead unpacks to.</summary>
    int _ahead;
    bool _isBetweenMembers = true, _isOver;

    PackedPosition(Stream file, CaptureCompression compression)
    {
        _file = file;
        Compression = compression;
        _bits = new BitSource(file);
        _lengths = new DeflateLengths(_bits);
    }

    /// <summary>How the file is compressed: none, where positions are those of its bytes, or gzip.</summary>
    public CaptureCompression Compression { get; }

    /// <summary>Opens a file; null when it can't be read, or is none that zlib reads.</summary>
    public static PackedPosition? Open(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            if (file.CanSeek)
                return Open(file);
            file.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
        }
        return null;
    }

    /// <summary>Reads from a stream that can be sought in; null when it is none that zlib reads.</summary>
    internal static PackedPosition? Open(Stream file)
    {
        Span<byte> first = stackalloc byte[4];
        var compression = CaptureSource.CompressionOf(first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)]);
        file.Position = 0;
        if (compression != CaptureCompression.Zstd)
            return new PackedPosition(file, compression);
        file.Dispose();
        return null;
    }

    /// <summary>Bytes of the file read when that many are unpacked. Ask with growing numbers.</summary>
    public long After(long unpacked)
    {
        if (Compression == CaptureCompression.None)
            return Math.Min(unpacked, _file.Length);
        if (unpacked <= _unpacked || _isOver)
            return _position;
        try
        {
            Advance(unpacked);
            _position = _bits.Position;
            if (_unpacked == unpacked && !_isOver)
                LookAhead();
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            _isOver = true;
            _position = _bits.Position;
        }
        return _position;
    }

    public void Dispose() => _file.Dispose();

    void Advance(long unpacked)
    {
        _unpacked += _ahead;
        _ahead = 0;
        while (_unpacked < unpacked && !_isOver)
        {
            if (_isBetweenMembers)
            {
                BeginMember();
            }
            else if (_lengths.Stored > 0)
            {
                var part = (int)Math.Min(_lengths.Stored, unpacked - _unpacked);
                _bits.Skip(part);
                _lengths.Stored -= part;
                _unpacked += part;
            }
            else
            {
                _unpacked += _lengths.Next();
                if (_lengths.IsEnded)
                    EndMember();
            }
        }
    }

    /// <summary>zlib goes on until it has something to put out, but not past what it has of the file.</summary>
    void LookAhead()
    {
        if (_isBetweenMembers || _lengths.Stored > 0)
            return;
        var end = (_position + InputSize - 1) / InputSize * InputSize;
        _ahead = _lengths.Next();
        if (_lengths.IsEnded)
            EndMember();
        _position = Math.Min(end, _bits.Position);
    }

    void BeginMember()
    {
        const int hasChecksum = 2, hasExtra = 4, hasName = 8, hasComment = 16;
        _bits.Fill();
        if (_bits.Peek(16) != 0x8B1F)
        {
            _isOver = true;
            return;
        }
        _bits.Skip(3);
        var flags = Byte();
        _bits.Skip(6);
        if ((flags & hasExtra) != 0)
            _bits.Skip(Byte() | Byte() << 8);
        for (var texts = (flags & hasName) / hasName + (flags & hasComment) / hasComment; texts > 0;)
            if (Byte() == 0)
                texts--;
        if ((flags & hasChecksum) != 0)
            _bits.Skip(2);
        _lengths.Restart();
        _isBetweenMembers = false;
    }

    void EndMember()
    {
        const int checksumAndLength = 8;
        _bits.Skip(checksumAndLength);
        _isBetweenMembers = true;
    }

    int Byte()
    {
        _bits.Fill();
        return _bits.Take(8);
    }
}
