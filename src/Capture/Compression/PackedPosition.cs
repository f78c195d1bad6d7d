namespace CSysdig.Capture.Compression;

/// <summary>
/// Follows zlib's gzread (1.2.13) through a capture's file without unpacking it, and tells to the byte how far it has read.
/// gzread takes 8 KiB of the file at a time and unpacks 16 KiB; what is asked for in one piece of that size or more it unpacks
/// right where it is wanted. Where its output is full after a whole symbol it has read the next one too.
/// </summary>
public sealed class PackedPosition : IDisposable
{
    const int InputSize = 8192;
    const int OutputSize = 2 * InputSize;

    readonly Stream _file;
    readonly BitSource _bits;
    readonly DeflateLengths _lengths;
    /// <summary>Bytes unpacked that nobody has asked for yet.</summary>
    long _have;
    /// <summary>What is still to come of the symbol read last.</summary>
    long _rest;
    readonly bool _isPlain;
    bool _isBetweenMembers = true, _isOver;
    /// <summary>The end of what zlib had of the file when its output was full.</summary>
    long _full = long.MaxValue;

    PackedPosition(Stream file, CaptureCompression compression)
    {
        _file = file;
        _isPlain = compression == CaptureCompression.None;
        Size = file.Length;
        _bits = new BitSource(file);
        _lengths = new DeflateLengths(_bits);
    }

    /// <summary>Bytes read of the file as it lies on disk.</summary>
    public long Position { get; private set; }

    /// <summary>The file's size.</summary>
    public long Size { get; }

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

    /// <summary>Goes to a place in the unpacked bytes, before anything was read: a plain file is sought in, others are unpacked.</summary>
    public void Skip(long bytes)
    {
        if (_isPlain)
            Position = Math.Min(bytes, Size);
        else
            Read(bytes, inPieces: true);
    }

    /// <summary>Reads unpacked bytes in one piece.</summary>
    public void Read(long bytes) => Read(bytes, inPieces: false);

    public void Dispose() => _file.Dispose();

    void Read(long bytes, bool inPieces)
    {
        while (bytes > 0 && !_isOver)
        {
            if (_have > 0)
            {
                var part = Math.Min(_have, bytes);
                _have -= part;
                bytes -= part;
            }
            else if (inPieces || bytes < OutputSize || !_isPlain && _isBetweenMembers)
            {
                _have = Unpack(OutputSize);
            }
            else
            {
                bytes -= Unpack(bytes);
            }
        }
    }

    /// <summary>Unpacks bytes: all that are wanted, or as many as there are before a gzip member or the file ends.</summary>
    long Unpack(long wanted)
    {
        if (_isPlain)
        {
            var part = Math.Min(wanted, Size - Position);
            Position += part;
            _isOver = part == 0;
            return part;
        }
        try
        {
            if (_isBetweenMembers)
                BeginMember();
            return _isOver ? 0 : UnpackMember(wanted);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            _isOver = true;
            return 0;
        }
        finally
        {
            Position = Math.Max(Position, Math.Min(_bits.Position, _full));
        }
    }

    long UnpackMember(long wanted)
    {
        var left = wanted;
        _full = long.MaxValue;
        while (true)
        {
            var part = Math.Min(_rest, left);
            _rest -= part;
            left -= part;
            if (_rest > 0)
                return wanted;
            // zlib goes on until it has something to put out, but then not past what it has of the file.
            if (left == 0 && _full == long.MaxValue)
                _full = (_bits.Position + InputSize - 1) / InputSize * InputSize;
            if (_lengths.Stored > 0)
            {
                if (left == 0)
                    return wanted;
                part = Math.Min(_lengths.Stored, left);
                _bits.Skip((int)part);
                _lengths.Stored -= (int)part;
                left -= part;
                continue;
            }
            _rest = left > 0 ? _lengths.Skim(left) : 0;
            if (_rest == 0)
                _rest = _lengths.Next();
            if (_lengths.IsEnded)
            {
                EndMember();
                return wanted - left;
            }
            if (left == 0 && _rest > 0)
                return wanted;
        }
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
