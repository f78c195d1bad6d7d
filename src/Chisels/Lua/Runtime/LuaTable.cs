using System.Runtime.CompilerServices;

namespace CSysdig.Chisels.Lua.Runtime;

/// <summary>
/// A table: elements 1 to n in an array, the rest in a hash whose keys stay in the order in which they came, so that
/// <c>pairs</c> gives the same order in every run.
/// </summary>
sealed class LuaTable : LuaObject
{
    const int None = -1;

    LuaValue[] _array = [];
    int _count;
    int[] _buckets = [];
    Entry[] _entries = [];
    int _used;

    public LuaTable? Metatable { get; set; }

    public override LuaType Type => LuaType.Table;

    /// <summary>The border that <c>#</c> gives.</summary>
    public int Length => _count;

    /// <summary>The elements 1 to <see cref="Length"/>; valid until the table is written to.</summary>
    public Span<LuaValue> Elements => _array.AsSpan(0, _count);

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
            if (index == key.Number && (uint)(index - 1) < (uint)_count)
                return _array[index - 1];
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
            if (index == key.Number && index > 0 && index <= _count + 1)
            {
                SetElement(index, value);
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
    public void SetInOrder(in LuaValue key, in LuaValue value) => SetHashed(key, value);

    public void Append(in LuaValue value) => Set(_count + 1, value);

    /// <summary>
    /// The element behind a place in the order of <c>pairs</c>, and its place; false at the end. The first place is 0.
    /// </summary>
    public bool Next(ref int place, out LuaValue key, out LuaValue value)
    {
        for (; place < _count; place++)
            if (!_array[place].IsNil)
            {
                key = place + 1;
                value = _array[place++];
                return true;
            }
        // Places of the hash begin behind the array's capacity, which stays while elements are only taken out.
        for (var at = Math.Max(place, _array.Length) - _array.Length; at < _used; at++)
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
        if (key.IsNumber && (int)key.Number is var index && index == key.Number && index > 0 && index <= _count)
            return index;
        var at = Find(key);
        if (at >= 0)
            return _array.Length + at + 1;
        // It may have been the last element, and have been taken out since.
        return key.IsNumber && key.Number > 0 && key.Number <= _array.Length && key.Number == Math.Floor(key.Number)
            ? (int)key.Number : throw new LuaException("invalid key to 'next'");
    }

    void SetElement(int index, in LuaValue value)
    {
        if (index <= _count)
        {
            _array[index - 1] = value;
            while (_count > 0 && _array[_count - 1].IsNil)
                _count--;
            return;
        }
        // One behind the end may have been in the hash before the array grew up to it.
        var at = Find(index);
        if (at >= 0)
            _entries[at].Value = default;
        if (value.IsNil)
            return;
        if (_count == _array.Length)
            Array.Resize(ref _array, Math.Max(4, _count * 2));
        _array[_count++] = value;
        while (_used > 0 && (at = Find(_count + 1)) >= 0 && !_entries[at].Value.IsNil)
        {
            var next = _entries[at].Value;
            _entries[at].Value = default;
            if (_count == _array.Length)
                Array.Resize(ref _array, _count * 2);
            _array[_count++] = next;
        }
    }

    void SetHashed(in LuaValue key, in LuaValue value)
    {
        var at = Find(key);
        if (at >= 0)
        {
            _entries[at].Value = value;
            return;
        }
        if (value.IsNil)
            return;
        if (_used == _entries.Length)
            Grow();
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

    /// <summary>Makes room, leaving out what was taken out.</summary>
    void Grow()
    {
        var living = 0;
        for (var i = 0; i < _used; i++)
            living += _entries[i].Value.IsNil ? 0 : 1;
        var size = Math.Max(4, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(living + living / 2 + 1)));
        var old = _entries;
        var used = _used;
        _entries = new Entry[size];
        _buckets = new int[size];
        _used = 0;
        for (var i = 0; i < used; i++)
        {
            if (old[i].Value.IsNil)
                continue;
            Link(_used, HashOf(old[i].Key));
            _entries[_used].Key = old[i].Key;
            _entries[_used++].Value = old[i].Value;
        }
    }

    struct Entry
    {
        public LuaValue Key, Value;
        /// <summary>The next entry of the same bucket, or <see cref="None"/>.</summary>
        public int Next;
    }
}
