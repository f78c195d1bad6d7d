using System.Runtime.CompilerServices;

namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>
/// A table: an array, and a hash whose keys stay in the order in which they came, so that <c>pairs</c> gives the same order in
/// every run. Which integers lie in the array is decided as LuaJIT decides it, for <c>#</c> of a table with holes hangs on it.
/// </summary>
sealed class LuaTable : LuaObject
{
    const int None = -1, MostArray = (1 << 27) + 1, MostArrayBits = 28;

    /// <summary>Elements from 0 on.</summary>
    LuaValue[] _array = [];
    int[] _buckets = [];
    Entry[] _entries = [];
    int _used;
    bool _keepsOrder;

    public LuaTable()
    {
    }

    public LuaTable(TableShape shape)
    {
        if (shape.Array > 0)
            _array = new LuaValue[shape.Array];
        if (shape.Hash > 0)
            (_entries, _buckets) = (new Entry[shape.Hash], new int[shape.Hash]);
    }

    public TableShape Shape => new(_array.Length, _entries.Length);

    public LuaTable? Metatable { get; set; }

    public override LuaType Type => LuaType.Table;

    /// <summary>The border that <c>#</c> gives: an element that is there, with none behind it. With holes there are several.</summary>
    public int Length
    {
        get
        {
            var last = Math.Max(0, _array.Length - 1);
            return last > 0 && _array[last].IsNil ? Border(0, last) : _entries.Length == 0 ? last : LengthBehind(last);
        }
    }

    /// <summary>A copy of the elements 1 to <see cref="Length"/>.</summary>
    public LuaValue[] Elements
    {
        get
        {
            var all = new LuaValue[Length];
            for (var i = 0; i < all.Length; i++)
                all[i] = Get(i + 1);
            return all;
        }
    }

    public LuaValue this[string name]
    {
        get => Get(LuaValue.Of(name));
        set => Set(LuaValue.Of(name), value);
    }

    public LuaValue Get(in LuaValue key)
    {
        if (key.IsNumber)
        {
            var index = (int)key.Number;
            if (index == key.Number && (uint)index < (uint)_array.Length)
                return _array[index];
        }
        var at = Find(key);
        return at < 0 ? default : _entries[at].Value;
    }

    public LuaValue Get(LuaText key)
    {
        var at = Find(key);
        return at < 0 ? default : _entries[at].Value;
    }

    /// <summary>Sets an element; a value of nil takes it out.</summary>
    /// <exception cref="LuaException">The key is nil or not a number.</exception>
    public void Set(in LuaValue key, in LuaValue value)
    {
        if (key.IsNumber)
        {
            var index = (int)key.Number;
            if (index == key.Number && (uint)index < (uint)_array.Length)
            {
                _array[index] = value;
                return;
            }
            if (double.IsNaN(key.Number))
                throw new LuaException("table index is NaN");
        }
        else if (key.IsNil)
            throw new LuaException("table index is nil");
        SetHashed(key, value);
    }

    public void Set(LuaText key, in LuaValue value) => SetHashed(LuaValue.Of(key), value);

    /// <summary>Sets an element that <c>pairs</c> gives behind those set so before, also where the key is an integer.</summary>
    public void SetInOrder(in LuaValue key, in LuaValue value)
    {
        _keepsOrder = true;
        SetHashed(key, value);
    }

    public void Append(in LuaValue value) => Set(Length + 1, value);

    /// <summary>Makes an array that is smaller than needed as large as told, as where a list of values is made.</summary>
    public void Reserve(int needed, int size)
    {
        if (_array.Length < needed)
            Resize(size, _entries.Length);
    }

    /// <summary>
    /// The element behind a place in the order of <c>pairs</c>, and its place; false at the end. The first place is 0.
    /// </summary>
    public bool Next(ref int place, out LuaValue key, out LuaValue value)
    {
        for (; place < _array.Length; place++)
            if (!_array[place].IsNil)
            {
                key = place;
                value = _array[place++];
                return true;
            }
        // Places of the hash begin behind the array.
        for (var at = place - _array.Length; at < _used; at++)
            if (!_entries[at].Value.IsNil)
            {
                key = _entries[at].Key;
                value = _entries[at].Value;
                place = _array.Length + at + 1;
                return true;
            }
        key = value = default;
        return false;
    }

    /// <summary>The place behind a key.</summary>
    /// <exception cref="LuaException">The key is not in the table.</exception>
    public int PlaceBehind(in LuaValue key)
    {
        if (key.IsNil)
            return 0;
        if (key.IsNumber && (int)key.Number is var index && index == key.Number && (uint)index < (uint)_array.Length)
            return index + 1;
        var at = Find(key);
        return at >= 0 ? _array.Length + at + 1 : throw new LuaException("invalid key to 'next'");
    }

    /// <summary>Halves the stretch between an element and a hole until they are neighbours.</summary>
    int Border(int element, int hole)
    {
        while (hole - element > 1)
        {
            var middle = (int)(((uint)element + (uint)hole) / 2);
            if (Get(middle).IsNil)
                hole = middle;
            else
                element = middle;
        }
        return element;
    }

