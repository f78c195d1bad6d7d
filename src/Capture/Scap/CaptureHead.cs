using System.Buffers.Binary;
using CSysdig.Capture.Compression;

namespace CSysdig.Capture.Scap;

/// <summary>What the ends of a file tell of a capture before it is loaded. What can't be read tells nothing: whoever opens it is told why.</summary>
public static class CaptureHead
{
    /// <summary>The machine stands right behind the section's header.</summary>
    const int Looked = 4096;
    /// <summary>Of the file this much at either end is compared.</summary>
    const int Sample = 1 << 14;
    const int HeaderLength = 8, FrameLength = 12;

    /// <summary>What the machine is called; empty where it does not say so.</summary>
    public static string HostOf(string path) => Try(() => ReadHost(path)) ?? "";

    /// <summary>Equal of two files that hold the same; null where it can't be told.</summary>
    public static string? ContentOf(string path) => Try(() => ReadContent(path));

    static string? Try(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is CaptureException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    static string ReadHost(string path)
    {
        using var source = CaptureSource.Open(path);
        var bytes = new byte[Looked];
        var length = 0;
        while (length < bytes.Length && source.Read(bytes.AsSpan(length)) is > 0 and var read)
            length += read;
        return HostOf(bytes.AsSpan(0, length));
    }

    static string HostOf(ReadOnlySpan<byte> bytes)
    {
        if (SectionHeaderBlock.Problem(bytes) is not null)
            return "";
        while (bytes.Length >= HeaderLength)
        {
            var type = (BlockType)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (length < FrameLength || length > bytes.Length)
                break;
            if (type is BlockType.MachineInfo or BlockType.MachineInfoInt)
                return MachineInfoBlock.Read(bytes[HeaderLength..((int)length - 4)])?.HostName ?? "";
            bytes = bytes[(int)length..];
        }
        return "";
    }

    static string ReadContent(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var size = RandomAccess.GetLength(file);
        var sample = new byte[sizeof(long) + (int)Math.Min(size, Sample)];
        BinaryPrimitives.WriteInt64LittleEndian(sample, size);
        var hash = Digest.Sha256();
        foreach (var start in new[] { 0, Math.Max(0, size - Sample) })
            hash.Add(sample.AsSpan(0, sizeof(long) + RandomAccess.Read(file, sample.AsSpan(sizeof(long)), start)));
        return Convert.ToHexStringLower(hash.Finish());
    }
}
