using System.Buffers;
using CSysdig.Model.History.Packing;
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

    delegate void Put<TKey>(ref MessagePackWriter to, TKey key);

    delegate void Record(ref MessagePackWriter to, int number);

    public StateSections Write()
    {
        var threadVersions = Pages(state.ThreadVersions.Count, PagedList<ThreadInfo>.PageSize, WriteThreadVersion);
        var fdVersions = Pages(state.FdVersions.Count, PagedList<FdInfo>.PageSize, WriteFdVersion);
        // Those of versions whose section is over are in no table; more than these turn up nowhere.
        foreach (var (_, _, thread) in state.Threads.Lines)
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
        WriteLines(ref to, state.Threads.Lines, (ref to, tid) => to.Write(tid), _threads);
        WriteAgain(ref to, state.ThreadVersions, t => t.Version);
        WriteAgain(ref to, state.FdVersions, fd => fd.Version);
        WriteMachine(ref to);
    }

    /// <summary>The machine has accounts and containers that are no thread's.</summary>
    void NumberMachine()
    {
        Number(state.Users.All, _users);
        Number(state.Groups.All, _groups);
        Number(state.Containers.All, _containers);
    }

    static void Number<TKey, T>(IEnumerable<(TKey, long, T?)> lines, Numbering<T> numbers) where T : class
    {
        foreach (var (_, _, value) in lines)
            if (value is not null)
                numbers.Of(value);
    }

    /// <summary>What each key stood for from which event on, as numbers; -1 for nothing.</summary>
    static void WriteLines<TKey, T>(ref MessagePackWriter to, IEnumerable<(TKey, long, T?)> lines, Put<TKey> put, Numbering<T> numbers) where T : class
    {
        var all = lines.ToList();
        to.Write(all.Count);
        foreach (var (key, since, value) in all)
        {
            put(ref to, key);
            to.Write(since);
            to.Write(value is null ? -1 : numbers.Of(value));
        }
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
        WriteLines(ref to, state.Users.All, (ref to, uid) => to.Write(uid), _users);
        WriteLines(ref to, state.Groups.All, (ref to, gid) => to.Write(gid), _groups);
        WriteLines(ref to, state.Containers.All, (ref to, id) => to.Write(id), _containers);
        var interfaces = state.Interfaces.All;
        to.Write(interfaces.Count);
        foreach (var (since, entries) in interfaces)
        {
            to.Write(since);
            to.Write(entries!.Count);
            foreach (var entry in entries)
                MachineWriter.Write(ref to, entry);
        }
    }
}
