using System.Buffers;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>
/// Writes what is known of the captured machine at every event, as <see cref="StateReader"/> reads it: everything refers
/// to texts and to each other by number.
/// </summary>
sealed class StateWriter(MachineState state)
{
    readonly TextTable _texts = new();
    readonly Numbering<TrackedThread> _threads = new();
    readonly Numbering<FdTable> _tables = new();
    readonly Numbering<ContainerInfo> _containers = new();
    readonly Numbering<UserInfo> _users = new();
    readonly Numbering<GroupInfo> _groups = new();

    /// <summary>The state, to be followed by <see cref="WriteTexts"/>, which it refers to.</summary>
    public ReadOnlySpan<byte> Write()
    {
        // About what a version takes with what belongs to it: a buffer that grows is copied.
        var body = new ArrayBufferWriter<byte>(1 << 16 | 256 * state.ThreadVersions.Count + 96 * state.FdVersions.Count);
        var to = new MessagePackWriter(body);
        WriteVersions(ref to);
        WriteThreads(ref to);
        WriteTables(ref to);
        WriteMachine(ref to);
        to.Flush();
        return body.WrittenSpan;
    }

    /// <summary>Texts, containers and accounts that <see cref="Write"/> has met.</summary>
    public ReadOnlySpan<byte> WriteTexts()
    {
        var head = new ArrayBufferWriter<byte>(1 << 20);
        var to = new MessagePackWriter(head);
        _texts.Write(ref to);
        MachineWriter.Write(ref to, _containers, _users, _groups);
        to.Flush();
        return head.WrittenSpan;
    }

    void WriteVersions(ref MessagePackWriter to)
    {
        to.Write(state.ThreadVersions.Count);
        for (var i = 0; i < state.ThreadVersions.Count; i++)
        {
            var t = state.ThreadVersions[i];
            if (IsAgain(ref to, t.Version, i))
                continue;
            to.Write(_threads.Of(t.Thread));
            to.Write(t.Container is null ? -1 : _containers.Of(t.Container));
            to.Write(t.User is null ? -1 : _users.Of(t.User));
            to.Write(t.LoginUser is null ? -1 : _users.Of(t.LoginUser));
            to.Write(t.Group is null ? -1 : _groups.Of(t.Group));
            VersionFields.Write(ref to, t, _texts);
        }
        to.Write(state.FdVersions.Count);
        for (var i = 0; i < state.FdVersions.Count; i++)
        {
            var fd = state.FdVersions[i];
            if (!IsAgain(ref to, fd.Version, i))
                VersionFields.Write(ref to, fd, _texts);
        }
    }

    /// <summary>A version may stand in its list twice; the second number holds.</summary>
    static bool IsAgain(ref MessagePackWriter to, int version, int index)
    {
        to.Write(version == index ? -1 : version);
        return version != index;
    }

    void WriteThreads(ref MessagePackWriter to)
    {
        var lines = state.Threads.Lines;
        to.Write(lines.Count);
        foreach (var (tid, line) in lines)
        {
            to.Write(tid);
            WriteLine(ref to, line, _threads.Of);
        }
        // Those of versions whose section is over are in no table; more turn up nowhere else.
        to.Write(_threads.Count);
        for (var i = 0; i < _threads.Count; i++)
        {
            var thread = _threads[i];
            to.Write(thread.Tid);
            to.Write(_tables.Of(thread.Fds));
            WriteLine(ref to, thread.Versions, VersionOf);
            to.Write(thread.Memory.Count);
            foreach (var (since, memory) in thread.Memory.All)
                VersionFields.Write(ref to, since, memory);
            to.Write(thread.Times.Count);
            foreach (var (since, times) in thread.Times.All)
                VersionFields.Write(ref to, since, times);
        }
    }

    int VersionOf(ThreadInfo thread) => ReferenceEquals(state.ThreadVersions[thread.Version], thread) ? thread.Version : throw new InvalidDataException();

    int VersionOf(FdInfo fd) => ReferenceEquals(state.FdVersions[fd.Version], fd) ? fd.Version : throw new InvalidDataException();

    void WriteTables(ref MessagePackWriter to)
    {
        to.Write(_tables.Count);
        for (var i = 0; i < _tables.Count; i++)
        {
            var table = _tables[i];
            var slots = table.Lines.ToList();
            to.Write(slots.Count);
            foreach (var (fd, line) in slots)
            {
                to.Write(fd);
                WriteLine(ref to, line, VersionOf);
            }
            var open = table.Open.Select(o => o.Key).ToList();
            to.Write(open.Count);
            foreach (var fd in open)
                to.Write(fd);
            to.Write(table.Counts.Length);
            for (var c = 0; c < table.Counts.Length; c++)
            {
                to.Write(table.CountsSince[c]);
                to.Write(table.Counts[c]);
            }
        }
    }

    static void WriteLine<T>(ref MessagePackWriter to, Timeline<T> line, Func<T, int> number) where T : class
    {
        to.Write(line.Count);
        foreach (var (since, version) in line.All)
        {
            to.Write(since);
            to.Write(version is null ? -1 : number(version));
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
