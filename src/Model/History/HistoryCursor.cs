namespace CSysdig.Model.History;

/// <summary>Loads rows into an event of its own. Not to be shared between threads.</summary>
public sealed class HistoryCursor
{
    readonly CaptureHistory _history;
    readonly EventRows _rows;
    readonly Capture.Events.RawEvent _enter = new();

    internal HistoryCursor(CaptureHistory history)
    {
        _history = history;
        _rows = history.Rows;
        Event = new Event(history.State);
    }

    /// <summary>The event last loaded; valid until the next load.</summary>
    public Event Event { get; }

    /// <summary>Loads a row exactly as the stream had it. False when its bytes are gone. While loading, hold <see cref="CaptureHistory.Read"/>.</summary>
    public bool Load(int row)
    {
        var e = Event;
        if (!_rows.TryLoadRaw(row, e.Raw))
            return false;
        var chunk = _rows.ChunkOf(row);
        var i = row & EventChunk.Mask;
        var state = _rows.StateAt(row);
        e.State = state;
        e.Thread = chunk.Thread[i] < 0 ? null : state.ThreadVersions[chunk.Thread[i]];
        e.Fd = chunk.Fd[i] < 0 ? null : state.FdVersions[chunk.Fd[i]];
        e.FdNameChanged = (chunk.Flags[i] & RowFlags.FdNameChanged) != 0;
        e.Enter = chunk.Enter[i] >= 0 && _rows.TryLoadRaw(chunk.Enter[i], _enter) ? _enter : null;
        e.EnterNumber = e.Enter?.Number ?? 0;
        if ((chunk.Flags[i] & RowFlags.Odd) != 0)
        {
            var odd = EventRows.OddOf(chunk, i);
            e.FdNumber = odd.FdNumber;
            e.ErrorCode = odd.Error;
            e.Latency = odd.Latency;
            e.PreviousTimestamp = odd.PreviousTimestamp;
            e.ThreadPreviousTimestamp = odd.ThreadPreviousTimestamp;
            return true;
        }
        e.FdNumber = chunk.FdNumber[i];
        e.ErrorCode = chunk.Error[i];
        e.Latency = chunk.Latency[i];
        e.PreviousTimestamp = _rows.DerivedPrevious(row);
        e.ThreadPreviousTimestamp = EventRows.DerivedThreadPrevious(chunk, i);
        return true;
    }

    /// <summary>The history this cursor reads.</summary>
    public CaptureHistory History => _history;
}
