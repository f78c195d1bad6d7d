namespace CSysdig.Model.Queries;

/// <summary>Rising row numbers that one thread adds to while others read what it has published.</summary>
sealed class RowList
{
    volatile int[] _rows = new int[64];
    volatile int _count;
    int _length;

    /// <summary>Rows that may be read.</summary>
    public int Count => _count;

    public int this[int index] => (uint)index < (uint)_count ? _rows[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>How many published rows are below one.</summary>
    public int CountBelow(int row)
    {
        // The count first: whatever rows are there then, they are as many.
        var count = _count;
        var at = Array.BinarySearch(_rows, 0, count, row);
        return at < 0 ? ~at : at;
    }

    /// <summary>Takes over the rows of one thread; all are above those published.</summary>
    public void Take(List<int> found)
    {
        var rows = _rows;
        if (_length + found.Count > rows.Length)
        {
            Array.Resize(ref rows, Math.Max(rows.Length * 2, _length + found.Count));
            _rows = rows;
        }
        found.CopyTo(rows, _length);
        _length += found.Count;
        found.Clear();
    }

    /// <summary>Sorts what several threads gave, and publishes it.</summary>
    public void Publish()
    {
        Array.Sort(_rows, _count, _length - _count);
        _count = _length;
    }
}
