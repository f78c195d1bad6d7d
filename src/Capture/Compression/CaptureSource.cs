using System.IO.Compression;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace CSysdig.Capture.Compression;

/// <summary>The decompressed bytes of a capture; its first bytes say how it is compressed.</summary>
sealed class CaptureSource : IDisposable
{
    const int ReadAhead = 1 << 16;
    /// <summary>A decoder that meets damage loses what it has decoded in that call: so it is asked for little at a time.</summary>
    const int MostAtOnce = 1 << 14;

    readonly CountingStream _counted;
    readonly Stream _bytes;

    CaptureSource(Stream raw, long total, string name)
    {
        Name = name;
        BytesTotal = total;
        Span<byte> first = stackalloc byte[4];
        var length = raw.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        _counted = new CountingStream(raw, first[..length].ToArray());
        _bytes = CompressionOf(first[..length]) switch
        {
            CaptureCompression.Gzip => new GZipStream(new BufferedStream(_counted, ReadAhead), CompressionMode.Decompress),
            CaptureCompression.Zstd => new DecompressionStream(_counted, ReadAhead),
            _ => _counted,
        };
    }

    /// <summary>How a capture with these first bytes is compressed; four tell.</summary>
    public static CaptureCompression CompressionOf(ReadOnlySpan<byte> first) => first switch
    {
        [0x1F, 0x8B, ..] => CaptureCompression.Gzip,
        [0x28, 0xB5, 0x2F, 0xFD] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18] => CaptureCompression.Zstd,
        _ => CaptureCompression.None,
    };

    /// <summary>How messages call the capture.</summary>
    public string Name { get; }
    /// <summary>Bytes taken from the file, compressed as they lie on disk. May be asked from any thread.</summary>
    public long BytesRead => _counted.Count;
    /// <summary>The file's size, or -1 where it isn't known.</summary>
    public long BytesTotal { get; }
    /// <summary>A file that can be sought in and is not compressed.</summary>
    public bool IsPlainFile { get; private set; }
    public bool IsCompressed => _bytes != _counted;

    /// <summary>Opens a file, standard input for "-", or an object of a bucket.</summary>
    /// <exception cref="CaptureException">It can't be opened or read.</exception>
    public static CaptureSource Open(string path)
    {
        try
        {
            if (path == "-")
                return new CaptureSource(StandardInput.Open(), -1, "standard input");
            if (BucketAddress.IsMeant(path))
                return Open(BucketStream.Open(BucketClient.Usual, BucketAddress.Parse(path)), path);
            if (Directory.Exists(path))
                throw new CaptureException($"{path} is a directory, not a capture");
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            var source = new CaptureSource(file, file.CanSeek ? file.Length : -1, path);
            source.IsPlainFile = file.CanSeek && !source.IsCompressed;
            return source;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CaptureException($"{path}: no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw new CaptureException($"{path}: no permission to read it");
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new CaptureException($"{path} can't be read: {FileProblem.Of(e)}");
        }
    }

    static CaptureSource Open(BucketStream stream, string name) => new(stream, stream.Length, name);

    public static CaptureSource Open(Stream stream) => new(stream, stream.CanSeek ? stream.Length - stream.Position : -1, "the capture");

    /// <summary>Some of the next bytes; 0 at the end.</summary>
    /// <exception cref="IOException">The source can't be read, or its compressed data stops short.</exception>
    /// <exception cref="InvalidDataException">The compressed data is damaged.</exception>
    public int Read(Span<byte> into)
    {
        try
        {
            return _bytes.Read(IsCompressed ? into[..Math.Min(into.Length, MostAtOnce)] : into);
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    /// <summary>What an exception of <see cref="Read"/> means, as the end of a sentence.</summary>
    public string Explain(Exception e) => e switch
    {
        { InnerException: ZstdException { Code: ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge } } =>
            "it was packed with a window of more than 128 MiB (zstd --long=28 and above), which takes too much memory; pack it anew: zstd -d --long=31 < OLD | zstd > NEW",
        EndOfStreamException => "its compressed data is cut short",
        // A decoder of gzip says the same of both; one that has met damage asks for no more.
        InvalidDataException => IsCompressed ? $"its compressed data is {(_counted.HasEnded ? "cut short" : "damaged")}" : e.Message.TrimEnd('.'),
        IOException => FileProblem.Of(e),
        _ => $"it can't be decompressed ({e.GetType().Name})",
    };

    public void Dispose() => _bytes.Dispose();
}
