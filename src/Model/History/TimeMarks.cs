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

    /// <summary>The marks of each chunk, from the first that is there; another object when there are more or fewer.</summary>
    sealed record Pages(ulong[][] All, int First);

    volatile Pages _pages = new([], 0);

    /// <summary>How many rows have so many marks.</summary>
    public static long CountOf(long rows) => (rows + (1L << Shift) - 1) >> Shift;

    /// <summary>0 of a chunk that was let go.</summary>
    public ulong this[long mark]
    {
        get
        {
            var (pages, first) = _pages;
            return mark >> PageShift < first ? 0 : pages[(int)(mark >> PageShift) - first][mark & PageMask];
        }
    }

    public void Set(long mark, ulong time)
    {
        var (pages, first) = _pages;
        var page = (int)(mark >> PageShift) - first;
        if (page == pages.Length)
            _pages = new Pages(pages = [.. pages, new ulong[PageMask + 1]], first);
        pages[page][mark & PageMask] = time;
    }

    /// <summary>Those of chunks before one are needed no more.</summary>
    public void DropBefore(int chunk) => _pages = new Pages(_pages.All[(chunk - _pages.First)..], chunk);

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

    /// <summary>The last of the marks from one on and below <paramref name="count"/> that is not later than a time; the one before <paramref name="first"/> when all are.</summary>
    public long LastUntil(ulong time, long first, long count)
    {
        long low = first - 1, high = count - 1;
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
