using Microsoft.Win32.SafeHandles;

namespace CSysdig.Model.History.Packing;

/// <summary>
/// Packed blocks, the first few in memory and the others in a file that goes away with the process; or those of a cache file.
/// Any thread appends and reads.
/// </summary>
/// <param name="folder">Where the file is made.</param>
/// <param name="memoryLimit">Bytes that may stay in memory where there can be no file.</param>
sealed class Spool(string folder, long memoryLimit) : IDisposable
{
    /// <summary>What is smaller needs no file.</summary>
    const int InMemory = 16 << 20;
    /// <summary>A disk with less than this left is let alone.</summary>
    const long Spare = 512L << 20;
    const int SpaceCheck = 64 << 20;

    readonly List<byte[]> _blocks = [];
    volatile SafeFileHandle? _file;
    string? _path;
    long _inMemory, _length, _checked;
    bool _noFile;

    /// <summary>A file that is there already; nothing is appended to it.</summary>
    public Spool(SafeFileHandle file) : this("", 0) => _file = file;

    /// <summary>Bytes kept in memory.</summary>
    public long MemoryBytes => Volatile.Read(ref _inMemory);

    /// <summary>Bytes in memory and in the file.</summary>
    public long Size => MemoryBytes + Volatile.Read(ref _length);

    /// <summary>Keeps a block; the result tells where, for <see cref="Read"/>.</summary>
    /// <exception cref="IOException">There is room neither in memory nor on disk.</exception>
    public long Append(ReadOnlySpan<byte> packed)
    {
        lock (_blocks)
            return Add(packed);
    }

    long Add(ReadOnlySpan<byte> packed)
    {
        if (_inMemory + packed.Length > Math.Min(InMemory, memoryLimit / 4) && TryFile(packed.Length) is { } file)
        {
            try
            {
                RandomAccess.Write(file, packed, _length);
                var at = _length;
                Volatile.Write(ref _length, at + packed.Length);
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
        var block = packed.ToArray();
        Volatile.Write(ref _inMemory, _inMemory + block.Length);
        _blocks.Add(block);
        return -_blocks.Count;
    }

    /// <summary>Reads a block again.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public void Read(long at, Span<byte> into)
    {
        if (at < 0)
        {
            lock (_blocks)
                _blocks[(int)(-at - 1)].AsSpan(0, into.Length).CopyTo(into);
            return;
        }
        ReadFully(_file!, at, into);
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
        _file?.Dispose();
        if (_path is not null)
            TryDelete(_path);
        _path = null;
    }

    SafeFileHandle? TryFile(int length)
    {
        if (_noFile || _file is not null && _length + length - _checked < SpaceCheck)
            return _noFile ? null : _file;
        try
        {
            if (new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace < Spare + SpaceCheck)
                _noFile = true;
            else if (_file is null)
                Create();
            _checked = _length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _noFile = true;
        }
        return _noFile ? null : _file;
    }

    /// <summary>A file of this user's alone. Where a file that is open may lose its name it does so at once: a crash leaves nothing.</summary>
    void Create()
    {
        var path = Path.Combine(folder, $"csysdig-{Environment.ProcessId}-{Path.GetRandomFileName()}");
        _file = OpenPrivate(path);
        _path = path;
        if (!OperatingSystem.IsWindows() && TryDelete(path))
            _path = null;
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
