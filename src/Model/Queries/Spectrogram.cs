using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>
/// Calls counted by when they ended and how long they took: slices of time down, latencies on a logarithmic scale across.
/// Filled a stretch at a time from the events that a run finds.
/// </summary>
public sealed class Spectrogram(CaptureHistory history, RowRun rows, ulong from, ulong until, int slices, int columns)
{
    /// <summary>The scale ends at 10 to the power of so many nanoseconds.</summary>
    public const int Decades = 11;

    /// <summary>Events between two looks at the clock.</summary>
    const int Stretch = 4096;

    readonly int[] _counts = new int[slices * columns];
    readonly double _perSlice = slices / Math.Max(1.0, until - from);
    int _looked;

    public int Slices => slices;
    public int Columns => columns;
    public ulong From => from;
    public ulong Until => until;

    /// <summary>The largest count of a cell.</summary>
    public int Most { get; private set; }

    /// <summary>Everything that was found has been counted.</summary>
    public bool IsComplete => rows.Completion.IsCompleted && _looked == rows.Count;

    public int this[int slice, int column] => _counts[slice * columns + column];

    /// <summary>Counts for some time; true when something was added.</summary>
    public bool Step(TimeSpan budget)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var before = _looked;
        for (var found = rows.Count; _looked < found && System.Diagnostics.Stopwatch.GetElapsedTime(started) < budget;)
            for (var end = Math.Min(found, _looked + Stretch); _looked < end; _looked++)
                Add(rows[_looked]);
        return _looked != before;
    }

    /// <summary>The first moment of a slice.</summary>
    public ulong TimeOf(int slice) => from + (ulong)(slice / _perSlice);

    /// <summary>The shortest latency of a column, in nanoseconds.</summary>
    public ulong LatencyOf(int column) => column <= 0 ? 1 : (ulong)Math.Ceiling(Math.Pow(10, (double)Decades * column / columns));

    void Add(long row)
    {
        var time = history.TimestampAt(row);
        var latency = history.Rows.LatencyAt(row);
        if (time < from || time > until || latency == 0)
            return;
        var slice = Math.Min(slices - 1, (int)((time - from) * _perSlice));
        // A latency that lies on the border of two columns belongs to the upper one, as LatencyOf has it.
        var column = Math.Min(columns - 1, (int)(Math.Log10(latency) * columns / Decades));
        if (column + 1 < columns && latency >= LatencyOf(column + 1))
            column++;
        Most = Math.Max(Most, ++_counts[slice * columns + column]);
    }
}
