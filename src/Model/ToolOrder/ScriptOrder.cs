using System.Numerics;

namespace CSysdig.Model.ToolOrder;

/// <summary>
/// The order in which the original chisels, scripts of LuaJIT, walk a table whose keys are integers: those of the array part by
/// size, then the nodes of the hash part by place. https://github.com/LuaJIT/LuaJIT, lj_tab.c, tells how keys find their place.
/// </summary>
public sealed class ScriptOrder
{
    /// <summary>Keys from here on are never put into the array part.</summary>
    const int MaxArray = 1 << 27;
    const int MaxBits = 28;
    const int None = -1;

    /// <summary>For each slot of the array part the place of its key in the caller's list.</summary>
    int[] _array = [];
    int[] _nodeKey = [], _nodeIndex = [], _next = [];
    int _free;

    /// <summary>The places of keys, which must all differ, in the order of a walk; they are put in as the list has them.</summary>
    public static IEnumerable<int> Of(IReadOnlyList<int> keys)
    {
        var table = new ScriptOrder();
        for (var i = 0; i < keys.Count; i++)
            table.Set(keys[i], i);
        return table._array.Concat(table._nodeIndex).Where(i => i != None);
    }

    void Set(int key, int index)
    {
        if ((uint)key < (uint)_array.Length)
        {
            _array[key] = index;
            return;
        }
        if (_nodeKey.Length == 0)
        {
            Rehash(key, index);
            return;
        }
        var node = MainNode(key);
        if (_nodeIndex[node] != None)
        {
            do
            {
                if (_free == 0)
                {
                    Rehash(key, index);
                    return;
                }
            }
            while (_nodeIndex[--_free] != None);
            node = MakeRoom(node);
        }
        _nodeKey[node] = key;
        _nodeIndex[node] = index;
    }

    /// <summary>The main node of a key is taken: either whoever has it moves to the free node, or the key itself goes there.</summary>
    int MakeRoom(int node)
    {
        var before = MainNode(_nodeKey[node]);
        if (before == node)
        {
            _next[_free] = _next[node];
            _next[node] = _free;
            return _free;
        }
        while (_next[before] != node)
            before = _next[before];
        _next[before] = _free;
        (_nodeKey[_free], _nodeIndex[_free], _next[_free]) = (_nodeKey[node], _nodeIndex[node], _next[node]);
        _next[node] = None;
        return node;
    }

    /// <summary>Sizes both parts anew for the keys there are and one more.</summary>
    void Rehash(int key, int index)
    {
        Span<int> bins = stackalloc int[MaxBits];
        bins.Clear();
        var total = 1;
        var integers = Count(key, bins);
        for (var i = 0; i < _array.Length; i++)
            if (_array[i] != None)
            {
                total++;
                integers += Count(i, bins);
            }
        for (var i = 0; i < _nodeKey.Length; i++)
            if (_nodeIndex[i] != None)
            {
                total++;
                integers += Count(_nodeKey[i], bins);
            }
        var arraySize = BestArray(bins, integers, out var inArray);
        Resize(arraySize, total - inArray);
        Set(key, index);
    }

    void Resize(int arraySize, int hashed)
    {
        var (oldArray, oldKeys, oldIndexes) = (_array, _nodeKey, _nodeIndex);
        _array = new int[arraySize];
        Array.Fill(_array, None);
        oldArray.AsSpan(0, Math.Min(arraySize, oldArray.Length)).CopyTo(_array);
        var nodes = hashed == 0 ? 0 : Math.Max(2, (int)BitOperations.RoundUpToPowerOf2((uint)hashed));
        _nodeKey = new int[nodes];
        _nodeIndex = new int[nodes];
        _next = new int[nodes];
        Array.Fill(_nodeIndex, None);
        Array.Fill(_next, None);
        _free = nodes;
        for (var i = arraySize; i < oldArray.Length; i++)
            if (oldArray[i] != None)
                Set(i, oldArray[i]);
        for (var i = 0; i < oldKeys.Length; i++)
            if (oldIndexes[i] != None)
                Set(oldKeys[i], oldIndexes[i]);
    }

    /// <summary>Counts a key that could stand in the array part under the power of two it needs.</summary>
    static int Count(int key, Span<int> bins)
    {
        if ((uint)key >= MaxArray)
            return 0;
        bins[key > 2 ? BitOperations.Log2((uint)(key - 1)) : 0]++;
        return 1;
    }

    /// <summary>The largest array part of which more than half is in use.</summary>
    static int BestArray(ReadOnlySpan<int> bins, int integers, out int inArray)
    {
        var size = inArray = 0;
        for (int b = 0, sum = 0; b < MaxBits && 2L * integers > 1L << b && sum != integers; b++)
            if (bins[b] > 0 && 2L * (sum += bins[b]) > 1L << b)
            {
                size = (2 << b) + 1;
                inArray = sum;
            }
        return size;
    }

    /// <summary>Where a key wants to stand: a hash of the number as a double.</summary>
    int MainNode(int key)
    {
        var bits = BitConverter.DoubleToUInt64Bits(key);
        var low = (uint)bits;
        var high = (uint)(bits >> 32) << 1;
        low ^= high;
        high = BitOperations.RotateLeft(high, 14);
        low -= high;
        high = BitOperations.RotateLeft(high, 5);
        high ^= low;
        high -= BitOperations.RotateLeft(low, 13);
        return (int)(high & (uint)(_nodeKey.Length - 1));
    }
}
