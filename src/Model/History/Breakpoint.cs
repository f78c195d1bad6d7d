namespace CSysdig.Model.History;

/// <summary>
/// A value that holds for long runs of rows: each change is kept with the row from which it holds. One thread sets, any
/// thread reads of rows set before.
/// </summary>
sealed class Breakpoint<T>(T first)
{
    volatile Run[] _runs = [new Run(0, first)];
    volatile int _count = 1;

    public T Last { get; private set; } = first;

    public void Set(long row, T value)
    {
        if (EqualityComparer<T>.Default.Equals(Last, value))
            return;
        Last = value;
        if (row == 0)
        {
            _runs[0] = new Run(0, value);
            return;
        }
        var runs = _runs;
        if (_count == runs.Length)
        {
            Array.Resize(ref runs, _count * 2);
            _runs = runs;
        }
        runs[_count] = new Run(row, value);
        _count++;
    }

    /// <summary>Every value with the row from which it holds.</summary>
    public IReadOnlyList<(long Row, T Value)> All => [.. _runs.Take(_count).Select(r => (r.Since, r.Value))];

    public T At(long row) => _count == 1 ? _runs[0].Value : _runs[IndexOf(row)].Value;

    int IndexOf(long row)
    {
        var count = _count;
        var runs = _runs;
        int low = 0, high = count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (runs[middle].Since <= row)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    readonly record struct Run(long Since, T Value);
}
