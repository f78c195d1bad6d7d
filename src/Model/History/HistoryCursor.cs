using CSysdig.Capture.Events;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.Parameters;

namespace CSysdig.Model.History;

/// <summary>Loads rows into an event of its own. Not to be shared between threads.</summary>
public sealed class HistoryCursor : IPendingEvent
{
    readonly EventRows _rows;
    readonly RawEvent _enter = new();
    EventChunk? _chunk, _enterChunk;
    int _number = -1, _enterChunkNumber = -1;
    RawBlock? _block, _enterBlock;
    long _row;
    int _index;

    internal HistoryCursor(CaptureHistory history)
    {
        _rows = history.Rows;
        Event = new Event(history.State) { Style = history.Style };
    }

    /// <summary>The event last loaded; valid until the next load.</summary>
    public Event Event { get; }

    /// <summary>Loads a row exactly as the stream had it. False when there is none.</summary>
    public bool Load(long row)
    {
        if (row < _rows.First || row >= _rows.End)
            return false;
        var e = Event;
        var chunk = Hold(ref _chunk, ref _number, row);
        var i = EventChunk.IndexOf(row);
        _row = row;
        _index = i;
        e.Await(this);
        ref readonly var shared = ref chunk.ClassOf(i);
        e.Thread = shared.Thread < 0 ? null : e.State.ThreadVersions[shared.Thread];
        e.Fd = e.ParsedFd = shared.Fd < 0 ? null : e.State.FdVersions[shared.Fd];
        e.FdNameChanged = shared.Has(RowFlags.FdNameChanged);
        e.EnterNumber = EventRows.EnterOf(chunk, i, row) is var enter && enter >= _rows.First ? _rows.NumberOf(enter) : 0;
        if (shared.Has(RowFlags.Odd))
            LoadOdd(e, EventRows.OddOf(chunk, i));
        else
        {
            e.FdNumber = shared.FdNumber;
            e.ErrorCode = shared.ErrorCode;
            e.Latency = chunk.Latency[i];
            e.PreviousTimestamp = _rows.DerivedPrevious(chunk, row);
            e.ThreadPreviousTimestamp = EventRows.DerivedThreadPrevious(chunk, i);
        }
        return true;
    }

    EventCode IPendingEvent.Code => (EventCode)_chunk!.ClassOf(_index).Code;

    int IPendingEvent.Call => _chunk!.ClassOf(_index).Call;

    long IPendingEvent.Number => _rows.NumberOf(_row);

    ulong IPendingEvent.Timestamp => _chunk!.Timestamp[_index];

    bool IPendingEvent.TryResult(out long result)
    {
        result = _chunk!.Result[_index];
        if (result == EventChunk.WideResult)
            return EventResult.TryLookUp(Event, out result);
        return _chunk.ClassOf(_index).Has(RowFlags.HasResult);
    }

    void IPendingEvent.Load(RawEvent into, out RawEvent? enter)
    {
        _rows.LoadRaw(_chunk!, _row, into, ref _block);
        var row = EventRows.EnterOf(_chunk!, _index, _row);
        var isThere = row >= _rows.First;
        enter = isThere ? _enter : null;
        if (isThere)
            _rows.LoadRaw(EventChunk.NumberOf(row) == _number ? _chunk! : Hold(ref _enterChunk, ref _enterChunkNumber, row), row, _enter, ref _enterBlock);
    }

    /// <summary>The chunk of a row, which may be the one that is held.</summary>
    EventChunk Hold(ref EventChunk? held, ref int number, long row)
    {
        if (EventChunk.NumberOf(row) != number)
        {
            held = _rows.Chunks.Exchange(held, EventChunk.NumberOf(row));
            number = EventChunk.NumberOf(row);
        }
        return held!;
    }

    static void LoadOdd(Event e, OddRow odd)
    {
        e.FdNumber = odd.FdNumber;
        e.ErrorCode = odd.Error;
        e.Latency = odd.Latency;
        e.PreviousTimestamp = odd.PreviousTimestamp;
        e.ThreadPreviousTimestamp = odd.ThreadPreviousTimestamp;
    }
}
