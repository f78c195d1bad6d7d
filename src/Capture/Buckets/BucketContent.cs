using CSysdig.Capture.Compression;

namespace CSysdig.Capture.Buckets;

/// <summary>Bytes that are sent: part of a file, or a few in memory. They are read twice, for their hash is sent before them.</summary>
sealed class BucketContent
{
    readonly Func<Stream> _open;

    BucketContent(long length, Func<Stream> open)
    {
        (Length, _open) = (length, open);
        using var bytes = open();
        Hash = Convert.ToHexStringLower(Digest.Sha256(bytes));
    }

    public long Length { get; }

    /// <summary>SHA-256, by which the server knows that it got what was sent.</summary>
    public string Hash { get; }

    public static BucketContent Of(byte[] bytes) => new(bytes.Length, () => new MemoryStream(bytes, writable: false));

    /// <exception cref="IOException">The file can't be read.</exception>
    public static BucketContent OfFile(string path, long from, long length) => new(length, () => new FilePart(path, from, length));

    public HttpContent Open() => new StreamContent(_open()) { Headers = { ContentLength = Length } };

    sealed class FilePart : ReadingStream
    {
        readonly FileStream _file;
        long _left;

        public FilePart(string path, long from, long length)
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            _file.Position = from;
            _left = length;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = _file.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            _left -= read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _file.Dispose();
            base.Dispose(disposing);
        }
    }
}
