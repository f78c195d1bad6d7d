using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.Parameters;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;

namespace CSysdig.Model.History;

/// <summary>The chunks of rows, and where the events' bytes lie. One thread appends; any thread reads below <see cref="End"/>.</summary>
sealed class EventRows(BlockStore blocks, ChunkStore chunks, MachineState state)
{
    /// <summary>How far numbers are from rows, by the row from which that holds.</summary>
    Versioned<long> _numberShift;
    readonly ClassFinder _classes = new();
    EventChunk? _filling;
    ulong _lastTimestamp, _latest, _disorder;
    long _first, _count;
    /// <summary>Of each chunk that is there, the first block of its bytes and how many versions there were before it.</summary>
    readonly Queue<ChunkStart> _starts = new();
    volatile bool _isComplete;

    /// <summary>Rows that lie packed from the start, and to which none is added.</summary>
    public EventRows(BlockStore blocks, ChunkStore chunks, TimeMarks marks, StoredRows stored, MachineState state) : this(blocks, chunks, state)
    {
        Marks = marks;
        (_lastTimestamp, _disorder) = (stored.LastTimestamp, stored.Disorder);
        _count = Length = stored.Count;
        _isComplete = true;
        foreach (var (row, shift) in stored.NumberShifts)
            _numberShift.Add(shift, row, keep: true);
        foreach (var stretch in stored.Lost)
            Lost.Add(stretch);
    }

    /// <summary>The first row that is there: those before it were let go.</summary>
    public long First => Volatile.Read(ref _first);

    /// <summary>The row behind the last that may be read.</summary>
    public long End => Volatile.Read(ref _count);

    /// <summary>Rows written, published or not.</summary>
    public long Length { get; private set; }

    /// <summary>Lets the first chunk go, with its bytes. Of what versions there were before the next nobody asks but who holds them.</summary>
    public ChunkStart DropChunk()
    {
        _starts.Dequeue();
        var next = _starts.Peek();
        var chunk = EventChunk.NumberOf(_first) + 1;
        // Whoever begins now begins behind it; who has begun finds its rows gone.
        Volatile.Write(ref _first, (long)chunk << EventChunk.Shift);
        chunks.DropBefore(chunk);
        blocks.DropBefore(next.Block);
        Marks.DropBefore(chunk);
        _numberShift.DropBefore(_first);
        return next;
    }

    /// <summary>When some rows were.</summary>
    public TimeMarks Marks { get; } = new();

    /// <summary>Where events are missing between rows.</summary>
    public LostStretches Lost { get; } = new();

    public ChunkStore Chunks => chunks;

    public void Publish() => Volatile.Write(ref _count, Length);

    /// <summary>From which row on numbers are how far from rows.</summary>
    public IReadOnlyList<(long Row, long Shift)> NumberShifts => _numberShift.All;

    /// <summary>Rows are a whole chunk, and no more will come into it.</summary>
    public bool IsSettled(long from, long to) => (from & EventChunk.Mask) == 0 && (to - from == EventChunk.Size || _isComplete && to == End);

    /// <summary>A row's columns can be asked without fetching them.</summary>
    public bool IsInMemory(long row) => chunks.IsInMemory(EventChunk.NumberOf(row));

    /// <summary>Nothing will be appended.</summary>
    public void Complete() => _isComplete = true;

    public ulong TimestampAt(long row)
    {
        var chunk = chunks.Lend(EventChunk.NumberOf(row));
        var time = chunk.Timestamp[EventChunk.IndexOf(row)];
        chunks.GiveBack(chunk);
        return time;
    }

    /// <summary>The time of the newest row that may be read; 0 while there is none.</summary>
    public ulong LastTimestamp => End is var end && end == 0 ? 0 : _filling is null ? _lastTimestamp : TimestampAt(end - 1);

    /// <summary>By how much a row was earlier than one before it at most: where nothing is wrong rows stand in the order of time.</summary>
    public ulong Disorder => Volatile.Read(ref _disorder);

