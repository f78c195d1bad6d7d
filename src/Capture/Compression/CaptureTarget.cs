using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Compression;

/// <summary>Where a capture is written to: a file, or a stream such as standard output. Only what can be read again stays in a file.</summary>
sealed class CaptureTarget : IDisposable
{
    readonly Stream _stream;

    CaptureTarget(Stream stream, string name)
    {
        _stream = stream;
        Name = name;
    }

    /// <summary>How messages call it.</summary>
    public string Name { get; }

    /// <summary>Creates the file, replacing one of that name.</summary>
    /// <exception cref="CaptureException">It can't be created.</exception>
    public static CaptureTarget Create(string path)
    {
        try
        {
            if (Directory.Exists(path))
                throw new CaptureException($"{path} is a directory; give the name of a file to write to");
            return new CaptureTarget(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0), path);
        }
        catch (DirectoryNotFoundException)
        {
            throw new CaptureException($"{path} can't be written: its directory does not exist");
        }
        catch (UnauthorizedAccessException)
        {
            throw new CaptureException($"{path} can't be written: permission denied");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new CaptureException($"{path} can't be written: {FileProblem.Of(e)}");
        }
    }

    public static CaptureTarget Of(Stream stream, string name) => new(stream, name);

    /// <summary>
    /// Writes a batch. When there is no room for all of it, what a reader can't use is taken back before the exception goes on.
    /// </summary>
    /// <param name="usable">How much of the first bytes, at most as many as given, ends where a reader can stop.</param>
    /// <exception cref="IOException">The batch is not there, or not all of it.</exception>
    public void Write(ReadOnlySpan<byte> bytes, Func<int, int> usable)
    {
        var start = _stream.CanSeek ? _stream.Position : -1;
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException) when (start >= 0)
        {
            TakeBack(start, usable);
            throw;
        }
    }

    /// <exception cref="IOException">The last bytes did not reach the disk.</exception>
    public void Dispose() => _stream.Dispose();

    void TakeBack(long start, Func<int, int> usable)
    {
        try
        {
            var there = _stream.Length - start;
            if (there > 0)
                _stream.SetLength(start + usable((int)Math.Min(there, int.MaxValue)));
        }
        catch (Exception e) when (e is IOException or NotSupportedException)
        {
            // A device can't be cut; a reader says that its last block is not whole.
        }
    }
}
