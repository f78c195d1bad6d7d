using System.Buffers.Binary;

namespace CSysdig.Capture.Scap;

/// <summary>
/// What stands behind an event in its block, where the format has room for options as pcapng has them: code u16, length u16, bytes, filling to
/// four. Readers that do not know it go by the block's length and pass over it, which they would not do with a parameter too many.
/// The codes are among those that are left to everyone.
/// </summary>
static class BlockOption
{
    public const int Header = 4, Longest = 0x7FFF;

    /// <summary>The path by which the kernel knows the file that a call has opened, where the call gave another text.</summary>
    public const ushort ResolvedPath = 0x8001;
    /// <summary>The memory of the process that a procinfo event is about: virtual and resident, in KB, u32 each.</summary>
    public const ushort Memory = 0x8002;

    /// <summary>
    /// What the thread that a procinfo event is about does: the letter that /proc has for it u8, 0 u8, the code of the call in which it waits u16 (0 for none);
    /// behind these the memory of its process where that is told too.
    /// </summary>
    public const ushort State = 0x8003;

    const int Trailer = 4;

    /// <summary>Puts the header before bytes that lie behind it, and fills up; how long that is.</summary>
    public static int End(Span<byte> to, ushort code, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, code);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)length);
        var end = Aligned(Header + length);
        to[(Header + length)..end].Clear();
        return end;
    }

    /// <summary>The option behind the event of a block, header and filling with it; empty where there is none.</summary>
    /// <param name="end">Where in the block its event ends.</param>
    public static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> block, int end)
    {
        var at = Aligned(end);
        var length = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(block[4..]), (uint)block.Length);
        if (length <= at + Header + Trailer || !HasLength(block[at..], length - at - Trailer))
            return default;
        return block[at..((int)length - Trailer)];
    }

    /// <summary>The bytes of the option behind the event of a block, where it is one of this code.</summary>
    public static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> block, int end, ushort code) =>
        Behind(block, end) is { IsEmpty: false } option && BinaryPrimitives.ReadUInt16LittleEndian(option) == code
            ? option.Slice(Header, BinaryPrimitives.ReadUInt16LittleEndian(option[2..])) : default;

    /// <summary>Whether a stretch behind an event can be an option of just that length.</summary>
    /// <param name="seen">As much of it as has been read.</param>
    public static bool HasLength(ReadOnlySpan<byte> seen, long length) => length is > Header and <= Header + Longest + 3
        && (seen.Length < Header || BinaryPrimitives.ReadUInt16LittleEndian(seen) is ResolvedPath or Memory or State
            && Aligned(Header + BinaryPrimitives.ReadUInt16LittleEndian(seen[2..])) == length);

    /// <summary>Where the next multiple of four is.</summary>
    public static int Aligned(int length) => length + 3 & ~3;
}
