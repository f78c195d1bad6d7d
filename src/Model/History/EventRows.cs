using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Fields;
using CSysdig.Model.State;

namespace CSysdig.Model.History;

/// <summary>The chunks of rows and the batches that hold the events' bytes. One thread appends; any thread reads below <see cref="Count"/>.</summary>
sealed class EventRows
{
    volatile EventChunk[] _chunks = new EventChunk[16];
    volatile EventBatch[] _batches = new EventBatch[16];
    readonly Breakpoint<long> _numberShift = new(1);
    readonly Breakpoint<MachineState?> _states = new(null);
    int _batchCount;
    volatile int _count;

    /// <summary>Rows that may be read.</summary>
    public int Count => _count;

    /// <summary>Rows written, published or not.</summary>
    public int Length { get; private set; }

    public void Publish() => _count = Length;

    public EventChunk ChunkOf(int row) => _chunks[row >> EventChunk.Shift];

    public ulong TimestampAt(int row) => ChunkOf(row).Timestamp[row & EventChunk.Mask];

    public MachineState StateAt(int row) => _states.At(row)!;

    /// <summary>The row before which the machine state of a row still holds: a file may hold several captures.</summary>
    public int SameStateUntil(int row) => _states.End(row);

    /// <summary>The row of an event number, or -1 when it isn't kept.</summary>
    int RowOf(long number)
    {
        var row = number - _numberShift.Last;
        return row >= 0 && row < Length && NumberOf((int)row) == number ? (int)row : -1;
    }

    /// <summary>The capture's number of an event; unknown events leave gaps.</summary>
    public long NumberOf(int row) => row + _numberShift.At(row);

    /// <summary>Keeps the current event of a stream.</summary>
    public void Append(EventStream stream)
    {
        var e = stream.Current;
        var row = Length;
        var chunk = ChunkForAppend(row);
        var i = row & EventChunk.Mask;
        chunk.Timestamp[i] = e.Raw.Timestamp;
        chunk.Thread[i] = VersionOf(e.State, e.Thread);
        chunk.Fd[i] = e.Fd?.Version ?? -1;
        chunk.FdNumber[i] = (int)e.FdNumber;
        chunk.Code[i] = (ushort)e.Raw.Code;
        chunk.Cpu[i] = (ushort)e.Raw.Cpu;
        chunk.Error[i] = (short)e.ErrorCode;
        var batch = KeepBatch(stream.Reader.CurrentBatch);
        if (i == 0)
            chunk.FirstBatch = batch;
        chunk.Batch[i] = (ushort)(batch - chunk.FirstBatch);
        chunk.Position[i] = stream.Reader.CurrentPosition;
        _numberShift.Set(row, e.Number - row);
        _states.Set(row, e.State);
        chunk.Latency[i] = (uint)e.Latency;
        chunk.Enter[i] = e.Enter is null ? -1 : RowOf(e.EnterNumber);
        var gap = e.Raw.Timestamp - e.ThreadPreviousTimestamp;
        chunk.ThreadGap[i] = e.ThreadPreviousTimestamp == 0 || gap >= uint.MaxValue ? uint.MaxValue : (uint)gap;
        chunk.Flags[i] = e.FdNameChanged ? RowFlags.FdNameChanged : RowFlags.None;
        if (EventResult.TryGet(e, out var result))
        {
            chunk.Flags[i] |= RowFlags.HasResult;
            chunk.Result[i] = result is > EventChunk.WideResult and <= int.MaxValue ? (int)result : EventChunk.WideResult;
        }
        else if (e.Code is EventCode.GenericE or EventCode.GenericX)
            chunk.Result[i] = e.Raw.UInt16(0);
        if (!Holds(chunk, i, row, e))
        {
            chunk.Flags[i] |= RowFlags.Odd;
            lock (chunk.Odd)
                chunk.Odd[i] = new OddRow(e.FdNumber, e.ErrorCode, e.Latency, e.PreviousTimestamp, e.ThreadPreviousTimestamp);
        }
        Length = row + 1;
    }

    /// <summary>Loads the bytes of a row; they lie in a kept batch, from which they were read once already.</summary>
    public void LoadRaw(int row, RawEvent into)
    {
        var chunk = ChunkOf(row);
        var i = row & EventChunk.Mask;
        ScapReader.TryLoad(_batches[chunk.FirstBatch + chunk.Batch[i]], chunk.Position[i], into);
        into.Number = NumberOf(row);
    }

    public static OddRow OddOf(EventChunk chunk, int i)
    {
        lock (chunk.Odd)
            return chunk.Odd[i];
    }

    public ulong DerivedPrevious(int row) => TimestampAt(row == 0 ? 0 : row - 1);

    public static ulong DerivedThreadPrevious(EventChunk chunk, int i) =>
        chunk.ThreadGap[i] == uint.MaxValue ? 0 : chunk.Timestamp[i] - chunk.ThreadGap[i];

    bool Holds(EventChunk chunk, int i, int row, Event e) =>
        chunk.FdNumber[i] == e.FdNumber && chunk.Error[i] == e.ErrorCode && chunk.Latency[i] == e.Latency
        && DerivedPrevious(row) == e.PreviousTimestamp && DerivedThreadPrevious(chunk, i) == e.ThreadPreviousTimestamp;

    /// <summary>The index of a thread's version; one that is in no table, such as that of a container event, gets its own.</summary>
    static int VersionOf(MachineState state, ThreadInfo? thread)
    {
        if (thread is null)
            return -1;
        var versions = state.ThreadVersions;
        if ((uint)thread.Version < (uint)versions.Count && ReferenceEquals(versions[thread.Version], thread))
            return thread.Version;
        thread.Version = versions.Count;
        versions.Add(thread);
        return thread.Version;
    }

    EventChunk ChunkForAppend(int row)
    {
        var index = row >> EventChunk.Shift;
        var chunks = _chunks;
        if (index == chunks.Length)
        {
            Array.Resize(ref chunks, index * 2);
            _chunks = chunks;
        }
        return chunks[index] ??= new EventChunk();
    }

    int KeepBatch(EventBatch batch)
    {
        if (_batchCount > 0 && ReferenceEquals(_batches[_batchCount - 1], batch))
            return _batchCount - 1;
        var batches = _batches;
        if (_batchCount == batches.Length)
        {
            Array.Resize(ref batches, _batchCount * 2);
            _batches = batches;
        }
        batches[_batchCount] = batch;
        return _batchCount++;
    }
}
