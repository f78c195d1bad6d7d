using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>
/// Calls counted by when they ended and how long they took: slices of time down, latencies on a logarithmic scale across.
/// Filled a stretch at a time from the events that a run finds.
/// </summary>
public sealed class Spectrogram
{
    /// <summary>The scale ends at 10 to the power of so many nanoseconds.</summary>
    public const int Decades = 11;

    /// <summary>One that grows is full with so many slices: calls behind them are not counted.</summary>
    public const int MostSlices = 4096;

    /// <summary>Events between two looks at the clock.</summary>
    const int Stretch = 4096;

    readonly CaptureHistory _history;
    readonly RowRun _rows;
    readonly List<int[]> _counts = [];
    readonly double _perSlice;
    readonly ulong _until;
    /// <summary>How long a slice of one that grows is; else 0.</summary>
    readonly ulong _turn;
    /// <summary>The row behind the last that was counted: places of rows move when others before them go.</summary>
    long _next;

    /// <summary>Of a stretch of time in so many slices.</summary>
    public Spectrogram(CaptureHistory history, RowRun rows, ulong from, ulong until, int slices, int columns)
        : this(history, rows, from, until, columns)
    {
        _perSlice = slices / Math.Max(1.0, until - from);
        Reach(slices - 1);
    }

    /// <summary>Of what a watched machine does from a time on, a slice for each so long a time; it grows with the newest event.</summary>
    public Spectrogram(CaptureHistory history, RowRun rows, ulong from, TimeSpan slice, int columns)
        : this(history, rows, from, ulong.MaxValue, columns)
    {
        _turn = (ulong)slice.TotalNanoseconds;
        _next = history.RowAfter(from);
        Grow();
    }

    Spectrogram(CaptureHistory history, RowRun rows, ulong from, ulong until, int columns) => (_history, _rows, From, _until, Columns) = (history, rows, from, until, columns);

    public int Slices => _counts.Count;
    public int Columns { get; }
    public ulong From { get; }
    public ulong Until => Grows ? TimeOf(Slices) : _until;
    public bool IsFull => Grows && Slices == MostSlices;

    /// <summary>The largest count of a cell.</summary>
    public int Most { get; private set; }

    /// <summary>Everything that was found has been counted, and no more will be found but of what a watched machine does meanwhile.</summary>
    public bool IsComplete => _rows.HasCaughtUp && HasCounted;

    /// <summary>Everything that has been found so far has been counted.</summary>
    public bool HasCounted => _rows.IndexOf(_next) == _rows.Count;

    public int this[int slice, int column] => _counts[slice][column];

    bool Grows => _turn > 0;

    /// <summary>Counts for some time; true when something was added.</summary>
    public bool Step(TimeSpan budget)
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var (before, slices) = (_next, Slices);
        var (at, found) = (_rows.IndexOf(_next), _rows.Count);
        while (at < found && System.Diagnostics.Stopwatch.GetElapsedTime(started) < budget)
            for (var end = Math.Min(found, at + Stretch); at < end; at++)
            {
                var row = _rows[at];
                Add(row);
                _next = Math.Max(_next, row + 1);
            }
        if (Grows)
            Grow();
        return _next != before || Slices != slices;
    }

    /// <summary>The first moment of a slice.</summary>
    public ulong TimeOf(int slice) => From + (Grows ? (ulong)slice * _turn : (ulong)(slice / _perSlice));

    /// <summary>The shortest latency of a column, in nanoseconds.</summary>
    public ulong LatencyOf(int column) => column <= 0 ? 1 : (ulong)Math.Ceiling(Math.Pow(10, (double)Decades * column / Columns));

    void Add(long row)
    {
        var time = _history.TimestampAt(row);
        var latency = _history.Rows.LatencyAt(row);
        if (time < From || time > _until || latency == 0)
            return;
        var slice = SliceOf(time);
        if (slice == MostSlices)
            return;
        Reach(slice);
        // A latency that lies on the border of two columns belongs to the upper one, as LatencyOf has it.
        var column = Math.Min(Columns - 1, (int)(Math.Log10(latency) * Columns / Decades));
        if (column + 1 < Columns && latency >= LatencyOf(column + 1))
            column++;
        Most = Math.Max(Most, ++_counts[slice][column]);
    }

    int SliceOf(ulong time) => Grows ? (int)Math.Min(MostSlices, (time - From) / _turn) : Math.Min(Slices - 1, (int)((time - From) * _perSlice));

    /// <summary>Time passes where nothing happens, too.</summary>
    void Grow()
    {
        if (_history.LastTimestamp >= From)
            Reach(Math.Min(MostSlices - 1, SliceOf(_history.LastTimestamp)));
    }

    void Reach(int slice)
    {
        while (_counts.Count <= slice)
            _counts.Add(new int[Columns]);
    }
}
