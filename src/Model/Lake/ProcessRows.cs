using CSysdig.Capture.Events;
using CSysdig.Model.Lake.Parquet;
using CSysdig.Model.State;

namespace CSysdig.Model.Lake;

/// <summary>The processes with their ids, and a row for each time that something of theirs changes.</summary>
sealed class ProcessRows
{
    const int Near = 1 << 10, Most = 1 << 20;
    const string ExitStatus = "exit_status";

    readonly LakeTable _table;
    readonly FieldColumns _fields, _exit;
    readonly NumberColumn _event, _process, _parent;
    readonly TextColumn _change;
    readonly SequenceColumn _time;
    readonly Dictionary<long, Process> _byPid = [];
    readonly Dictionary<long, List<(long Since, long Id)>> _ids = [];
    readonly (ThreadInfo? Thread, long Id)[] _near = new (ThreadInfo?, long)[Near];
    LakeOrigin _origin;
    Event? _main;

    public ProcessRows(LakeTable table, LakeOrigin origin)
    {
        (_table, _origin) = (table, origin);
        _fields = new FieldColumns(table, LakeSchema.Processes.Columns.Where(c => c.Field is not null && c != LakeSchema.Host && c.Name != ExitStatus));
        _exit = new FieldColumns(table, LakeSchema.Processes.Columns.Where(c => c.Name == ExitStatus));
        (_event, _process, _parent) = (table.Number("event"), table.Number("process_id"), table.Number("parent_id"));
        (_change, _time) = (table.Text("change"), table.Sequence("time"));
    }

    sealed class Process
    {
        public required long Id;
        public required ThreadInfo Version;
    }

    /// <summary>Rows of what there was before the first event.</summary>
    public void Begin(MachineState state, ulong time)
    {
        foreach (var thread in state.Threads.Living)
            if (thread.Newest is { IsMain: true } main)
                See(main, state, 0, time, "there"u8);
    }

    /// <summary>The machine is another one from here on.</summary>
    public void Turn(LakeOrigin origin)
    {
        _origin = origin;
        _byPid.Clear();
        _near.AsSpan().Clear();
    }

    /// <summary>The id of an event's process, whose row is written when it has changed; null where the thread is not known.</summary>
    public long? IdOf(Event e)
    {
        if (e.Thread is not { } thread)
            return null;
        ref var near = ref _near[thread.Tid & Near - 1];
        if (ReferenceEquals(near.Thread, thread))
            return near.Id;
        var first = e.State.FirstTimestamp;
        var id = See(e.MainThread!, e.State, e.Number, e.Timestamp, e.MainThread!.CloneTimestamp >= first ? "start"u8 : "there"u8).Id;
        near = (thread, id);
        return id;
    }

    /// <summary>The row of the process that this event ends, where it ends one.</summary>
    public void EndIf(Event e)
    {
        if (e.Code is EventCode.ProcexitE or EventCode.Procexit_1E && e.Thread is { IsMain: true } thread)
            Write(e, thread, e.State, e.Number, e.Timestamp, "exit"u8);
    }

    /// <summary>The id of the process that had a pid at an event, or null.</summary>
    public long? IdAt(long pid, long number)
    {
        long? id = null;
        foreach (var (since, one) in _ids.GetValueOrDefault(pid) ?? [])
            if (since <= number || id is null)
                id = one;
        return id;
    }

    Process See(ThreadInfo main, MachineState state, long number, ulong time, ReadOnlySpan<byte> first)
    {
        if (_byPid.TryGetValue(main.Pid, out var process) && ReferenceEquals(process.Version.Thread, main.Thread))
        {
            if (Change(process.Version, main) is { IsEmpty: false } change)
                Write(null, main, state, number, time, change);
            process.Version = main;
            return process;
        }
        process = new Process { Id = _origin.ProcessId(main), Version = main };
        if (_byPid.Count >= Most)
            _byPid.Clear();
        _byPid[main.Pid] = process;
        if (_ids.Count < Most)
        {
            if (!_ids.TryGetValue(main.Pid, out var ids))
                _ids.Add(main.Pid, ids = []);
            ids.Add((number, process.Id));
        }
        Write(null, main, state, number, time, first);
        return process;
    }

    static ReadOnlySpan<byte> Change(ThreadInfo before, ThreadInfo after)
    {
        if (before.ExecTimestamp != after.ExecTimestamp || Differ(before.Exe, after.Exe) || Differ(before.ExePath, after.ExePath) || Differ(before.Args, after.Args))
            return "exec"u8;
        return before.Uid != after.Uid || before.Gid != after.Gid || before.LoginUid != after.LoginUid || before.Sid != after.Sid
            || before.Container != after.Container || Differ(before.Comm, after.Comm) ? "identity"u8 : [];
    }

    static bool Differ(byte[] a, byte[] b) => !ReferenceEquals(a, b) && !a.AsSpan().SequenceEqual(b);

    /// <param name="of">The event that has the exit's status, or null.</param>
    void Write(Event? of, ThreadInfo main, MachineState state, long number, ulong time, ReadOnlySpan<byte> change)
    {
        var e = _main is not null && _main.State == state ? _main : _main = new Event(state);
        e.Thread = main;
        e.StandsAt = number;
        _table.Begin(time);
        _event.Add(_event.Id(number));
        _time.Add((long)time);
        _change.Add(_change.Id(change));
        _process.Add(_process.Id(_origin.ProcessId(main)));
        var parent = state.Threads.Info(main.Ptid, number);
        _parent.Add(parent is null ? DictionaryColumn.Null : _parent.Id(_origin.ProcessId(parent)));
        _fields.Add(e);
        if (of is not null)
            _exit.Add(of);
        else
            _exit[0].Add(DictionaryColumn.Null);
        _table.End();
    }
}