    /// <summary>The array is full, and the hash may go on where it ends.</summary>
    int LengthBehind(int element)
    {
        var hole = element + 1;
        while (!Get(hole).IsNil)
        {
            if (hole > int.MaxValue / 2)
            {
                for (element = 1; !Get(element).IsNil; element++)
                    ;
                return element - 1;
            }
            element = hole;
            hole *= 2;
        }
        return Border(element, hole);
    }

    void SetHashed(in LuaValue key, in LuaValue value)
    {
        var at = Find(key);
        if (at >= 0)
            _entries[at].Value = value;
        // A nil takes a place for a number, and makes the array grow, as in LuaJIT.
        else if (!value.IsNil || key.IsNumber)
            AddNew(key, value);
    }

    void AddNew(in LuaValue key, in LuaValue value)
    {
        if (_used == _entries.Length)
        {
            Rehash(key);
            if (key.IsNumber && (int)key.Number is var index && index == key.Number && (uint)index < (uint)_array.Length)
            {
                _array[index] = value;
                return;
            }
        }
        Link(_used, HashOf(key));
        _entries[_used].Key = key;
        _entries[_used++].Value = value;
    }

    int Find(LuaText key)
    {
        if (_buckets.Length == 0)
            return None;
        for (var at = _buckets[key.Hash & (_buckets.Length - 1)] - 1; at >= 0; at = _entries[at].Next)
            if (ReferenceEquals(_entries[at].Key.Object, key) || _entries[at].Key.Object is LuaText text && text.SameAs(key))
                return at;
        return None;
    }

    int Find(in LuaValue key)
    {
        if (key.Object is LuaText text)
            return Find(text);
        if (_buckets.Length == 0 || key.IsNil)
            return None;
        for (var at = _buckets[HashOf(key) & (_buckets.Length - 1)] - 1; at >= 0; at = _entries[at].Next)
            if (ReferenceEquals(_entries[at].Key.Object, key.Object) && _entries[at].Key.Number == key.Number)
                return at;
        return None;
    }

    static int HashOf(in LuaValue key)
    {
        if (key.Object is LuaText text)
            return text.Hash;
        if (!key.IsNumber)
            return RuntimeHelpers.GetHashCode(key.Object);
        var bits = BitConverter.DoubleToUInt64Bits(key.Number + 0.0) * 0x9e3779b97f4a7c15;
        return (int)(bits >> 33);
    }

    void Link(int at, int hash)
    {
        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _entries[at].Next = bucket - 1;
        bucket = at + 1;
    }

    /// <summary>Makes room for one more key, leaving out what was taken out: the largest array of which more than half is in use, and a hash for the rest.</summary>
    void Rehash(in LuaValue key)
    {
        // How many integers lie in 0 to 2, 3 to 4, 5 to 8 ...
        Span<int> integers = stackalloc int[MostArrayBits];
        integers.Clear();
        var (total, candidates) = (1, 0);
        for (var i = 0; i < _array.Length; i++)
            if (!_array[i].IsNil)
            {
                total++;
                candidates++;
                integers[BinOf(i)]++;
            }
        for (var i = 0; i < _used; i++)
            if (!_entries[i].Value.IsNil)
            {
                total++;
                candidates += Count(_entries[i].Key, integers);
            }
        candidates += Count(key, integers);
        var (size, inArray, sum) = (0, 0, 0);
        for (var bin = 0; bin < MostArrayBits && 2L * candidates > 1L << bin && sum != candidates; bin++)
        {
            sum += integers[bin];
            if (integers[bin] > 0 && 2L * sum > 1L << bin)
                (size, inArray) = ((2 << bin) + 1, sum);
        }
        var rest = total - inArray;
        Resize(size, rest == 0 ? 0 : Math.Max(2, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rest)));
    }

    int Count(in LuaValue key, Span<int> integers)
    {
        if (_keepsOrder || !key.IsNumber || (int)key.Number is var index && (index != key.Number || (uint)index >= MostArray))
            return 0;
        integers[BinOf(index)]++;
        return 1;
    }

    static int BinOf(int index) => index > 2 ? System.Numerics.BitOperations.Log2((uint)(index - 1)) : 0;

    void Resize(int array, int hash)
    {
        var (oldArray, old, used) = (_array, _entries, _used);
        if (array != oldArray.Length)
        {
            _array = array == 0 ? [] : new LuaValue[array];
            oldArray.AsSpan(0, Math.Min(array, oldArray.Length)).CopyTo(_array);
        }
        _entries = hash == 0 ? [] : new Entry[hash];
        _buckets = hash == 0 ? [] : new int[hash];
        _used = 0;
        for (var i = array; i < oldArray.Length; i++)
            if (!oldArray[i].IsNil)
                Set(i, oldArray[i]);
        for (var i = 0; i < used; i++)
            if (!old[i].Value.IsNil)
                if (_keepsOrder)
                    AddNew(old[i].Key, old[i].Value);
                else
                    Set(old[i].Key, old[i].Value);
    }

    struct Entry
    {
        public LuaValue Key, Value;
        /// <summary>The next entry of the same bucket, or <see cref="None"/>.</summary>
        public int Next;
    }
}

/// <summary>How many elements the array of a table has, and how many keys go into its hash.</summary>
readonly record struct TableShape(int Array, int Hash);
