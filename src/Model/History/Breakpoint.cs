namespace CSysdig.Model.History;

/// <summary>
/// A value that holds for long runs of rows: each change is kept with the row from which it holds. One thread sets, any
/// thread reads rows set before.
/// </summary>
sealed class Breakpoint<T>(T first)
{
    volatile Run[] _runs = [new Run(0, first)];

    public T Last { get; private set; } = first;

    public void Set(int row, T value)
    {
        if (EqualityComparer<T>.Default.Equals(Last, value))
            return;
        var runs = _runs;
        Last = value;
        _runs = row == 0 ? [new Run(0, value)] : [.. runs, new Run(row, value)];
    }

    public T At(int row)
    {
        var runs = _runs;
        if (runs.Length == 1)
            return runs[0].Value;
        int low = 0, high = runs.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (runs[middle].Since <= row)
                low = middle;
            else
                high = middle - 1;
        }
        return runs[low].Value;
    }

    readonly record struct Run(int Since, T Value);
}
