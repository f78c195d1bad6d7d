using System.Buffers;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>
/// Writes what is known of the captured machine at every event, as <see cref="StateReader"/> and <see cref="StoredState"/> read it:
/// in pages, in which everything refers to texts and to each other by number.
/// </summary>
/// <param name="pack">Keeps a page's bytes, which it may not hold.</param>
sealed class StateWriter(MachineState state, Func<ReadOnlySpan<byte>, CacheSection> pack)
{
    readonly ArrayBufferWriter<byte> _page = new(1 << 16);
    readonly TextTable _texts = new();
    readonly Numbering<TrackedThread> _threads = new();
    readonly Numbering<FdTable> _tables = new();
    readonly Numbering<ContainerInfo> _containers = new();
    readonly Numbering<UserInfo> _users = new();
    readonly Numbering<GroupInfo> _groups = new();

    delegate void Record(ref MessagePackWriter to, int number);

    public StateSections Write()
    {
        var threadVersions = Pages(state.ThreadVersions.Count, PagedList<ThreadInfo>.PageSize, WriteThreadVersion);
        var fdVersions = Pages(state.FdVersions.Count, PagedList<FdInfo>.PageSize, WriteFdVersion);
        // Those of versions whose section is over are in no table; more than these turn up nowhere.
        foreach (var (_, line) in state.Threads.Lines)
            foreach (var (_, thread) in line.All)
                if (thread is not null)
                    _threads.Of(thread);
        var threads = Pages(_threads.Count, StateSections.ThreadPage, WriteThread);
        for (var i = 0; i < _threads.Count; i++)
            _tables.Of(_threads[i].Fds);
        var tables = Pages(_tables.Count, StateSections.TablePage, WriteTable);
        var texts = Pages(_texts.Count, PagedList<byte[]>.PageSize, (ref to, i) => to.Write(_texts[i]));
        var head = Pages(1, 1, (ref to, _) => WriteHead(ref to));
        return new StateSections(head[0], texts, threadVersions, fdVersions, threads, tables);
    }

    List<CacheSection> Pages(int count, int size, Record record)
    {
        var pages = new List<CacheSection>();
        for (var i = 0; i < count;)
        {
            _page.ResetWrittenCount();
            var to = new MessagePackWriter(_page);
            for (var end = Math.Min(count, i + size); i < end; i++)
                record(ref to, i);
            to.Flush();
            pages.Add(pack(_page.WrittenSpan));
        }
        return pages;
    }

    void WriteThreadVersion(ref MessagePackWriter to, int i)
    {
        var t = state.ThreadVersions[i];
        if (t.Version != i)
            return;
        to.Write(_threads.Of(t.Thread));
        to.Write(t.Container is null ? -1 : _containers.Of(t.Container));
        to.Write(t.User is null ? -1 : _users.Of(t.User));
        to.Write(t.LoginUser is null ? -1 : _users.Of(t.LoginUser));
        to.Write(t.Group is null ? -1 : _groups.Of(t.Group));
        VersionFields.Write(ref to, t, _texts);
    }

    void WriteFdVersion(ref MessagePackWriter to, int i)
    {
        if (state.FdVersions[i] is { } fd && fd.Version == i)
            VersionFields.Write(ref to, fd, _texts);
    }

    void WriteThread(ref MessagePackWriter to, int i)
    {
        var thread = _threads[i];
        WriteLine(ref to, thread.Versions, VersionOf);
        to.Write(thread.Memory.Count);
        foreach (var (since, memory) in thread.Memory.All)
            VersionFields.Write(ref to, since, memory);
        to.Write(thread.Times.Count);
        foreach (var (since, times) in thread.Times.All)
            VersionFields.Write(ref to, since, times);
        VersionFields.Write(ref to, thread.RunTime);
    }

