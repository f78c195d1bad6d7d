using System.Buffers.Binary;
using System.Text;
using CSysdig.Capture.Scap;

namespace CSysdig.Tests.TestKit;

/// <summary>Captures of hosts that never were: a sample's bytes with another name, other times and another address.</summary>
static class StandIn
{
    const int HostNameAt = 28, HostNameLength = 128;

    static readonly Lazy<byte[]> s_small = new(() => Slice.Of(Plain("honeypot.scap.gz"), "evt.num<6000"));

    /// <summary>The first events of the honeypot.</summary>
    public static byte[] Small => s_small.Value;

    /// <summary>A sample, decompressed.</summary>
    public static byte[] Plain(string sample)
    {
        using var packed = File.OpenRead(Repository.Sample(sample));
        using var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }

    /// <param name="moved">Nanoseconds by which all events are later.</param>
    /// <param name="addresses">What stands for the address of the honeypot, 198.51.100.20; null leaves it.</param>
    public static byte[] Of(byte[] capture, string host, ulong moved = 0, byte[]? addresses = null)
    {
        var bytes = capture.ToArray();
        for (var at = 0; at + 8 <= bytes.Length;)
        {
            var block = bytes.AsSpan(at, (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4)));
            at += block.Length;
            switch ((BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block))
            {
                case BlockType.MachineInfo:
                    block.Slice(HostNameAt, HostNameLength).Clear();
                    Encoding.UTF8.GetBytes(host, block.Slice(HostNameAt, HostNameLength));
                    break;
                case BlockType.InterfaceList or BlockType.InterfaceListV2 or BlockType.FdList or BlockType.FdListV2:
                    Replace(block[8..], addresses);
                    break;
                case BlockType.Event or BlockType.EventV2 or BlockType.EventV2Large:
                    Move(block[10..], moved);
                    Replace(block[10..], addresses);
                    break;
                case BlockType.EventFlags or BlockType.EventFlagsV2 or BlockType.EventFlagsV2Large:
                    Move(block[14..], moved);
                    Replace(block[14..], addresses);
                    break;
            }
        }
        return bytes;
    }

    /// <summary>A folder of so many hosts, web00 and on, each a minute later than the one before.</summary>
    public static void Fill(TemporaryFolder folder, int hosts, byte[] capture)
    {
        for (var i = 0; i < hosts; i++)
            File.WriteAllBytes(folder.File($"web{i:00}.scap"), Of(capture, $"web{i:00}", (ulong)i * 60_000_000_000, [10, 0, 0, (byte)(i + 1)]));
    }

    static void Move(Span<byte> time, ulong moved) =>
        BinaryPrimitives.WriteUInt64LittleEndian(time, BinaryPrimitives.ReadUInt64LittleEndian(time) + moved);

    static void Replace(Span<byte> bytes, byte[]? address)
    {
        ReadOnlySpan<byte> own = [198, 51, 100, 20];
        if (address is null)
            return;
        while (bytes.IndexOf(own) is >= 0 and var at)
        {
            address.CopyTo(bytes[at..]);
            bytes = bytes[(at + own.Length)..];
        }
    }
}
