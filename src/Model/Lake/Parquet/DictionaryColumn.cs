using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>A column whose values are numbers of a dictionary that holds each value once a row group. <see cref="Clear"/> forgets all numbers.</summary>
abstract class DictionaryColumn(string name, PhysicalType type, Meaning meaning, bool bloom) : Column(name, type, meaning)
{
    /// <summary>The number of a value that is not there.</summary>
    public const int Null = -1;

    readonly int[] _ids = new int[MostRows];
    int[] _slots = new int[64];
    ulong[] _hashes = new ulong[32];

    protected override PageEncoding Encoding => PageEncoding.Dictionary;
    public override bool HasDictionary => true;
    /// <summary>How many values the dictionary has.</summary>
    protected int Known { get; private set; }
    public override long Bytes => base.Bytes + (long)_hashes.Length * 8 + _slots.Length * 4;

    public void Add(int id) => _ids[Count++] = id;

    /// <summary>Adds one that stands in a table of so many columns, for each row of it that is named.</summary>
    public void Add(ReadOnlySpan<int> rows, ReadOnlySpan<int> table)
    {
        var ids = _ids.AsSpan(Count, rows.Length);
        for (var i = 0; i < ids.Length; i++)
            ids[i] = table[rows[i]];
        Count += rows.Length;
    }

    public override BloomFilter? Bloom
    {
        get
        {
            if (!bloom || Known == 0)
                return null;
            var filter = new BloomFilter(Known);
            for (var id = 0; id < Known; id++)
                filter.Add(BloomHash(id));
            return filter;
        }
    }

    public override void Clear()
    {
        base.Clear();
        Known = 0;
        // What one row group needed is not kept for those that need less.
        if (_slots.Length > 1 << 16)
            (_slots, _hashes) = (new int[64], new ulong[32]);
        else
            _slots.AsSpan().Clear();
    }

    protected override int WriteValues(Utf8Writer to, Span<int> defined)
    {
        var there = 0;
        for (var i = 0; i < Count; i++)
        {
            var id = _ids[i];
            defined[i] = id >= 0 ? 1 : 0;
            if (id >= 0)
                _ids[there++] = id;
        }
        var width = RunCoder.WidthOf(Known);
        to.Write((byte)width);
        RunCoder.Write(to, _ids.AsSpan(0, there), width);
        return there;
    }

    /// <summary>The place in the table where a hash's number stands or belongs; 0 there says that it is free, else it is the number and one.</summary>
    protected ref int Slot(ulong hash, int probe) => ref _slots[(int)(hash + (ulong)probe & (ulong)(_slots.Length - 1))];

    /// <summary>The hash by which a value stands in the table.</summary>
    protected ulong HashOf(int id) => _hashes[id];

    /// <summary>The hash by which it stands in a Bloom filter: XxHash64 of its plain bytes.</summary>
    protected abstract ulong BloomHash(int id);

    /// <summary>A new value, whose slot was found free.</summary>
    protected int Take(ref int slot, ulong hash)
    {
        slot = Known + 1;
        if (Known == _hashes.Length)
            Array.Resize(ref _hashes, Known * 2);
        _hashes[Known++] = hash;
        if (Known * 2 > _slots.Length)
            Spread();
        return Known - 1;
    }

    void Spread()
    {
        _slots = new int[_slots.Length * 4];
        for (var id = 0; id < Known; id++)
        {
            var probe = 0;
            while (Slot(_hashes[id], probe) != 0)
                probe++;
            Slot(_hashes[id], probe) = id + 1;
        }
    }
}
