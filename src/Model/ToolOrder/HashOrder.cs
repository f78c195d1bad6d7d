namespace CSysdig.Model.ToolOrder;

/// <summary>
/// Keys in the order in which the tools walk them: that of libstdc++'s unordered_map with 64-bit keys, whose hash is the key itself.
/// All nodes are one list; a key that comes first into its bucket goes to the list's front, another before those of its bucket.
/// </summary>
sealed class HashOrder
{
    /// <summary>The list's head stands at this index; nodes follow.</summary>
    const int Head = 0;
    const int None = -1;

    /// <summary>The numbers of buckets as a map grows: the last holds more keys than an array has room for.</summary>
    static readonly int[] s_bucketCounts =
    [
        13, 29, 59, 127, 257, 541, 1109, 2357, 5087, 10273, 20753, 42043, 85229, 172933, 351061, 712697, 1447153, 2938679,
        5967347, 12117689, 24607243, 49969847, 101473717, 206062531, 418457389, 849771157, 1725665261,
    ];

    long[] _keys = new long[4];
    int[] _next = [None, None, None, None];
    /// <summary>For each bucket the node before its first one, or none.</summary>
    int[] _before = [None];
    int _used = 1, _free = None, _count, _growth = -1;

    /// <summary>Adds a key that is not there yet.</summary>
    public void Add(long key)
    {
        if (_count + 1 > _before.Length || _growth < 0)
            Grow();
        Insert(Take(key));
        _count++;
    }

    /// <summary>Takes a key out; nothing happens when it is not there.</summary>
    public void Remove(long key)
    {
        var bucket = BucketOf(key);
        var before = _before[bucket];
        if (before == None)
            return;
        var node = _next[before];
        for (; node != None && _keys[node] != key; node = _next[node])
        {
            if (BucketOf(_keys[node]) != bucket)
                return;
            before = node;
        }
        if (node == None)
            return;
        var next = _next[node];
        var nextBucket = next == None ? None : BucketOf(_keys[next]);
        if (nextBucket != bucket)
        {
            if (next != None)
                _before[nextBucket] = before;
            if (before == _before[bucket])
                _before[bucket] = None;
        }
        _next[before] = next;
        _next[node] = _free;
        _free = node;
        _count--;
    }

    /// <summary>Becomes a copy of another one, which holds the same keys.</summary>
    public void CopyFrom(HashOrder other)
    {
        _keys = [.. other._keys];
        _next = [.. other._next];
        _before = [.. other._before];
        (_used, _free, _count, _growth) = (other._used, other._free, other._count, other._growth);
    }

    /// <summary>Every key, in order.</summary>
    public IEnumerable<long> Keys
    {
        get
        {
            for (var node = _next[Head]; node != None; node = _next[node])
                yield return _keys[node];
        }
    }

    /// <summary>The order of a walk over keys of these hashes, which were added in the order they have here and are told by their places.</summary>
    public static int[] Of(ReadOnlySpan<ulong> hashes)
    {
        var order = new HashOrder();
        foreach (var hash in hashes)
            order.Add((long)hash);
        var places = new int[hashes.Length];
        for (int i = 0, node = order._next[Head]; i < places.Length; i++, node = order._next[node])
            places[i] = node - 1;
        return places;
    }

    /// <summary>Makes these the keys, in this order. Nothing may be added or removed after that.</summary>
    public void Restore(ReadOnlySpan<long> keys)
    {
        _keys = [0, .. keys];
        _next = new int[_keys.Length];
        for (var node = 0; node < _next.Length; node++)
            _next[node] = node + 1 < _next.Length ? node + 1 : None;
        (_used, _count) = (_keys.Length, keys.Length);
    }

    int BucketOf(long key) => (int)((ulong)key % (ulong)_before.Length);

    /// <summary>Into its bucket, before those that are there, or with its bucket to the front of all.</summary>
    void Insert(int node)
    {
        var bucket = BucketOf(_keys[node]);
        if (_before[bucket] != None)
        {
            _next[node] = _next[_before[bucket]];
            _next[_before[bucket]] = node;
            return;
        }
        var first = _next[Head];
        _next[node] = first;
        _next[Head] = node;
        if (first != None)
            _before[BucketOf(_keys[first])] = node;
        _before[bucket] = Head;
    }

    int Take(long key)
    {
        var node = _free;
        if (node != None)
            _free = _next[node];
        else
        {
            if (_used == _keys.Length)
            {
                Array.Resize(ref _keys, _used * 2);
                Array.Resize(ref _next, _used * 2);
            }
            node = _used++;
        }
        _keys[node] = key;
        return node;
    }

    /// <summary>More buckets: the nodes are put in again in the order in which they stand.</summary>
    void Grow()
    {
        _before = new int[s_bucketCounts[++_growth]];
        Array.Fill(_before, None);
        var node = _next[Head];
        _next[Head] = None;
        while (node != None)
        {
            var next = _next[node];
            Insert(node);
            node = next;
        }
    }
}
