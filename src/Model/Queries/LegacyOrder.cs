using System.Buffers.Binary;

namespace CSysdig.Model.Queries;

/// <summary>
/// The order in which libsinsp walks through the rows that it merges: the order of a libstdc++ hash map. It decides which
/// thread's values stand for its process where a column has no aggregate.
/// </summary>
static class LegacyOrder
{
    /// <summary>Sizes that such a map grows through, each the first prime at or above twice the one before.</summary>
    static ReadOnlySpan<long> Sizes =>
    [
        13, 29, 59, 127, 257, 541, 1109, 2357, 5087, 10273, 20753, 42043, 85229, 172933, 351061, 712697, 1447153, 2938679,
        5967347, 12117689, 24607243, 49969847, 101473717, 206062531, 418457389, 849771157, 1725665261,
    ];

    /// <summary>libsinsp's hash of a key: all of its bytes but the last, which for a text is the NUL behind it.</summary>
    public static ulong Hash(ReadOnlySpan<byte> key, bool isText)
    {
        ulong hash = 0;
        foreach (var b in isText ? key : key[..^1])
            hash = hash * 101 + b;
        return hash;
    }

    /// <summary>The same of the key of a row, which is as wide there as its type.</summary>
    public static ulong Hash(ResultColumn keys, int row)
    {
        if (keys.Texts is { } texts)
            return Hash(texts[row], isText: true);
        Span<byte> key = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(key, keys.Numbers[row]);
        return Hash(key[..CellType.WidthOf(keys.Type)], isText: false);
    }

    /// <summary>The order of a walk over keys that were inserted in the order of their hashes here.</summary>
    public static int[] Of(ReadOnlySpan<ulong> hashes)
    {
        var next = new int[hashes.Length + 1];
        var head = hashes.Length;
        next[head] = -1;
        var size = 0;
        var before = new int[0];
        for (var i = 0; i < hashes.Length; i++)
        {
            if (size == 0 || i + 1 > Sizes[size - 1])
                before = Grow(next, head, hashes, (int)Sizes[size++]);
            Insert(next, head, before, hashes, i);
        }
        var order = new int[hashes.Length];
        var at = next[head];
        for (var i = 0; i < order.Length; i++, at = next[at])
            order[i] = at;
        return order;
    }

    /// <summary>A new entry goes to the front of its bucket, and an empty bucket to the front of all.</summary>
    static void Insert(int[] next, int head, int[] before, ReadOnlySpan<ulong> hashes, int entry)
    {
        var bucket = (int)(hashes[entry] % (ulong)before.Length);
        if (before[bucket] >= 0)
        {
            next[entry] = next[before[bucket]];
            next[before[bucket]] = entry;
            return;
        }
        next[entry] = next[head];
        next[head] = entry;
        if (next[entry] >= 0)
            before[(int)(hashes[next[entry]] % (ulong)before.Length)] = entry;
        before[bucket] = head;
    }

    static int[] Grow(int[] next, int head, ReadOnlySpan<ulong> hashes, int size)
    {
        var before = new int[size];
        Array.Fill(before, -1);
        var entry = next[head];
        next[head] = -1;
        var frontBucket = 0;
        while (entry >= 0)
        {
            var following = next[entry];
            var bucket = (int)(hashes[entry] % (ulong)size);
            if (before[bucket] < 0)
            {
                next[entry] = next[head];
                next[head] = entry;
                before[bucket] = head;
                if (next[entry] >= 0)
                    before[frontBucket] = entry;
                frontBucket = bucket;
            }
            else
            {
                next[entry] = next[before[bucket]];
                next[before[bucket]] = entry;
            }
            entry = following;
        }
        return before;
    }
}
