using System.Buffers.Binary;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Finds where blocks end in bytes that may be damaged. A block is taken when its trailing length repeats its leading
/// one, or when one of the two is plainly right. Where neither is, the framer looks for the next event block that is
/// whole and overwrites the bytes up to it with one block of type <see cref="Gap"/>, which readers step over.
/// </summary>
sealed class BlockFramer
{
    /// <summary>A run of bytes in which no block was found.</summary>
    public const BlockType Gap = (BlockType)0xFFFFFFFF;
    /// <summary>No real block comes near it; a length above it is damage.</summary>
    public const int MaxBlock = 128 << 20;
    public const int MinBlock = 12;
    /// <summary>After damage only blocks up to this length are looked for: it is waited for in a buffer.</summary>
    const int LongestCandidate = 1 << 19;
    const int Header = 8;

    bool _lost;

    public long Gaps { get; private set; }
    public long GapBytes { get; private set; }
    /// <summary>Where the first gap begins in the decompressed capture.</summary>
    public long FirstGap { get; private set; } = -1;
    /// <summary>Blocks whose two lengths differ and which were taken nevertheless.</summary>
    public long Mismatches { get; private set; }

    /// <summary>Frames the bytes that have been read.</summary>
    /// <param name="offset">Where <paramref name="bytes"/> begin in the decompressed capture.</param>
    /// <param name="atEnd">No more bytes will come.</param>
    /// <param name="blocks">Gets where the whole blocks start; gaps are left out.</param>
    /// <returns>How far the whole blocks and gaps reach; the rest is to come again with what follows it.</returns>
    public int Frame(Span<byte> bytes, long offset, bool atEnd, BlockList blocks)
    {
        var at = 0;
        while (true)
        {
            if (_lost)
            {
                var gap = FindBlock(bytes[at..], atEnd);
                if (gap >= Header)
                {
                    MarkGap(bytes.Slice(at, gap));
                    at += gap;
                }
                if (_lost)
                    return at;
            }
            var left = bytes[at..];
            if (left.Length < Header)
                return at;
            switch (Judge(left, atEnd))
            {
                case Verdict.Whole:
                    blocks.Add(at);
                    at += (int)LengthAt(left);
                    break;
                case Verdict.Partial:
                    return at;
                default:
                    _lost = true;
                    Gaps++;
                    if (FirstGap < 0)
                        FirstGap = offset + at;
                    break;
            }
        }
    }

    enum Verdict { Whole, Partial, Damaged }

    Verdict Judge(ReadOnlySpan<byte> block, bool atEnd)
    {
        var length = LengthAt(block);
        if (length is < MinBlock or > MaxBlock)
            return Verdict.Damaged;
        if (length > block.Length)
            return IsPartial(block, (int)length, atEnd) ? Verdict.Partial : Verdict.Damaged;
        if (BinaryPrimitives.ReadUInt32LittleEndian(block[((int)length - 4)..]) == length)
            return Verdict.Whole;
        var confirmed = EventBlock.IsEvent(block)
            ? EventBlock.HasLength(block, (int)length)
            : BlockTypes.IsKnown(TypeOf(block)) && CanBegin(block[(int)length..], atEnd);
        if (!confirmed)
            return Verdict.Damaged;
        Mismatches++;
        return Verdict.Whole;
    }

    /// <summary>Whether the rest of a block may really follow, or its length lies.</summary>
    bool IsPartial(ReadOnlySpan<byte> block, int length, bool atEnd)
    {
        if (EventBlock.IsEvent(block) && block.Length >= EventBlock.LongestHeader)
            return EventBlock.HasLength(block, length) || !atEnd && length <= ushort.MaxValue;
        if (!atEnd)
            return true;
        // The file ends inside this block, unless whole blocks come after what seems its beginning.
        FindBlock(block, atEnd);
        var others = !_lost;
        _lost = false;
        return !others;
    }

    static BlockType TypeOf(ReadOnlySpan<byte> block) => (BlockType)BinaryPrimitives.ReadUInt32LittleEndian(block);

    static uint LengthAt(ReadOnlySpan<byte> block) => BinaryPrimitives.ReadUInt32LittleEndian(block[4..]);

    /// <summary>These bytes look like the beginning of a block, or there are too few to tell.</summary>
    static bool CanBegin(ReadOnlySpan<byte> next, bool atEnd)
    {
        if (next.Length < Header)
            return !atEnd || next.IsEmpty;
        return LengthAt(next) is >= MinBlock and <= MaxBlock
            && BlockTypes.IsKnown(TypeOf(next));
    }

    /// <summary>
    /// How far the next whole block is. The framer stays lost when none is whole in these bytes; then it is how much of
    /// them is of no further use.
    /// </summary>
    int FindBlock(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        _lost = true;
        var from = 0;
        while (true)
        {
            // A gap has a header of its own, so it can't be shorter. All types but the oldest are 0x000002xx.
            var hit = from + 1 < bytes.Length ? bytes[(from + 1)..].IndexOf("\x02\0\0"u8) : -1;
            if (hit < 0)
                break;
            from += hit;
            if (from is > 0 and < Header)
            {
                from = Header;
                continue;
            }
            switch (JudgeCandidate(bytes[from..], atEnd))
            {
                case Verdict.Whole:
                    _lost = false;
                    return from;
                case Verdict.Partial:
                    return from;
            }
            from++;
        }
        // The last bytes may be the beginning of a block's header.
        return atEnd ? bytes.Length : Math.Max(0, bytes.Length - (2 * Header - 1));
    }

    static Verdict JudgeCandidate(ReadOnlySpan<byte> block, bool atEnd)
    {
        if (block.Length < EventBlock.LongestHeader)
            return atEnd ? Verdict.Damaged : Verdict.Partial;
        var length = LengthAt(block);
        if (length is < MinBlock or > LongestCandidate || !BlockTypes.IsKnown(TypeOf(block))
            || EventBlock.IsEvent(block) && !EventBlock.HasLength(block, (int)length))
            return Verdict.Damaged;
        if (length > block.Length)
            return atEnd ? Verdict.Damaged : Verdict.Partial;
        return BinaryPrimitives.ReadUInt32LittleEndian(block[((int)length - 4)..]) == length ? Verdict.Whole : Verdict.Damaged;
    }

    void MarkGap(Span<byte> gap)
    {
        GapBytes += gap.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(gap, (uint)Gap);
        BinaryPrimitives.WriteUInt32LittleEndian(gap[4..], (uint)gap.Length);
    }
}
