using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.History;
using CSysdig.Model.State;

namespace CSysdig.Model.Queries;

/// <summary>
/// A row as a scan sees it: what lies in columns at once, the event only when somebody asks for it. It can also stand for
/// a living thread without an event, as csysdig's tables count them at a refresh.
/// </summary>
sealed class RowView(CaptureHistory history)
{
    /// <summary>The type of the event that stands for a thread: one that no capture holds and no filter names.</summary>
    const EventCode ThreadCode = EventCode.ScapeventX;

    readonly HistoryCursor _cursor = history.CreateCursor();
    readonly EventRows _rows = history.Rows;
    readonly Event _threadEvent = new(history.State);
    Memo<Known> _isMain;
    EventChunk _chunk = null!;
    RowClass _class;
    int _index, _chunkNumber = -1;
    int _loaded = -1;
    bool _isThread;

    /// <summary>The row, or -1 for a thread without an event.</summary>
    public int Row { get; private set; } = -1;

    /// <summary>The event's type.</summary>
    public int Code { get; private set; }

    /// <summary>What values of the thread's version are remembered under; -1 when it isn't known.</summary>
    public int ThreadSlot { get; private set; } = -1;

    public void Seek(int row)
    {
        _isThread = false;
        Row = row;
        if (row >> EventChunk.Shift != _chunkNumber)
            SeekChunk(row >> EventChunk.Shift);
        _index = row & EventChunk.Mask;
        _class = _chunk.ClassOf(_index);
        Code = _class.Code;
        ThreadSlot = _class.Thread;
    }

    /// <summary>A chunk that may be dropped while it is asked is held.</summary>
    void SeekChunk(int number)
    {
        _chunk = _rows.Chunks.Get(number);
        _chunkNumber = number;
    }

    /// <summary>Stands for a living thread at the end of what is loaded.</summary>
    public void SeekThread(ThreadInfo thread)
    {
        _isThread = true;
        Row = -1;
        Code = (int)ThreadCode;
        ThreadSlot = thread.Version;
        _threadEvent.State = history.State;
        _threadEvent.Thread = thread;
        ThreadMark.Load(_threadEvent.Raw, ThreadCode, thread.Tid, history.LastTimestamp);
        _threadEvent.StandsAt = _rows.Count == 0 ? 0 : _rows.NumberOf(_rows.Count - 1);
    }

    public Event Event
    {
        get
        {
            if (_isThread)
                return _threadEvent;
            if (_loaded != Row)
                Load();
            return _cursor.Event;
        }
    }

    /// <summary>
    /// What a value of this scope is remembered under; -1 when it can't be: it then depends on the event itself
    /// (see <see cref="Field.MayKeep"/>). 0 stands for events that are about no fd.
    /// </summary>
    public int SlotOf(FieldScope scope)
    {
        switch (scope)
        {
            case FieldScope.Thread:
                return ThreadSlot;
            case FieldScope.Process:
                return ThreadSlot >= 0 && IsMain() && !history.State.ExitOnly ? ThreadSlot : -1;
            case FieldScope.Fd:
                if (!HasThread || (history.State.FlagsOf((EventCode)Code) & FdEvents) == 0)
                    return 0;
                return HasFd && _class.Error == 0 && !_class.Has(RowFlags.Odd) ? _class.Fd + 1 : -1;
            case FieldScope.Code:
                return (EventCode)Code switch
                {
                    EventCode.AsynceventE => -1,
                    EventCode.GenericE or EventCode.GenericX => EventTable.Count + GenericCall,
                    _ => Code,
                };
            default:
                return -1;
        }
    }

    /// <summary>The thread is its process's main one; asked of every row, so it is looked up once a version.</summary>
    bool IsMain()
    {
        ref var known = ref _isMain.At(ThreadSlot);
        if (known == Known.Not)
            known = Event.Thread is { IsMain: true } ? Known.Yes : Known.No;
        return known == Known.Yes;
    }

    /// <summary>The chunk of a row.</summary>
    public EventChunk ChunkOf(int row)
    {
        if (row >> EventChunk.Shift != _chunkNumber)
            SeekChunk(row >> EventChunk.Shift);
        return _chunk;
    }

    /// <summary>Another machine state begins: versions count anew.</summary>
    public void Forget() => _isMain.Clear();

    const EventFlags FdEvents = EventFlags.CreatesFd | EventFlags.UsesFd | EventFlags.DestroysFd;

    /// <summary>The call that a generic event stands for: what kind of event it is depends on that too.</summary>
    int GenericCall => _class.Call << 1 | Code & 1;

    public bool HasThread => ThreadSlot >= 0;

    public bool HasFd => !_isThread && _class.Fd >= 0;

    void Load()
    {
        _loaded = Row;
        _cursor.Load(Row);
    }
}
