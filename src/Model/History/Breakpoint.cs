namespace CSysdig.Model.History;

/// <summary>
/// A number that holds for long runs of rows: each change is kept with the row from which it holds. One thread sets, any
/// thread reads of rows set before.
/// </summary>
sealed class Breakpoint(long first)
{
    readonly record struct Run(long Since, long Value);

    /// <summary>The count is published after the run, which lies in this array or a longer one.</summary>
    sealed class Runs(Run[] items, int count)
    {
        public volatile Run[] Items = items;
        public volatile int Count = count;
    }

    volatile Runs _runs = new([new Run(0, first)], 1);

    public long Last { get; private set; } = first;

    public void Set(long row, long value)
    {
        if (Last == value)
            return;
        Last = value;
        var runs = _runs;
        if (row == 0)
        {
            runs.Items[0] = new Run(0, value);
            return;
        }
        if (runs.Count == runs.Items.Length)
            runs.Items = State.Timeline.Grown(runs.Items, runs.Count * 2);
        runs.Items[runs.Count] = new Run(row, value);
        runs.Count++;
    }

    /// <summary>Rows before one are asked no more.</summary>
    public void DropBefore(long row)
    {
        var runs = _runs;
        if (IndexOf(runs.Items.AsSpan(0, runs.Count), row) is > 0 and var at)
            _runs = new Runs(runs.Items[at..], runs.Count - at);
    }

    /// <summary>Every value with the row from which it holds.</summary>
    public IReadOnlyList<(long Row, long Value)> All => [.. _runs.Items.Take(_runs.Count).Select(r => (r.Since, r.Value))];

    public long At(long row)
    {
        var runs = _runs;
        var count = runs.Count;
        return count == 1 ? runs.Items[0].Value : runs.Items[IndexOf(runs.Items.AsSpan(0, count), row)].Value;
    }

    static int IndexOf(ReadOnlySpan<Run> runs, long row)
    {
        int low = 0, high = runs.Length - 1;
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
}
