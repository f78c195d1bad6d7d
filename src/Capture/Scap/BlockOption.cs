using System.Buffers.Binary;

namespace CSysdig.Capture.Scap;

/// <summary>
/// What stands behind an event in its block, where the format has room for options as pcapng has them: code u16, length u16, bytes, filling to
/// four. Readers that do not know it go by the block's length and pass over it, which they would not do with a parameter too many.
/// </summary>
static class BlockOption
{
    public const int Header = 4, Longest = 0x7FFF;

    const int Trailer = 4;

    /// <summary>The path by which the kernel knows the file that a call has opened, where the call gave another text. The number is one of those that are left to everyone.</summary>
    const ushort ResolvedPath = 0x8001;

    /// <summary>Puts the header before a path that lies behind it, and fills up; how long that is.</summary>
    public static int End(Span<byte> to, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, ResolvedPath);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)length);
        var end = Aligned(Header + length);
        to[(Header + length)..end].Clear();
        return end;
    }

    /// <summary>The path behind the event of a block; empty where there is none.</summary>
    /// <param name="end">Where in the block its event ends.</param>
    public static ReadOnlySpan<byte> PathBehind(ReadOnlySpan<byte> block, int end)
    {
        var at = Aligned(end);
        var length = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(block[4..]), (uint)block.Length);
        if (length <= at + Header + Trailer || !HasLength(block[at..], length - at - Trailer))
            return default;
        return block.Slice(at + Header, BinaryPrimitives.ReadUInt16LittleEndian(block[(at + 2)..]));
    }

    /// <summary>Whether a stretch behind an event can be an option of just that length.</summary>
    /// <param name="seen">As much of it as has been read.</param>
    public static bool HasLength(ReadOnlySpan<byte> seen, long length) => length is > Header and <= Header + Longest + 3
        && (seen.Length < Header || BinaryPrimitives.ReadUInt16LittleEndian(seen) == ResolvedPath && Aligned(Header + BinaryPrimitives.ReadUInt16LittleEndian(seen[2..])) == length);

    /// <summary>Where the next multiple of four is.</summary>
    public static int Aligned(int length) => length + 3 & ~3;
}