    /// <summary>The row of an event number, or -1 when it isn't kept.</summary>
    long RowOf(long number)
    {
        var row = number - _numberShift.Newest;
        return row >= _first && row < Length && NumberOf(row) == number ? row : -1;
    }

    /// <summary>The capture's number of an event; unknown events leave gaps.</summary>
    public long NumberOf(long row) => row + _numberShift.At(row);

    /// <summary>Keeps the current event of a stream.</summary>
    public void Append(EventStream stream)
    {
        var e = stream.Current;
        var row = Length;
        var chunk = ChunkForAppend(row);
        var i = EventChunk.IndexOf(row);
        chunk.Timestamp[i] = e.Timestamp;
        if ((row & (1 << TimeMarks.Shift) - 1) == 0)
            Marks.Set(row >> TimeMarks.Shift, e.Timestamp);
        var (block, start) = blocks.Place(stream.Reader.CurrentBatch);
        if (i == 0)
        {
            chunk.FirstBlock = block;
            _starts.Enqueue(new ChunkStart(block, state.ThreadVersions.Count, state.FdVersions.Count));
        }
        chunk.Block[i] = (ushort)(block - chunk.FirstBlock);
        chunk.Position[i] = start + stream.Reader.CurrentPosition;
        if (e.Number - row is var shift && shift != _numberShift.Newest)
            _numberShift.Add(shift, row, keep: true);
        chunk.Latency[i] = (uint)e.Latency;
        var enter = e.Enter is null ? -1 : RowOf(e.EnterNumber);
        chunk.EnterDistance[i] = enter < 0 ? (ushort)0 : (ushort)Math.Min(row - enter, ushort.MaxValue);
        var gap = e.Timestamp - e.ThreadPreviousTimestamp;
        chunk.ThreadGap[i] = e.ThreadPreviousTimestamp == 0 || gap >= uint.MaxValue ? uint.MaxValue : (uint)gap;
        var shared = ClassOf(e, out chunk.Result[i]);
        if (!Holds(chunk, shared, i, row, e))
        {
            shared = shared with { Flags = shared.Flags | RowFlags.Odd };
            lock (chunk.Odd)
                chunk.Odd[i] = new OddRow(e.FdNumber, e.ErrorCode, e.Latency, e.PreviousTimestamp, e.ThreadPreviousTimestamp, enter);
        }
        chunk.Class[i] = _classes.Find(shared);
        _lastTimestamp = e.Timestamp;
        _latest = Math.Max(_latest, _lastTimestamp);
        if (_latest - _lastTimestamp > _disorder)
            Volatile.Write(ref _disorder, _latest - _lastTimestamp);
        if (LostStretches.IsTold(e.Raw.Code))
            Lost.Note(e);
        Length = row + 1;
    }

    RowClass ClassOf(Event e, out int kept)
    {
        var flags = e.FdNameChanged ? RowFlags.FdNameChanged : RowFlags.None;
        if (e.Thread is { IsMain: true })
            flags |= RowFlags.MainThread;
        var error = e.ErrorCode;
        kept = 0;
        if (EventResult.TryGet(e, out var result))
        {
            var fits = result is >= -short.MaxValue and <= int.MaxValue;
            kept = fits ? (int)result : EventChunk.WideResult;
            flags |= RowFlags.HasResult | (fits ? 0 : RowFlags.WideResult);
            if (result < 0)
                flags |= RowFlags.Failed | (fits && error == 0 ? RowFlags.Overlooked : 0);
            if (result < 0 && fits)
                error = -kept;
        }
        var call = e.Code is EventCode.GenericE or EventCode.GenericX ? (ushort)e.Call : (ushort)0;
        return new RowClass(e.Thread?.Version ?? -1, e.Fd?.Version ?? -1, (int)e.FdNumber, (ushort)e.Raw.Code, call, (ushort)e.Raw.Cpu, (short)error, flags,
            e.Fd is { } fd ? (sbyte)fd.Type : RowClass.NoFd);
    }

