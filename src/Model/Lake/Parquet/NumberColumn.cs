using System.Buffers.Binary;
using System.IO.Hashing;
using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>Numbers of which many come again.</summary>
sealed class NumberColumn(string name, bool bloom = false, Meaning meaning = Meaning.None) : DictionaryColumn(name, PhysicalType.Int64, meaning, bloom)
{
    long[] _numbers = new long[32];

    public override long Bytes => base.Bytes + _numbers.Length * 8L;

    /// <summary>The number in the dictionary of a number.</summary>
    public int Id(long number)
    {
        var hash = (ulong)number * 0x9E37_79B9_7F4A_7C15;
        hash ^= hash >> 32;
        for (var probe = 0; ; probe++)
        {
            ref var slot = ref Slot(hash, probe);
            if (slot == 0)
                return Learn(ref slot, hash, number);
            if (_numbers[slot - 1] == number)
                return slot - 1;
        }
    }

    public override bool Range(Utf8Writer least, Utf8Writer most)
    {
        var (low, high) = (long.MaxValue, long.MinValue);
        foreach (var number in _numbers.AsSpan(0, Known))
            (low, high) = (Math.Min(low, number), Math.Max(high, number));
        WritePlain(least, low);
        WritePlain(most, high);
        return Known > 0;
    }

    protected override ulong BloomHash(int id)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, _numbers[id]);
        return XxHash64.HashToUInt64(bytes);
    }

    protected override int WriteDictionary(Utf8Writer to)
    {
        foreach (var number in _numbers.AsSpan(0, Known))
            WritePlain(to, number);
        return Known;
    }

    int Learn(ref int slot, ulong hash, long number)
    {
        var id = Take(ref slot, hash);
        if (id == _numbers.Length)
            Array.Resize(ref _numbers, id * 2);
        _numbers[id] = number;
        return id;
    }
}