    void WriteTable(ref MessagePackWriter to, int i)
    {
        var table = _tables[i];
        var slots = table.Lines.ToList();
        to.Write(slots.Count);
        foreach (var (fd, line) in slots)
        {
            to.Write(fd);
            WriteLine(ref to, line, VersionOf);
        }
        to.Write(table.Count);
        foreach (var (fd, _) in table.Open)
            to.Write(fd);
        to.Write(table.Counts.Length);
        for (var c = 0; c < table.Counts.Length; c++)
        {
            to.Write(table.CountsSince[c]);
            to.Write(table.Counts[c]);
        }
    }

    int VersionOf(ThreadInfo thread) => ReferenceEquals(state.ThreadVersions[thread.Version], thread) ? thread.Version : throw new InvalidDataException();

    int VersionOf(FdInfo fd) => ReferenceEquals(state.FdVersions[fd.Version], fd) ? fd.Version : throw new InvalidDataException();

    static void WriteLine<T>(ref MessagePackWriter to, Timeline<T> line, Func<T, int> number) where T : class
    {
        to.Write(line.Count);
        foreach (var (since, version) in line.All)
        {
            to.Write(since);
            to.Write(version is null ? -1 : number(version));
        }
    }

    void WriteHead(ref MessagePackWriter to)
    {
        NumberMachine();
        to.Write(_texts.Count);
        MachineWriter.Write(ref to, _containers, _users, _groups);
        to.Write(_tables.Count);
        to.Write(_threads.Count);
        for (var i = 0; i < _threads.Count; i++)
        {
            to.Write(_threads[i].Tid);
            to.Write(_tables.Of(_threads[i].Fds));
        }
        to.Write(state.Threads.Lines.Count);
        foreach (var (tid, line) in state.Threads.Lines)
        {
            to.Write(tid);
            WriteLine(ref to, line, _threads.Of);
        }
        WriteAgain(ref to, state.ThreadVersions, t => t.Version);
        WriteAgain(ref to, state.FdVersions, fd => fd.Version);
        WriteMachine(ref to);
    }

    /// <summary>The machine has accounts and containers that are no thread's.</summary>
    void NumberMachine()
    {
        foreach (var user in state.Users.Values)
            _users.Of(user);
        foreach (var group in state.Groups.Values)
            _groups.Of(group);
        foreach (var container in state.Containers.Values)
            _containers.Of(container);
    }

    /// <summary>A version may stand in its list twice; the second number holds.</summary>
    static void WriteAgain<T>(ref MessagePackWriter to, PagedList<T> versions, Func<T, int> number) where T : class
    {
        to.Write(versions.Count);
        var again = Enumerable.Range(0, versions.Count).Where(i => number(versions[i]) != i).ToList();
        to.Write(again.Count);
        foreach (var i in again)
        {
            to.Write(i);
            to.Write(number(versions[i]));
        }
    }

    void WriteMachine(ref MessagePackWriter to)
    {
        var machine = state.Machine;
        to.Write(machine.CpuCount);
        to.Write(machine.MemoryBytes);
        to.Write(machine.MaxPid);
        to.Write(machine.HostName);
        to.Write(machine.BootTimestamp);
        to.Write(state.FirstTimestamp);
        to.Write((int)state.Generation);
        VersionFields.Write(ref to, state.UnknownRunTime);
        to.Write(state.Users.Count);
        foreach (var (uid, user) in state.Users)
        {
            to.Write(uid);
            to.Write(_users.Of(user));
        }
        to.Write(state.Groups.Count);
        foreach (var (gid, group) in state.Groups)
        {
            to.Write(gid);
            to.Write(_groups.Of(group));
        }
        to.Write(state.Containers.Count);
        foreach (var (id, container) in state.Containers)
        {
            to.Write(id);
            to.Write(_containers.Of(container));
        }
        to.Write(state.Interfaces.Count);
        foreach (var entry in state.Interfaces)
            MachineWriter.Write(ref to, entry);
    }
}
