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
    readonly KindTable _kinds = new();
    Memo<Related> _mains, _parents;
    EventChunk _chunk = null!;
    RowClass _class;
    int _index, _chunkNumber = -1;
    long _loaded = -1;
    int _kind = NotLookedUp;
    bool _isThread, _isWide;
    /// <summary>The last row for which answers must hold.</summary>
    long _lastRow;

    const int NotLookedUp = -2;

    /// <summary>The row, or -1 for a thread without an event.</summary>
    public long Row { get; private set; } = -1;

    /// <summary>The event's type.</summary>
    public int Code => _class.Code;

    /// <summary>What values of the thread's version are remembered under; -1 when it isn't known.</summary>
    public int ThreadSlot => _class.Thread;

    /// <summary>What the row shares with others.</summary>
    public ref readonly RowClass Class => ref _class;

    /// <summary>Where it stands for a class: what its rows sum up to.</summary>
    public ClassSum Sum { get; private set; }

    /// <summary>Where it stands for a class: the smallest and largest time in its chunk.</summary>
    public ulong Earliest { get; private set; }
    public ulong Latest { get; private set; }

    public void Seek(long row)
    {
        if (EventChunk.NumberOf(row) != _chunkNumber)
            SeekChunk(EventChunk.NumberOf(row));
        Stand(row, _chunk.ClassOf(EventChunk.IndexOf(row)));
        _lastRow = row;
        _isWide = false;
    }

    /// <summary>Stands for all rows of a class by the first of them; what is remembered then holds for each.</summary>
    /// <param name="first">The chunk's first row; it is the chunk that <see cref="ChunkOf"/> was last asked of.</param>
    public void SeekClass(long first, int number, ClassSums sums)
    {
        SeekClass(first, number, sums[number], sums);
        _isWide = false;
    }

    /// <summary>Stands for classes that differ in their fds: what depends on one can't be told then.</summary>
    public void SeekWide(long first, in WideClass wide, ClassSums sums)
    {
        SeekClass(first, wide.Number, wide.Sum, sums);
        _isWide = true;
    }

    void SeekClass(long first, int number, in ClassSum sum, ClassSums sums)
    {
        Sum = sum;
        (Earliest, Latest) = (sums.Earliest, sums.Latest);
        Stand(first + Sum.First, _chunk.Classes[number]);
        _lastRow = first + Sum.Last;
    }

    /// <summary>The number behind the last event for which answers must hold.</summary>
    public long NumberBehind => _rows.NumberOf(_lastRow) + 1;

    /// <summary>Moves to the last row of the class, or back to the first.</summary>
    public void MoveTo(bool last) => Stand((Row & ~(long)EventChunk.Mask) + (last ? Sum.Last : Sum.First), _class);

    void Stand(long row, in RowClass shared)
    {
        _isThread = false;
        Row = row;
        _index = EventChunk.IndexOf(row);
        _class = shared;
        _kind = NotLookedUp;
    }

    /// <summary>A chunk that may be dropped while it is asked is held.</summary>
    void SeekChunk(int number)
    {
        _chunk = _rows.Chunks.Exchange(_chunk, number);
        _chunkNumber = number;
    }

    /// <summary>Threads without an event stand at no later time than this, the end of what is asked about.</summary>
    public ulong ThreadsUntil { get; set; } = ulong.MaxValue;

    /// <summary>See <see cref="Event.Running"/>.</summary>
    public IReadOnlySet<long>? Running { set => _threadEvent.Running = value; }

    /// <summary>Stands for a thread that lives at the last of so many rows.</summary>
    public void SeekThread(ThreadInfo thread, long rows)
    {
        _isThread = true;
        Row = -1;
        _class = new RowClass(thread.Version, -1, 0, (ushort)ThreadCode, 0, 0, 0, thread.IsMain ? RowFlags.MainThread : RowFlags.None, RowClass.NoFd);
        _threadEvent.Thread = thread;
        ThreadMark.Load(_threadEvent.Raw, ThreadCode, thread.Tid, Math.Min(_rows.TimestampAt(rows - 1), ThreadsUntil), history.State.Compat);
        _threadEvent.StandsAt = _rows.NumberOf(rows - 1);
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
    /// What an answer is remembered under; -1 when it can't be: it then depends on the event itself. 0 stands for events that are about no fd.
    /// </summary>
    public int SlotOf(RowKey key) => key switch
    {
        RowKey.Type => TypeSlot(),
        RowKey.Sort => SortSlot(),
        RowKey.Processor => _class.Cpu,
        RowKey.Thread => ThreadSlot,
        RowKey.MainThread => ThreadSlot < 0 ? -1 : _class.Has(RowFlags.MainThread) ? ThreadSlot : history.State.ExitOnly ? -1 : MainSlot(),
        RowKey.Parent => history.State.ExitOnly ? -1 : ThreadSlot < 0 ? 0 : ParentSlot(),
        RowKey.Fd => FdSlot(),
        RowKey.LocalFd => FdSlot() is var slot && slot > 0 && Thread()?.Container is not null ? -1 : slot,
        _ => -1,
    };

    /// <summary>What reads this says the same at all rows of the class, though it can't always be remembered for others.</summary>
    public bool IsOfClass(FieldReads reads) => (reads & ReadPlan.OfEvent) == 0
        && ((reads & FieldReads.ThreadId) == 0 || ThreadSlot >= 0)
        && ((reads & FieldReads.MainThread) == 0 || SlotOf(RowKey.MainThread) >= 0)
        && ((reads & FieldReads.Parent) == 0 || SlotOf(RowKey.Parent) >= 0)
        && ((reads & FieldReads.Fd) == 0 || FdSlot() >= 0)
        && ((reads & FieldReads.FdNumber) == 0 || !_isWide && !_class.Has(RowFlags.Odd))
        && ((reads & ReadPlan.SortOfEvent) == 0 || SlotOf((reads & ReadPlan.SortOfEvent) == FieldReads.Type ? RowKey.Type : RowKey.Sort) >= 0);

    /// <summary>A number that the row has without a look at its event; false when it is to be looked up, or isn't there.</summary>
    public bool TryMeasure(FieldReads measure, out long number)
    {
        number = 0;
        if (_isThread)
            return false;
        switch (measure)
        {
            case FieldReads.Result:
                number = _chunk.Result[_index];
                return HasPlainResult;
            case FieldReads.Latency:
                number = (long)(_class.Has(RowFlags.Odd) ? EventRows.OddOf(_chunk, _index).Latency : _chunk.Latency[_index]);
                return true;
            case FieldReads.Time:
                number = (long)_chunk.Timestamp[_index];
                return true;
            default:
                return false;
        }
    }

    /// <summary>Its call returned a number from 0 on that lies in its column.</summary>
    public bool HasPlainResult => (_class.Flags & (RowFlags.HasResult | RowFlags.Failed | RowFlags.WideResult)) == RowFlags.HasResult;

    int FdSlot()
    {
        if (!HasThread || (history.State.FlagsOf((EventCode)Code) & FdEvents) == 0)
            return 0;
        if (_class.Has(RowFlags.Odd) || _isWide && HasFd)
            return -1;
        if (HasFd && _class.ErrorCode == 0)
            return _class.Fd + 1;
        if (FdPath.MayTellName((EventCode)Code))
            return -1;
        // Of these no event tells more than the next; the last numbers are no version's.
        return HasFd ? _class.Fd + 1 : int.MaxValue - 1 - Code;
    }

    /// <summary>Its call failed with what is no errno, so that its sort isn't known without its bytes.</summary>
    bool HasWideError => (_class.Flags & (RowFlags.Failed | RowFlags.WideResult)) == (RowFlags.Failed | RowFlags.WideResult);

    int TypeSlot() => (EventCode)Code switch
    {
        EventCode.AsynceventE => -1,
        EventCode.GenericE or EventCode.GenericX => EventTable.Count + GenericCall,
        _ => Code,
    };

    int SortSlot()
    {
        if (_kind == NotLookedUp)
            _kind = HasWideError || (EventCode)Code == EventCode.AsynceventE ? -1 : _kinds.NumberOf(_class.Kind);
        return _kind;
    }

    /// <summary>A thread whose main one isn't known stands for it.</summary>
    int MainSlot() => TryFind(ref _mains, t => t.Pid, out var main) ? main < 0 ? ThreadSlot : main : -1;

    int ParentSlot() => TryFind(ref _parents, t => t.Ptid, out var parent) ? parent + 1 : -1;

    /// <summary>The version of another thread that belongs to this one at the row's moment, -1 for none; false when it changes before the last row.</summary>
    bool TryFind(ref Memo<Related> memo, Func<ThreadInfo, long> tidOf, out int version)
    {
        version = -1;
        if (_isThread)
            return false;
        ref var related = ref memo.At(ThreadSlot);
        var number = _rows.NumberOf(Row);
        if (number < related.From || number >= related.Until)
        {
            var info = history.State.Threads.Info(tidOf(Thread()!), number, _rows.NumberOf(_rows.End - 1) + 1, out related.From, out related.Until);
            related.Version = info?.Version ?? -1;
            if (info is { Version: < 0 })
                related.Until = 0;
        }
        version = related.Version;
        return NumberBehind <= related.Until;
    }

    ThreadInfo? Thread() => ThreadSlot < 0 ? null : _isThread ? _threadEvent.Thread : history.State.ThreadVersions[ThreadSlot];

    struct Related
    {
        public long From, Until;
        public int Version;
    }

    /// <summary>The chunk of a row.</summary>
    public EventChunk ChunkOf(long row)
    {
        if (EventChunk.NumberOf(row) != _chunkNumber)
            SeekChunk(EventChunk.NumberOf(row));
        return _chunk;
    }

    const EventFlags FdEvents = EventFlags.CreatesFd | EventFlags.UsesFd | EventFlags.DestroysFd;

    /// <summary>The call that a generic event stands for: what kind of event it is depends on that too.</summary>
    int GenericCall => _class.Call << 1 | Code & 1;

    /// <summary>Nothing is known of the thread yet but its id: its first events came before anybody told of it.</summary>
    public bool IsOfUnknown => ThreadSlot >= 0 && !_isThread && history.State is { Compat: false, ExitOnly: true } state && state.ThreadVersions[ThreadSlot].Pid < 0;

    public bool HasThread => ThreadSlot >= 0;

    public bool HasFd => !_isThread && _class.Fd >= 0;

    void Load()
    {
        _loaded = Row;
        _cursor.Load(Row);
    }
}
