using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>
/// What the rows of a table have in all that is held, carried along: each turn is added, and what goes from the window is taken off in parts. Only what was held
/// before the first turn, and was not looked through when the table was open before (<see cref="LeftTotals"/>), is looked through, once and by a thread that stands
/// back. Turns are added by one thread; totals are there when that look has ended.
/// </summary>
sealed class TurnTotals
{
    /// <summary>A part has about so much of what is held, in whole chunks: so far totals may begin behind the window's first event.</summary>
    const int PartOfAll = 64;

    readonly CaptureHistory _history;
    readonly TableQuery _query;
    readonly int[] _columns;
    readonly List<TotalsPart> _parts = [];
    readonly CancellationToken _cancellation;
    List<TotalsPart>? _earlier;
    RowSums _all;
    long _until;
    bool _isWhole;

    /// <param name="columns">Those whose numbers add up.</param>
    /// <param name="row">The first row that the turns will bring.</param>
    /// <param name="ready">Told when what was held before is added.</param>
    public TurnTotals(CaptureHistory history, TableQuery query, int[] columns, long row, Action ready, CancellationToken cancellation)
    {
        (_history, _query, _columns, _until, _cancellation) = (history, query, columns, row, cancellation);
        _all = new RowSums(columns.Length);
        Looking = Task.Factory.StartNew(() => LookBack(row, ready), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The look at what was held before.</summary>
    public Task Looking { get; }

    /// <summary>Adds a turn; rows that were added before are not added again. What a thread did is its process's, or its container's, of the piece.</summary>
    public void Add(TableBuilder builder, IReadOnlyList<(long End, GroupTable Groups)> pieces, long from, long end)
    {
        if (from < _until)
            return;
        _until = end;
        foreach (var (behind, groups) in pieces)
        {
            var sums = new RowSums(_columns.Length);
            builder.AddUp([groups], _columns, end, sums);
            PartOf(_parts, from).Sums.Add(sums);
            _all.Add(sums);
            from = Math.Min(behind, end);
        }
    }

    /// <summary>Gives a table its totals, if they are there.</summary>
    public void GiveTo(TableResult table)
    {
        if (TakeEarlier())
            AddAnew();
        if (!_isWhole)
            return;
        // A part goes when one of its events has.
        if (_parts.RemoveAll(part => part.From < _history.First) > 0)
            AddAnew();
        if (_parts.Count > 0)
            table.TakeTotals(_all, _columns, new TimeRange(_parts[0].Since, table.Stretch.Until));
    }

    /// <summary>The table is left: what was added up is there for the next one. Nothing is added any more.</summary>
    public void Leave()
    {
        TakeEarlier();
        if (_isWhole)
            LeftTotals.Of(_history).Leave(_query, _parts, _until);
    }

    bool TakeEarlier()
    {
        if (Interlocked.Exchange(ref _earlier, null) is not { } earlier)
            return false;
        _parts.InsertRange(0, earlier);
        return _isWhole = true;
    }

    void AddAnew()
    {
        _all = new RowSums(_columns.Length);
        foreach (var part in _parts)
            _all.Add(part.Sums);
    }

    /// <summary>The part that a row behind all others is of: the last one, or a new one where that is long enough.</summary>
    TotalsPart PartOf(List<TotalsPart> parts, long row)
    {
        if (parts.Count == 0 || EventChunk.NumberOf(row) - EventChunk.NumberOf(parts[^1].From) >= PartChunks)
            parts.Add(new TotalsPart(row, _history.TimestampAt(row), new RowSums(_columns.Length)));
        return parts[^1];
    }

    long PartChunks => Math.Max(1, (_history.End - _history.First) / PartOfAll / EventChunk.Size);

    void LookBack(long until, Action ready)
    {
        _history.StandBack();
        var (parts, from) = LeftTotals.Of(_history).Take(_query);
        parts.RemoveAll(part => part.From < _history.First);
        var (scan, builder) = (new TableScan(_history, _query), new TableBuilder(_history, _query));
        for (from = Math.Max(from, _history.First); from < until && !_cancellation.IsCancellationRequested;)
        {
            var part = PartOf(parts, from);
            var end = Math.Min(until, (EventChunk.NumberOf(from) + 1L) * EventChunk.Size);
            scan.Restart();
            scan.Scan(from, end);
            builder.Restart();
            builder.AddUp(scan.PartsFrom(from), _columns, end, part.Sums);
            if (_history.First > from)
            {
                scan.Forget();
                builder.Forget();
            }
            from = end;
        }
        if (from < until)
            LeftTotals.Of(_history).Leave(_query, parts, from);
        else
        {
            Volatile.Write(ref _earlier, parts);
            ready();
        }
    }
}
