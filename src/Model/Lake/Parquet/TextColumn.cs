using System.Buffers.Binary;
using System.IO.Hashing;
using CSysdig.Model.Text;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>Texts, which must be UTF-8.</summary>
sealed class TextColumn(string name, bool bloom = false) : DictionaryColumn(name, PhysicalType.ByteArray, Meaning.Text, bloom)
{
    /// <summary>Longer texts are in no statistics.</summary>
    const int MostInRange = 256;

    readonly Utf8Writer _texts = new(1 << 10);
    int[] _ends = new int[32];

    public override long Bytes => base.Bytes + _texts.Length + _ends.Length * 4L;

    /// <summary>The number of a text.</summary>
    public int Id(ReadOnlySpan<byte> text)
    {
        var hash = XxHash64.HashToUInt64(text);
        for (var probe = 0; ; probe++)
        {
            ref var slot = ref Slot(hash, probe);
            if (slot == 0)
                return Learn(ref slot, hash, text);
            if (HashOf(slot - 1) == hash && Text(slot - 1).SequenceEqual(text))
                return slot - 1;
        }
    }

    public ReadOnlySpan<byte> Text(int id)
    {
        var start = id == 0 ? 0 : _ends[id - 1];
        return _texts.Written[start.._ends[id]];
    }

    public override bool Range(Utf8Writer least, Utf8Writer most)
    {
        if (Known == 0)
            return false;
        var (low, high) = (0, 0);
        for (var id = 1; id < Known; id++)
        {
            if (Text(id).SequenceCompareTo(Text(low)) < 0)
                low = id;
            else if (Text(id).SequenceCompareTo(Text(high)) > 0)
                high = id;
        }
        least.Write(Text(low));
        most.Write(Text(high));
        return Math.Max(least.Length, most.Length) <= MostInRange;
    }

    public override void Clear()
    {
        base.Clear();
        _texts.Clear();
    }

    protected override ulong BloomHash(int id) => HashOf(id);

    protected override int WriteDictionary(Utf8Writer to)
    {
        for (var id = 0; id < Known; id++)
        {
            var text = Text(id);
            BinaryPrimitives.WriteInt32LittleEndian(to.Reserve(4), text.Length);
            to.Advance(4);
            to.Write(text);
        }
        return Known;
    }

    int Learn(ref int slot, ulong hash, ReadOnlySpan<byte> text)
    {
        var id = Take(ref slot, hash);
        if (id == _ends.Length)
            Array.Resize(ref _ends, id * 2);
        _texts.Write(text);
        _ends[id] = _texts.Length;
        return id;
    }
}