    /// <summary>The block that holds a row's bytes, and where in it they begin. Means nothing when the row is gone behind the call.</summary>
    public (int Block, int At) PlaceOf(long row)
    {
        var chunk = chunks.Lend(EventChunk.NumberOf(row));
        var i = EventChunk.IndexOf(row);
        var place = (chunk.FirstBlock + chunk.Block[i], chunk.Position[i]);
        chunks.GiveBack(chunk);
        return place;
    }

    /// <summary>Loads the bytes of a row. Where they can't be had again the event stands there without parameters.</summary>
    /// <param name="held">The block the caller has, exchanged for that of the row.</param>
    public void LoadRaw(EventChunk chunk, long row, RawEvent into, ref RawBlock? held)
    {
        var i = EventChunk.IndexOf(row);
        var index = chunk.FirstBlock + chunk.Block[i];
        if (held?.Index != index)
        {
            if (held is not null)
                blocks.GiveBack(held);
            held = blocks.Lend(index);
        }
        if (held is null || !ScapReader.TryLoad(held.Bytes, held.Length, chunk.Position[i], into))
            BareEvent.Load(into, (EventCode)chunk.ClassOf(i).Code, TidOf(chunk.ClassOf(i).Thread), chunk.Timestamp[i], chunk.ClassOf(i).Cpu);
        into.Number = NumberOf(row);
    }

    long TidOf(int thread) => thread < 0 ? -1 : state.ThreadVersions[thread].Tid;

    public static OddRow OddOf(EventChunk chunk, int i)
    {
        lock (chunk.Odd)
            return chunk.Odd[i];
    }

    /// <summary>Nanoseconds between an event's enter and exit; 0 without.</summary>
    public ulong LatencyAt(long row)
    {
        var chunk = chunks.Lend(EventChunk.NumberOf(row));
        var i = EventChunk.IndexOf(row);
        var latency = chunk.ClassOf(i).Has(RowFlags.Odd) ? OddOf(chunk, i).Latency : chunk.Latency[i];
        chunks.GiveBack(chunk);
        return latency;
    }

    public ulong DerivedPrevious(EventChunk chunk, long row) =>
        EventChunk.IndexOf(row) is > 0 and var i ? chunk.Timestamp[i - 1] : TimestampAt(Math.Max(0, row - 1));

    public static ulong DerivedThreadPrevious(EventChunk chunk, int i) =>
        chunk.ThreadGap[i] == uint.MaxValue ? 0 : chunk.Timestamp[i] - chunk.ThreadGap[i];

    /// <summary>The row of the enter event, or -1.</summary>
    public static long EnterOf(EventChunk chunk, int i, long row) => chunk.EnterDistance[i] switch
    {
        0 => -1,
        ushort.MaxValue => OddOf(chunk, i).Enter,
        var distance => row - distance,
    };

    static bool Holds(EventChunk chunk, int i) => chunk.EnterDistance[i] != ushort.MaxValue;

    bool Holds(EventChunk chunk, in RowClass shared, int i, long row, Event e) => Holds(chunk, i) &&
        shared.FdNumber == e.FdNumber && shared.ErrorCode == e.ErrorCode && chunk.Latency[i] == e.Latency
        && (row == 0 ? chunk.Timestamp[0] : _lastTimestamp) == e.PreviousTimestamp && DerivedThreadPrevious(chunk, i) == e.ThreadPreviousTimestamp;

    EventChunk ChunkForAppend(long row)
    {
        if (EventChunk.IndexOf(row) != 0)
            return _filling!;
        var chunk = chunks.Add();
        _classes.Start(chunk.Classes);
        return _filling = chunk;
    }
}

/// <summary>What is known of rows beside their columns and marks.</summary>
sealed record StoredRows(long Count, ulong LastTimestamp, ulong Disorder, IReadOnlyList<(long Row, long Shift)> NumberShifts, IReadOnlyList<LostStretch> Lost);

/// <summary>What there was when a chunk began.</summary>
readonly record struct ChunkStart(int Block, int ThreadVersions, int FdVersions);
