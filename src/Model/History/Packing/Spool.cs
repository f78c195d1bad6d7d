using Microsoft.Win32.SafeHandles;

namespace CSysdig.Model.History.Packing;

/// <summary>
/// Packed blocks, the first few in memory and the others in files that go away with the process; or those of a cache file.
/// Any thread appends, reads, and lets go what is needed no more: a file of which nothing is needed gives its room back.
/// </summary>
/// <param name="folder">Where the files are made.</param>
/// <param name="memoryLimit">Bytes that may stay in memory where there can be no file.</param>
sealed class Spool(string folder, long memoryLimit) : IDisposable
{
    /// <summary>What is smaller needs no file.</summary>
    const int InMemory = 16 << 20;
    /// <summary>A disk with less than this left is let alone.</summary>
    const long Spare = 512L << 20;
    /// <summary>What a file takes before the next is begun. A cache file may be longer.</summary>
    const int SegmentBytes = 64 << 20;
    /// <summary>A place is the number of a file and an offset in it; one below zero is in memory.</summary>
    const int OffsetBits = 40;

    /// <summary>A file, how much of it is written, and how much of that is needed.</summary>
    sealed class Segment(SafeFileHandle file, string? path)
    {
        public readonly SafeFileHandle File = file;
        public readonly string? Path = path;
        public long Length, Needed;
    }

    readonly Sliding<byte[]?> _blocks = new();
    readonly Sliding<Segment?> _segments = new();
    long _inMemory, _size;
    bool _noFile;

    /// <summary>A file that is there already; nothing is appended to it.</summary>
    public Spool(SafeFileHandle file) : this("", 0) => _segments.Add(new Segment(file, null));

    /// <summary>Bytes kept in memory.</summary>
    public long MemoryBytes => Volatile.Read(ref _inMemory);

    /// <summary>Bytes in memory and in files.</summary>
    public long Size => MemoryBytes + Volatile.Read(ref _size);

    /// <summary>Keeps a block; the result tells where, for <see cref="Read"/>.</summary>
    /// <exception cref="IOException">There is room neither in memory nor on disk.</exception>
    public long Append(ReadOnlySpan<byte> packed)
    {
        lock (_blocks)
            return Add(packed);
    }

    long Add(ReadOnlySpan<byte> packed)
    {
        if (_inMemory + packed.Length > Math.Min(InMemory, memoryLimit / 4) && TrySegment(packed.Length) is { } segment)
        {
            try
            {
                RandomAccess.Write(segment.File, packed, segment.Length);
                var at = (long)(_segments.End - 1) << OffsetBits | segment.Length;
                segment.Length += packed.Length;
                segment.Needed += packed.Length;
                Volatile.Write(ref _size, _size + packed.Length);
                return at;
            }
            catch (IOException)
            {
                // The disk is full: what is there can still be read.
                _noFile = true;
            }
        }
        if (_inMemory + packed.Length > memoryLimit)
            throw new IOException($"there is room neither in memory nor in {folder} for the capture's bytes");
        _blocks.Add(packed.ToArray());
        Volatile.Write(ref _inMemory, _inMemory + packed.Length);
        return -_blocks.End;
    }

    /// <summary>Reads a block again.</summary>
    /// <exception cref="IOException">The file can't be read, or the block was let go.</exception>
    public void Read(long at, Span<byte> into)
    {
        SafeFileHandle file;
        lock (_blocks)
        {
            if (at < 0)
            {
                ((int)(-at - 1) is var number && _blocks.Has(number) && _blocks[number] is { } block ? block : throw new EndOfStreamException("it was let go")).AsSpan(0, into.Length).CopyTo(into);
                return;
            }
            var segment = (int)(at >> OffsetBits);
            file = _segments.Has(segment) && _segments[segment] is { } there ? there.File : throw new EndOfStreamException("it was let go");
        }
        ReadFully(file, at & (1L << OffsetBits) - 1, into);
    }

    /// <summary>A block is needed no more.</summary>
    public void Free(long at, int length)
    {
        lock (_blocks)
        {
            if (at < 0)
            {
                _blocks[(int)(-at - 1)] = null;
                Volatile.Write(ref _inMemory, _inMemory - length);
                while (_blocks.First < _blocks.End && _blocks[_blocks.First] is null)
                    _blocks.DropBefore(_blocks.First + 1);
                return;
            }
            var number = (int)(at >> OffsetBits);
            var segment = _segments[number]!;
            segment.Needed -= length;
            if (segment.Needed > 0 || number == _segments.End - 1)
                return;
            Close(segment);
            Volatile.Write(ref _size, _size - segment.Length);
            _segments[number] = null;
            while (_segments[_segments.First] is null)
                _segments.DropBefore(_segments.First + 1);
        }
    }

    /// <summary>How much may be written in a folder; nothing where that can't be told.</summary>
    public static long Room(string folder)
    {
        try
        {
            return Math.Max(0, new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace - Spare);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }

    /// <summary>Reads all of a span from a file.</summary>
    /// <exception cref="IOException">The file can't be read, or is shorter.</exception>
    public static void ReadFully(SafeFileHandle file, long at, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var read = RandomAccess.Read(file, into, at);
            if (read <= 0)
                throw new EndOfStreamException("the file is shorter than it was");
            at += read;
            into = into[read..];
        }
    }

    public void Dispose()
    {
        lock (_blocks)
            for (var i = _segments.First; i < _segments.End; i++)
                if (_segments[i] is { } segment)
                    Close(segment);
    }

    static void Close(Segment segment)
    {
        segment.File.Dispose();
        if (segment.Path is not null)
            TryDelete(segment.Path);
    }

    /// <summary>The file to which so much can be appended, or null where there can be none.</summary>
    Segment? TrySegment(int length)
    {
        if (_segments.End > 0 && _segments[_segments.End - 1] is { } last && last.Length + length <= SegmentBytes)
            return _noFile ? null : last;
        try
        {
            if (_noFile || Room(folder) < SegmentBytes)
                _noFile = true;
            else
                _segments.Add(Create());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _noFile = true;
        }
        return _noFile ? null : _segments[_segments.End - 1];
    }

    /// <summary>A file of this user's alone. Where a file that is open may lose its name it does so at once: a crash leaves nothing.</summary>
    Segment Create()
    {
        var path = Path.Combine(folder, $"csysdig-{Environment.ProcessId}-{Path.GetRandomFileName()}");
        var file = OpenPrivate(path);
        return new Segment(file, OperatingSystem.IsWindows() || !TryDelete(path) ? path : null);
    }

    /// <summary>Makes a new file that nobody else may read, locked for as long as it is open.</summary>
    public static SafeFileHandle OpenPrivate(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options).SafeFileHandle;
    }

    /// <summary>Deletes a file that may have gone, or that may not be deleted; false then.</summary>
    public static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
