namespace CSysdig.Tests.TestKit;

/// <summary>A file on a disk that has room for so many bytes: what fits of a write is written before it fails.</summary>
sealed class FullDisk(int room) : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    public override void Write(byte[] buffer, int offset, int count)
    {
        var fits = (int)Math.Min(count, room - Position);
        base.Write(buffer, offset, fits);
        if (fits < count)
            throw new IOException("No space left on device : '/some/file'", unchecked((int)0x80070070));
    }
}
