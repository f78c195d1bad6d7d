using CSysdig.Capture.Scap;
using CSysdig.Model.History.Packing;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>Reads what <see cref="StateWriter"/> writes. Throws one of many exceptions where the bytes are not that.</summary>
static class StateReader
{
    /// <summary>Reads the head; pages are fetched later. <paramref name="stored"/> tells when one of them can't be read.</summary>
    public static MachineState Read(Unpackers file, StateSections sections, bool compat, out StoredState stored)
    {
        var (state, pages) = file.Read(sections.Head, bytes => Read(bytes, file, sections, compat));
        stored = pages;
        return state;
    }

    static (MachineState, StoredState) Read(ReadOnlyMemory<byte> bytes, Unpackers file, StateSections sections, bool compat)
    {
        var from = new MessagePackReader(bytes);
        var head = new StateHead(ref from);
        if (!sections.Hold(head.Texts, head.ThreadVersions, head.FdVersions, head.Threads.Length, head.Tables))
            throw new InvalidDataException("pages are missing");
        var stored = new StoredState(file, sections, head);
        var state = new MachineState(keepHistory: true, compat) { ThreadVersions = stored.ThreadVersions, FdVersions = stored.FdVersions };
        foreach (var (tid, since, thread) in head.Lines)
            state.Threads.Restore(tid, thread < 0 ? null : stored.Threads[thread], since);
        ReadMachine(ref from, state, head.Containers, head.Users, head.Groups);
        return from.End ? (state, stored) : throw new InvalidDataException("there is more than was expected");
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
        state.UnknownRunTime = VersionFields.ReadRunTime(ref from);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            Restore(ref from, state.Users, from.ReadUInt32(), users);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            Restore(ref from, state.Groups, from.ReadUInt32(), groups);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            Restore(ref from, state.Containers, from.ReadString() ?? "", containers);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var since = from.ReadInt64();
            var entries = new List<InterfaceEntry>();
            for (var more = MachineReader.Count(ref from); more > 0; more--)
                entries.Add(MachineReader.Interface(ref from));
            state.Interfaces.Add(entries, since, keep: true);
        }
    }

    static void Restore<TKey, T>(ref MessagePackReader from, TimelineTable<TKey, T> table, TKey key, T[] values) where TKey : notnull where T : class
    {
        var since = from.ReadInt64();
        var number = StateHead.Number(ref from, values.Length, least: -1);
        table.Set(key, number < 0 ? null : values[number], since);
    }
}
