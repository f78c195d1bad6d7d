using System.Buffers.Binary;
using CSysdig.Model.Text;
using ZstdSharp;

namespace CSysdig.Model.Lake.Parquet;

/// <summary>Writes a Parquet file: row groups of columns, and the footer that tells where everything lies. It reads none.</summary>
/// <param name="columns">They may be used for another file when this one is closed.</param>
/// <param name="sortedBy">The column by which rows come in order, where they do (<see cref="IsSorted"/>).</param>
sealed class ParquetFile(Stream stream, IReadOnlyList<Column> columns, Compressor zstd, int? sortedBy = null) : IDisposable
{
    const int Zstd = 6;

    static ReadOnlySpan<byte> Magic => "PAR1"u8;

    readonly List<byte[]> _groups = [];
    readonly Utf8Writer _least = new(64), _most = new(64), _dictionary = new(1 << 10);
    readonly ThriftWriter _thrift = new();
    long _position, _rows;

    /// <summary>Rows of the next row group were sorted.</summary>
    public bool IsSorted { get; set; }

    /// <summary>Bytes written.</summary>
    public long Size => _position;

    /// <summary>Writes what the columns hold as a row group.</summary>
    public void EndGroup()
    {
        foreach (var column in columns)
            column.EndPage(zstd);
        var rows = columns[0].Values;
        if (rows == 0)
            return;
        if (_position == 0)
            Write(Magic);
        var start = _position;
        var places = new ChunkPlace[columns.Count];
        var plain = 0L;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = WriteChunk(columns[i]);
            plain += columns[i].PlainBytes;
        }
        var packed = _position - start;
        for (var i = 0; i < places.Length; i++)
            if (columns[i].Bloom is { } bloom)
                places[i] = places[i] with { Bloom = _position, BloomLength = WriteBloom(bloom) };
        _groups.Add(Describe(places, rows, start, packed, plain));
        _rows += rows;
        foreach (var column in columns)
            column.Clear();
    }

    /// <summary>Writes the footer. A file without rows has none of its own, but is one.</summary>
    public void Close(IEnumerable<(string Key, string Value)> metadata, string createdBy)
    {
        EndGroup();
        if (_position == 0)
            Write(Magic);
        var footer = Footer([.. metadata], createdBy);
        Span<byte> tail = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(tail, footer.Length);
        Magic.CopyTo(tail[4..]);
        Write(footer);
        Write(tail);
        stream.Flush();
    }

    public void Dispose() => stream.Dispose();

    readonly record struct ChunkPlace(long Start, int Dictionary, long Length, long Bloom, int BloomLength);

    ChunkPlace WriteChunk(Column column)
    {
        _dictionary.Clear();
        var start = _position;
        var dictionary = column.EndDictionary(zstd, _dictionary);
        Write(_dictionary.Written);
        Write(column.Pages);
        return new ChunkPlace(start, dictionary, _position - start, 0, 0);
    }

    int WriteBloom(BloomFilter bloom)
    {
        var start = _position;
        _thrift.Start();
        _thrift.Int(1, bloom.Bytes.Length);
        for (var id = 2; id <= 4; id++)
        {
            // Split blocks, xxHash, not compressed: each the only one there is.
            _thrift.Begin(id);
            _thrift.Empty(1);
            _thrift.End();
        }
        _thrift.End();
        Write(_thrift.Bytes.Written);
        Write(bloom.Bytes);
        return (int)(_position - start);
    }

    /// <summary>A row group as the footer has it; as an element of its list.</summary>
    byte[] Describe(ChunkPlace[] places, long rows, long start, long packed, long plain)
    {
        var t = _thrift;
        t.Start();
        t.Structs(1, places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            t.Element();
            t.Long(2, 0);
            t.Begin(3);
            DescribeColumn(t, columns[i], places[i]);
            t.End();
            t.End();
        }
        t.Long(2, plain);
        t.Long(3, rows);
        if (sortedBy is { } by && IsSorted)
        {
            t.Structs(4, 1);
            t.Element();
            t.Int(1, by);
            t.Flag(2, false);
            t.Flag(3, false);
            t.End();
        }
        t.Long(5, start);
        t.Long(6, packed);
        t.Short(7, (short)Math.Min(_groups.Count, short.MaxValue));
        t.End();
        return t.Bytes.Written.ToArray();
    }

    void DescribeColumn(ThriftWriter t, Column column, ChunkPlace place)
    {
        t.Int(1, (int)column.Type);
        t.Ints(2, column.Encodings);
        t.Texts(3, column.Name);
        t.Int(4, Zstd);
        t.Long(5, column.Values);
        t.Long(6, column.PlainBytes);
        t.Long(7, place.Length);
        t.Long(9, place.Start + place.Dictionary);
        if (place.Dictionary > 0)
            t.Long(11, place.Start);
        t.Begin(12);
        t.Long(3, column.Nulls);
        _least.Clear();
        _most.Clear();
        if (column.Range(_least, _most))
        {
            t.Text(5, _most.Written);
            t.Text(6, _least.Written);
            t.Flag(7, true);
            t.Flag(8, true);
        }
        t.End();
        if (place.BloomLength > 0)
        {
            t.Long(14, place.Bloom);
            t.Int(15, place.BloomLength);
        }
    }

    byte[] Footer((string Key, string Value)[] metadata, string createdBy)
    {
        var t = _thrift;
        t.Start();
        t.Int(1, 1);
        t.Structs(2, columns.Count + 1);
        t.Element();
        t.Text(4, "schema");
        t.Int(5, columns.Count);
        t.End();
        foreach (var column in columns)
            DescribeType(t, column);
        t.Long(3, _rows);
        t.Structs(4, _groups.Count);
        foreach (var group in _groups)
            t.Bytes.Write(group);
        t.Structs(5, metadata.Length);
        foreach (var (key, value) in metadata)
        {
            t.Element();
            t.Text(1, key);
            t.Text(2, value);
            t.End();
        }
        t.Text(6, createdBy);
        t.Structs(7, columns.Count);
        for (var i = 0; i < columns.Count; i++)
        {
            // Smallest and largest are those of the type's own order.
            t.Element();
            t.Empty(1);
            t.End();
        }
        t.End();
        return t.Bytes.Written.ToArray();
    }

    static void DescribeType(ThriftWriter t, Column column)
    {
        const int optional = 1, utf8 = 0;
        t.Element();
        t.Int(1, (int)column.Type);
        t.Int(3, optional);
        t.Text(4, column.Name);
        if (column.Meaning == Meaning.Text)
        {
            t.Int(6, utf8);
            t.Begin(10);
            t.Empty(1);
            t.End();
        }
        else if (column.Meaning == Meaning.Time)
        {
            // Of UTC, but not said to be of a zone: DuckDB cuts those that are to microseconds.
            t.Begin(10);
            t.Begin(8);
            t.Flag(1, false);
            t.Begin(2);
            t.Empty(3);
            t.End();
            t.End();
            t.End();
        }
        t.End();
    }

    void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        _position += bytes.Length;
    }
}
