namespace CSysdig.Model.Queries;

/// <summary>Numbers the distinct keys it meets, from 0. A key is bytes; they lie one behind the other in one array.</summary>
public sealed class KeyNumbers
{
    int[] _slots = new int[64];
    int[] _starts = new int[32];
    uint[] _hashes = new uint[32];
    byte[] _bytes = new byte[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int key] => _bytes.AsSpan(_starts[key], _starts[key + 1] - _starts[key]);

    /// <summary>What it takes of memory.</summary>
    public long Bytes => _bytes.Length + sizeof(int) * ((long)_slots.Length + _starts.Length + _hashes.Length);

    /// <summary>The number of a key, a new one when it wasn't there.</summary>
    public int Add(ReadOnlySpan<byte> key, out bool isNew)
    {
        var hash = Hash(key);
        var mask = _slots.Length - 1;
        for (var at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            var found = _slots[at] - 1;
            if (found < 0)
            {
                isNew = true;
                _slots[at] = Count + 1;
                return Append(key, hash);
            }
            if (_hashes[found] == hash && this[found].SequenceEqual(key))
            {
                isNew = false;
                return found;
            }
        }
    }

    /// <summary>The number of a key that is there already.</summary>
    public bool TryFind(ReadOnlySpan<byte> key, out int number)
    {
        var hash = Hash(key);
        var mask = _slots.Length - 1;
        for (var at = (int)hash & mask; _slots[at] != 0; at = (at + 1) & mask)
        {
            number = _slots[at] - 1;
            if (_hashes[number] == hash && this[number].SequenceEqual(key))
                return true;
        }
        number = -1;
        return false;
    }

    int Append(ReadOnlySpan<byte> key, uint hash)
    {
        var index = Count++;
        if (index + 2 > _starts.Length)
        {
            Array.Resize(ref _starts, _starts.Length * 2);
            Array.Resize(ref _hashes, _starts.Length);
        }
        var start = _starts[index];
        if (_bytes.Length - start < key.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(start + key.Length)));
        key.CopyTo(_bytes.AsSpan(start));
        _starts[index + 1] = start + key.Length;
        _hashes[index] = hash;
        if (Count * 2 > _slots.Length)
            Rehash();
        return index;
    }

    void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var i = 0; i < Count; i++)
        {
            var at = (int)_hashes[i] & mask;
            while (_slots[at] != 0)
                at = (at + 1) & mask;
            _slots[at] = i + 1;
        }
    }

    static uint Hash(ReadOnlySpan<byte> key)
    {
        var hash = new HashCode();
        hash.AddBytes(key);
        return (uint)hash.ToHashCode();
    }
}
