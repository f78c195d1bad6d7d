using System.Buffers.Binary;
using CSysdig.Model.Text;
using ZstdSharp;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>How a value lies in a file.</summary>
enum PhysicalType { Boolean = 0, Int64 = 2, ByteArray = 6 }

/// <summary>What a value means beside that.</summary>
enum Meaning : byte { None, Text, Time }

/// <summary>How values of a page are written.</summary>
enum PageEncoding { Plain = 0, Runs = 3, Delta = 5, DeltaLength = 6, Dictionary = 8 }

/// <summary>
/// One column of a file: it takes values one by one, makes a page of them when it is told to, or when it has enough, and keeps the pages of a
/// row group, compressed, until they are written.
/// </summary>
abstract class Column(string name, PhysicalType type, Meaning meaning)
{
    public const int ZstdLevel = 3;
    /// <summary>No column gathers more values for a page.</summary>
    public const int MostRows = 1 << 16;

    readonly Utf8Writer _pages = new(1 << 12), _page = new(1 << 12), _values = new(1 << 12);
    readonly ThriftWriter _head = new();
    readonly int[] _defined = new int[MostRows];
    byte[] _packed = [];

    public string Name => name;
    public PhysicalType Type => type;
    public Meaning Meaning => meaning;

    /// <summary>Values of the row group, those that are not there too.</summary>
    public long Values { get; private set; }
    public long Nulls { get; private set; }
    /// <summary>Bytes of all pages before they were compressed.</summary>
    public long PlainBytes { get; private set; }
    /// <summary>The pages that are done.</summary>
    public ReadOnlySpan<byte> Pages => _pages.Written;
    /// <summary>Memory that the row group takes, roughly.</summary>
    public virtual long Bytes => _pages.Length;
    /// <summary>Values gathered for the next page.</summary>
    protected int Count { get; set; }

    protected abstract PageEncoding Encoding { get; }
    /// <summary>The encodings of its pages, for the footer.</summary>
    public int[] Encodings => HasDictionary ? [(int)PageEncoding.Plain, (int)PageEncoding.Runs, (int)Encoding] : [(int)PageEncoding.Runs, (int)Encoding];
    public virtual bool HasDictionary => false;
    /// <summary>The smallest and largest value as the footer has them; false where there is none, or one that is too long.</summary>
    public abstract bool Range(Utf8Writer least, Utf8Writer most);
    /// <summary>The hashes of its values, where a Bloom filter is wanted.</summary>
    public virtual BloomFilter? Bloom => null;

    /// <summary>Writes the values of a page that are there, and says of each whether it is: 1 or 0. The result is how many are.</summary>
    protected abstract int WriteValues(Utf8Writer to, Span<int> defined);

    /// <summary>Makes a page of what has gathered.</summary>
    public void EndPage(Compressor zstd)
    {
        if (Count == 0)
            return;
        var defined = _defined.AsSpan(0, Count);
        // Which are there stands before the values, and is known behind them.
        _values.Clear();
        var there = WriteValues(_values, defined);
        _page.Clear();
        _page.Reserve(4);
        _page.Advance(4);
        RunCoder.Write(_page, defined, 1);
        _page.PatchInt32(0, _page.Length - 4);
        _page.Write(_values.Written);
        Put(zstd, dictionary: false, Count, Encoding);
        Values += Count;
        Nulls += Count - there;
        Count = 0;
    }

    /// <summary>Puts the page of the dictionary before the others; the result is its size, 0 without one.</summary>
    public int EndDictionary(Compressor zstd, Utf8Writer to)
    {
        _page.Clear();
        if (!HasDictionary)
            return 0;
        var count = WriteDictionary(_page);
        var before = _pages.Length;
        Put(zstd, dictionary: true, count, PageEncoding.Plain);
        var size = _pages.Length - before;
        to.Write(_pages.Written[before..]);
        _pages.Truncate(before);
        return size;
    }

    /// <summary>Writes the dictionary; the result is how many values it has.</summary>
    protected virtual int WriteDictionary(Utf8Writer to) => 0;

    /// <summary>Another row group begins.</summary>
    public virtual void Clear()
    {
        _pages.Clear();
        Values = Nulls = PlainBytes = 0;
    }

    void Put(Compressor zstd, bool dictionary, int count, PageEncoding encoding)
    {
        var bound = Compressor.GetCompressBound(_page.Length);
        if (_packed.Length < bound)
            _packed = new byte[bound];
        var packed = zstd.Wrap(_page.Written, _packed);
        _head.Start();
        _head.Int(1, dictionary ? 2 : 0);
        _head.Int(2, _page.Length);
        _head.Int(3, packed);
        _head.Begin(dictionary ? 7 : 5);
        _head.Int(1, count);
        _head.Int(2, (int)encoding);
        if (!dictionary)
        {
            _head.Int(3, (int)PageEncoding.Runs);
            _head.Int(4, (int)PageEncoding.Runs);
        }
        _head.End();
        _head.End();
        _pages.Write(_head.Bytes.Written);
        _pages.Write(_packed.AsSpan(0, packed));
        PlainBytes += _head.Bytes.Length + _page.Length;
    }

    /// <summary>A number as the footer and a dictionary have it.</summary>
    protected static void WritePlain(Utf8Writer to, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to.Reserve(8), value);
        to.Advance(8);
    }
}
