using System.Buffers.Binary;

namespace CSysdig.Capture.Scap;

/// <summary>The block every capture begins with: type, length, byte order magic u32, version u16.u16, section length u64.</summary>
static class SectionHeaderBlock
{
    /// <summary>How many bytes <see cref="Problem"/> looks at.</summary>
    public const int Needed = 16;

    const uint Magic = 0x1A2B3C4D, SwappedMagic = 0x4D3C2B1A;
    const ushort Major = 1;

    /// <summary>What keeps these bytes from being a capture, or null when nothing does.</summary>
    public static string? Problem(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
            return "is empty";
        if (block.Length < Needed || BinaryPrimitives.ReadUInt32LittleEndian(block) != (uint)BlockType.SectionHeader)
            return "is not a capture (scap file)";
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
        if (magic == SwappedMagic)
            return "was written by a big-endian machine, which is not supported";
        if (magic != Magic)
            return "is not a capture of system calls (its section header has another magic number)";
        var version = BinaryPrimitives.ReadUInt16LittleEndian(block[12..]);
        return version > Major ? $"has format version {version}, which is newer than this program" : null;
    }
}
