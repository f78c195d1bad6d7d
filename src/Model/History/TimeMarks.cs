using System.Buffers.Binary;

namespace CSysdig.Model.History;

/// <summary>
/// The time of one row in 64, always in memory: where a time is in a capture can be told without its columns. One thread sets, any
/// thread reads of rows set before.
/// </summary>
sealed class TimeMarks
{
    public const int Shift = 6;
    const int PageShift = EventChunk.Shift - Shift, PageMask = (1 << PageShift) - 1;

    volatile ulong[][] _pages = [];

    /// <summary>How many rows have so many marks.</summary>
    public static long CountOf(long rows) => (rows + (1L << Shift) - 1) >> Shift;

    public ulong this[long mark] => _pages[mark >> PageShift][mark & PageMask];

    public void Set(long mark, ulong time)
    {
        var pages = _pages;
        if (mark >> PageShift == pages.Length)
            _pages = pages = [.. pages, new ulong[PageMask + 1]];
        pages[mark >> PageShift][mark & PageMask] = time;
    }

    /// <summary>The first marks as differences, eight bytes each, little-endian.</summary>
    public byte[] Write(long count)
    {
        var bytes = new byte[count * sizeof(ulong)];
        ulong before = 0;
        for (var mark = 0; mark < count; mark++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(mark * sizeof(ulong)), this[mark] - before);
            before = this[mark];
        }
        return bytes;
    }

    public static TimeMarks Read(ReadOnlySpan<byte> bytes)
    {
        var marks = new TimeMarks();
        ulong time = 0;
        for (var mark = 0; bytes.Length > 0; mark++, bytes = bytes[sizeof(ulong)..])
            marks.Set(mark, time += BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        return marks;
    }

    /// <summary>The last of the marks below <paramref name="count"/> that is not later than a time; -1 when all are.</summary>
    public long LastUntil(ulong time, long count)
    {
        long low = -1, high = count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (this[middle] <= time)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }
}
