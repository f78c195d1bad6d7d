using CSysdig.Capture.Events;
using CSysdig.Model.Lake.Parquet;
using CSysdig.Model.State;

namespace CSysdig.Model.Lake;

/// <summary>What went through each opened fd of each process, until it is closed.</summary>
sealed class FlowRows
{
    /// <summary>So many may be open at a time; then all are written, and one about which more comes has another row.</summary>
    const int Most = 1 << 17;

    readonly LakeTable _table;
    readonly FlowOwners _owners;
    readonly FieldColumns _fields;
    readonly NumberColumn[] _numbers;
    readonly NumberColumn _process, _flow;
    readonly SequenceColumn _time, _firstTime, _event, _opened;
    readonly Dictionary<(long Process, long Fd, long Opened), Flow> _open = [];
    readonly Flow?[] _near = new Flow?[1 << 12];
    readonly Stack<Flow> _free = new();

    public FlowRows(LakeTable table)
    {
        _table = table;
        _owners = new FlowOwners(table, LakeSchema.Flows.Columns.Where(c => c.Field is not null && LakeSchema.Who.Contains(c)));
        _fields = new FieldColumns(table, LakeSchema.Flows.Columns.Where(c => c.Field is not null && c != LakeSchema.Host && !LakeSchema.Who.Contains(c)));
        table.Ended = _owners.Clear;
        (_time, _firstTime) = (table.Sequence("time"), table.Sequence("first_time"));
        (_event, _opened) = (table.Sequence("event"), table.Sequence("opened"));
        (_process, _flow) = (table.Number("process_id"), table.Number("flow_id"));
        _numbers = [.. new[] { "events", "reads", "writes", "bytes_in", "bytes_out", "errors" }.Select(table.Number)];
    }

    /// <summary>An opened fd of a process.</summary>
    public sealed class Flow
    {
        public (long Process, long Fd, long Opened) Key;
        public long Id;
        /// <summary>The version of which <see cref="Owner"/> and <see cref="Cells"/> tell.</summary>
        public FdInfo? Version;
        public FlowOwners.Owner? Owner;
        public FieldColumns.Cell[] Cells = [];
        public long Event, Events, Reads, Writes, BytesIn, BytesOut, Errors;
        public ulong First, Last;

        /// <summary>Numbers in the dictionaries of <c>events</c>, as long as a row group lasts: <see cref="EventRow"/>'s.</summary>
        public int Group, InDictionary, TypeShown, NameShown;
        /// <summary>The version of which those are.</summary>
        public FdInfo? Shown;
    }

    /// <summary>Counts an exit event that is about an fd of which something is known; null for any other.</summary>
    public Flow? Take(Event e, long? process, LakeOrigin origin)
    {
        if (process is not { } id || e.Fd is not { } fd || !e.HasFd)
            return null;
        var flow = Find((id, e.FdNumber, fd.OpenedAt), e, origin);
        // A call that failed tells of no version; where nothing is known yet it must do.
        if (flow.Events == 0 || !ReferenceEquals(flow.Version, fd) && e.ErrorCode == 0)
        {
            flow.Owner = _owners.Of(e);
            _fields.Keep(e, flow.Cells);
            flow.Version = e.ErrorCode == 0 ? fd : null;
        }
        flow.Events++;
        flow.Last = e.Timestamp;
        if (e.ErrorCode != 0)
            flow.Errors++;
        return flow;
    }

    /// <summary>Counts what a call moved.</summary>
    public static void Move(Flow flow, bool isRead, long bytes)
    {
        if (isRead)
        {
            flow.Reads++;
            flow.BytesIn += bytes;
        }
        else
        {
            flow.Writes++;
            flow.BytesOut += bytes;
        }
    }

    /// <summary>The event has closed it: its row is written.</summary>
    public void CloseIf(Event e, Flow flow)
    {
        if (!e.Has(EventFlags.DestroysFd) || e.ErrorCode != 0)
            return;
        _open.Remove(flow.Key);
        Write(flow);
        Free(flow);
    }

    /// <summary>Writes the rows of those that are still open, in the order in which something happened to them.</summary>
    public void End()
    {
        foreach (var flow in _open.Values.OrderBy(f => f.Last))
        {
            Write(flow);
            Free(flow);
        }
        _open.Clear();
        _near.AsSpan().Clear();
    }

    Flow Find((long Process, long Fd, long Opened) key, Event e, LakeOrigin origin)
    {
        ref var near = ref _near[(key.Process ^ key.Fd * 31) & _near.Length - 1];
        if (near is not null && near.Key == key)
            return near;
        if (!_open.TryGetValue(key, out var flow))
        {
            if (_open.Count == Most)
                End();
            flow = _free.TryPop(out var free) ? free : new Flow { Cells = new FieldColumns.Cell[_fields.Count] };
            flow.Key = key;
            flow.Id = origin.FlowId(key.Process, key.Fd, e.Number);
            (flow.Event, flow.First) = (e.Number, e.Timestamp);
            _open.Add(key, flow);
        }
        return near = flow;
    }

    void Write(Flow flow)
    {
        _table.Begin(flow.Last);
        _time.Add((long)flow.Last);
        _firstTime.Add((long)flow.First);
        _process.Add(_process.Id(flow.Key.Process));
        _flow.Add(_flow.Id(flow.Id));
        _event.Add(flow.Event);
        _opened.Add(flow.Key.Opened);
        _owners.Add(flow.Owner!);
        _fields.Add(flow.Cells);
        ReadOnlySpan<long> numbers = [flow.Events, flow.Reads, flow.Writes, flow.BytesIn, flow.BytesOut, flow.Errors];
        for (var i = 0; i < numbers.Length; i++)
            _numbers[i].Add(_numbers[i].Id(numbers[i]));
        _table.End();
    }

    void Free(Flow flow)
    {
        ref var near = ref _near[(flow.Key.Process ^ flow.Key.Fd * 31) & _near.Length - 1];
        if (ReferenceEquals(near, flow))
            near = null;
        flow.Key = default;
        flow.Version = flow.Shown = null;
        flow.Owner = null;
        flow.Group = 0;
        flow.Events = flow.Reads = flow.Writes = flow.BytesIn = flow.BytesOut = flow.Errors = 0;
        if (_free.Count < 1 << 12)
            _free.Push(flow);
    }
}
