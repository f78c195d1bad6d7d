using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Fields;
using CSysdig.Model.Lake.Parquet;

namespace CSysdig.Model.Lake;

/// <summary>The columns of <c>events</c> that not the thread alone decides.</summary>
sealed class EventRow
{
    const int Unknown = -2;
    /// <summary>There are fewer kinds of fds.</summary>
    const int FdTypes = 32;
    /// <summary>Stands for an event without one.</summary>
    const FdType NoFd = (FdType)(FdTypes - 2);

    readonly FieldColumns _ofType, _ofFdType, _ofFd, _ofResult, _own;
    readonly SequenceColumn _event, _time, _latency;
    readonly NumberColumn _flow, _bytes, _result;
    readonly TextColumn _io;
    readonly BytesColumn? _payload;
    readonly Field _latencyField = FieldCatalog.Bind("evt.latency"), _length = FieldCatalog.Bind("evt.buflen"), _returned = FieldCatalog.Bind("evt.rawres"), _buffer = FieldCatalog.Bind("evt.buffer");
    readonly int _mostPayload;
    /// <summary>What is said of an event's type alone, by its code; of that and the kind of its fd; of calls that succeeded.</summary>
    readonly int[] _types = new int[EventTable.Count * 2], _fdTypes = new int[EventTable.Count * FdTypes], _successes = new int[EventTable.Count];
    int _read, _group;

    public EventRow(LakeTable table, LakeOptions options)
    {
        _ofType = Fields(table, "type", "io");
        _ofFd = Fields(table, "fd_type", "fd_name");
        _ofFdType = Fields(table, "category");
        _ofResult = Fields(table, "error");
        _own = Fields(table, "fd", "path");
        (_event, _time, _latency) = (table.Sequence("event"), table.Sequence("time"), table.Sequence("latency"));
        (_flow, _bytes, _result, _io) = (table.Number("flow_id"), table.Number("bytes"), table.Number("result"), table.Text("io"));
        (_payload, _mostPayload) = (table.Find("payload") as BytesColumn, options.Payload);
        Clear();
    }

    /// <summary>The dictionaries were emptied.</summary>
    public void Clear()
    {
        _types.AsSpan().Fill(Unknown);
        _fdTypes.AsSpan().Fill(Unknown);
        _successes.AsSpan().Fill(Unknown);
        _read = _io.Id("read"u8);
        _group++;
    }

    public void Add(Event e, FlowRows.Flow? flow)
    {
        _event.Add(e.Number);
        _time.Add((long)e.Timestamp);
        _own.Add(e);
        var io = AddType(e);
        AddResult(e);
        AddFd(e, flow);
        // Calls that move nothing have a length too: what they return.
        var moved = io != DictionaryColumn.Null ? Number(_length, e) : null;
        _bytes.Add(moved is { } bytes ? _bytes.Id(bytes) : DictionaryColumn.Null);
        if (flow is not null && moved is { } more)
            FlowRows.Move(flow, io == _read, more);
        if (Number(_latencyField, e) is { } latency)
            _latency.Add(latency);
        else
            _latency.AddNull();
        if (_payload is not null)
            AddPayload(_payload, e);
    }

    static FieldColumns Fields(LakeTable table, params string[] names) => new(table, LakeSchema.Events.Columns.Where(c => names.Contains(c.Name)));

    int AddType(Event e)
    {
        var ids = _types.AsSpan((int)e.Code * 2, 2);
        // A generic event tells its call, which the code does not.
        if (ids[0] == Unknown || e.Code == EventCode.GenericX)
            for (var i = 0; i < ids.Length; i++)
                ids[i] = _ofType.Id(i, e);
        _ofType[0].Add(ids[0]);
        _ofType[1].Add(ids[1]);
        ref var category = ref _fdTypes[(int)e.Code * FdTypes + ((int)(e.Fd?.Type ?? NoFd) & FdTypes - 1)];
        if (category == Unknown || e.Code == EventCode.GenericX)
            category = _ofFdType.Id(0, e);
        _ofFdType[0].Add(category);
        return ids[1];
    }

    void AddResult(Event e)
    {
        var result = Number(_returned, e);
        _result.Add(result is { } number ? _result.Id(number) : DictionaryColumn.Null);
        if (result is not >= 0 || e.Code == EventCode.GenericX)
        {
            _ofResult.Add(e);
            return;
        }
        ref var success = ref _successes[(int)e.Code];
        if (success == Unknown)
            success = _ofResult.Id(0, e);
        _ofResult[0].Add(success);
    }

    void AddFd(Event e, FlowRows.Flow? flow)
    {
        if (flow is null)
        {
            _ofFd.Add(e);
            _flow.Add(DictionaryColumn.Null);
            return;
        }
        if (flow.Group != _group)
            (flow.Group, flow.InDictionary, flow.Shown) = (_group, _flow.Id(flow.Id), null);
        _flow.Add(flow.InDictionary);
        if (e.ErrorCode != 0)
        {
            _ofFd.Add(e);
            return;
        }
        if (!ReferenceEquals(flow.Shown, e.Fd))
            (flow.Shown, flow.TypeShown, flow.NameShown) = (e.Fd, _ofFd.Id(0, e), _ofFd.Id(1, e));
        _ofFd[0].Add(flow.TypeShown);
        _ofFd[1].Add(flow.NameShown);
    }

    void AddPayload(BytesColumn to, Event e)
    {
        var value = new FieldValue { Type = _buffer.Definition.Type, Format = _buffer.Definition.Format };
        if (_buffer.TryGet(e, ref value))
            to.Add(value.Bytes[..Math.Min(value.Bytes.Length, _mostPayload)]);
        else
            to.AddNull();
    }

    static long? Number(Field field, Event e)
    {
        var value = new FieldValue { Type = field.Definition.Type, Format = field.Definition.Format };
        return field.TryGet(e, ref value) ? value.Number : null;
    }
}
