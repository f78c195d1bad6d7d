using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>Reads what <see cref="StateWriter"/> writes. Throws one of many exceptions where the bytes are not that.</summary>
static class StateReader
{
    public static MachineState Read(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body)
    {
        var from = new MessagePackReader(head);
        var texts = new byte[MachineReader.Count(ref from)][];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = MachineReader.Bytes(ref from);
        var containers = new ContainerInfo[MachineReader.Count(ref from)];
        for (var i = 0; i < containers.Length; i++)
            containers[i] = MachineReader.Container(ref from);
        var users = new UserInfo[MachineReader.Count(ref from)];
        for (var i = 0; i < users.Length; i++)
            users[i] = MachineReader.User(ref from);
        var groups = new GroupInfo[MachineReader.Count(ref from)];
        for (var i = 0; i < groups.Length; i++)
            groups[i] = MachineReader.Group(ref from);
        var state = new MachineState(keepHistory: true);
        from = new MessagePackReader(body);
        var threadOf = ReadVersions(ref from, state, texts, containers, users, groups);
        ReadThreads(ref from, state, threadOf);
        ReadMachine(ref from, state, containers, users, groups);
        return from.End ? state : throw new InvalidDataException("there is more than was expected");
    }

    /// <summary>Reads the versions; the result is the number of each one's thread.</summary>
    static int[] ReadVersions(ref MessagePackReader from, MachineState state, byte[][] texts, ContainerInfo[] containers, UserInfo[] users, GroupInfo[] groups)
    {
        var threadOf = new int[MachineReader.Count(ref from)];
        var again = new List<(int Index, int Version)>();
        state.ThreadVersions.EnsureCapacity(threadOf.Length);
        for (var i = 0; i < threadOf.Length; i++)
        {
            threadOf[i] = -1;
            if (from.ReadInt32() is >= 0 and var version)
            {
                again.Add((i, version));
                state.ThreadVersions.Add(null!);
                continue;
            }
            threadOf[i] = from.ReadInt32();
            int container = from.ReadInt32(), user = from.ReadInt32(), loginUser = from.ReadInt32(), group = from.ReadInt32();
            var info = VersionFields.ReadThread(ref from, texts);
            info.Version = i;
            info.Container = container < 0 ? null : containers[container];
            info.User = user < 0 ? null : users[user];
            info.LoginUser = loginUser < 0 ? null : users[loginUser];
            info.Group = group < 0 ? null : groups[group];
            state.ThreadVersions.Add(info);
        }
        Repeat(state.ThreadVersions, again);
        var fds = MachineReader.Count(ref from);
        state.FdVersions.EnsureCapacity(fds);
        for (var i = 0; i < fds; i++)
        {
            if (from.ReadInt32() is >= 0 and var version)
            {
                again.Add((i, version));
                state.FdVersions.Add(null!);
                continue;
            }
            var info = VersionFields.ReadFd(ref from, texts);
            info.Version = i;
            state.FdVersions.Add(info);
        }
        Repeat(state.FdVersions, again);
        return threadOf;
    }

    static void Repeat<T>(List<T> versions, List<(int Index, int Version)> again) where T : class
    {
        foreach (var (index, version) in again)
            versions[index] = versions[version] ?? throw new InvalidDataException("a version refers to nothing");
        again.Clear();
    }

    static void ReadThreads(ref MessagePackReader from, MachineState state, int[] threadOf)
    {
        var lines = new (long Tid, (long Since, int Thread)[] Line)[MachineReader.Count(ref from)];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = (from.ReadInt64(), ReadLine(ref from));
        var threads = new TrackedThread[MachineReader.Count(ref from)];
        var tableOf = new int[threads.Length];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new TrackedThread { Tid = from.ReadInt64() };
            tableOf[i] = from.ReadInt32();
            foreach (var (since, version) in ReadLine(ref from))
                threads[i].Versions.Add(version < 0 ? null : state.ThreadVersions[version], since, keep: true);
            for (var left = MachineReader.Count(ref from); left > 0; left--)
            {
                var since = from.ReadInt64();
                threads[i].Memory.Add(VersionFields.ReadMemory(ref from), since, keep: true);
            }
            for (var left = MachineReader.Count(ref from); left > 0; left--)
            {
                var since = from.ReadInt64();
                threads[i].Times.Add(VersionFields.ReadTimes(ref from), since, keep: true);
            }
        }
        for (var i = 0; i < threadOf.Length; i++)
            if (threadOf[i] >= 0)
                state.ThreadVersions[i].Thread = threads[threadOf[i]];
        foreach (var (tid, line) in lines)
            foreach (var (since, thread) in line)
                state.Threads.Restore(tid, thread < 0 ? null : threads[thread], since);
        var tables = new FdTable[MachineReader.Count(ref from)];
        for (var i = 0; i < tables.Length; i++)
            tables[i] = ReadTable(ref from, state);
        for (var i = 0; i < threads.Length; i++)
            threads[i].Fds = tables[tableOf[i]];
    }

    static (long Since, int Number)[] ReadLine(ref MessagePackReader from)
    {
        var line = new (long, int)[MachineReader.Count(ref from)];
        for (var i = 0; i < line.Length; i++)
            line[i] = (from.ReadInt64(), from.ReadInt32());
        return line;
    }

    static FdTable ReadTable(ref MessagePackReader from, MachineState state)
    {
        var table = new FdTable();
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var fd = from.ReadInt64();
            foreach (var (since, version) in ReadLine(ref from))
                table.Restore(fd, version < 0 ? null : state.FdVersions[version], since);
        }
        var open = new long[MachineReader.Count(ref from)];
        for (var i = 0; i < open.Length; i++)
            open[i] = from.ReadInt64();
        var count = MachineReader.Count(ref from);
        var starts = new long[count];
        var counts = new int[count];
        for (var i = 0; i < count; i++)
        {
            starts[i] = from.ReadInt64();
            counts[i] = from.ReadInt32();
        }
        table.Restore(open, starts, counts);
        return table;
    }

    static void ReadMachine(ref MessagePackReader from, MachineState state, ContainerInfo[] containers, UserInfo[] users, GroupInfo[] groups)
    {
        state.Machine = new MachineInfo
        {
            CpuCount = from.ReadUInt32(),
            MemoryBytes = from.ReadUInt64(),
            MaxPid = from.ReadUInt64(),
            HostName = from.ReadString() ?? "",
            BootTimestamp = from.ReadUInt64(),
        };
        state.FirstTimestamp = from.ReadUInt64();
        var generation = (Generation)from.ReadInt32();
        state.Generation = Enum.IsDefined(generation) ? generation : throw new InvalidDataException("an age that is none");
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            state.Users.Add(from.ReadUInt32(), users[from.ReadInt32()]);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            state.Groups.Add(from.ReadUInt32(), groups[from.ReadInt32()]);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            state.Containers.Add(from.ReadString() ?? "", containers[from.ReadInt32()]);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            state.Interfaces.Add(MachineReader.Interface(ref from));
    }
}
