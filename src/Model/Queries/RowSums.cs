namespace CSysdig.Model.Queries;

/// <summary>What rows have in some columns, added up, by their keys. Numbers of so many events that a column's own type would be too narrow have room.</summary>
sealed class RowSums(int columns)
{
    readonly KeyNumbers _keys = new();
    long[] _sums = new long[32 * columns];

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<long> numbers)
    {
        var at = _keys.Add(key, out _) * columns;
        if (at + columns > _sums.Length)
            Array.Resize(ref _sums, Math.Max(_sums.Length * 2, at + columns));
        for (var i = 0; i < columns; i++)
            _sums[at + i] += numbers[i];
    }

    /// <summary>What it takes of memory.</summary>
    public long Bytes => _keys.Bytes + sizeof(long) * _sums.Length;

    public void Add(RowSums other)
    {
        for (var row = 0; row < other._keys.Count; row++)
            Add(other._keys[row], other._sums.AsSpan(row * columns, columns));
    }

    /// <summary>What a row has; nothing where it isn't known.</summary>
    public ReadOnlySpan<long> Of(ReadOnlySpan<byte> key) => _keys.TryFind(key, out var row) ? _sums.AsSpan(row * columns, columns) : default;
}
