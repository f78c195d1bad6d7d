using CSysdig.Capture.Scap;
using CSysdig.Model.History.Packing;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>Reads what <see cref="StateWriter"/> writes. Throws one of many exceptions where the bytes are not that.</summary>
static class StateReader
{
    /// <summary>Reads the head; pages are fetched later. <paramref name="pages"/> tells when one of them can't be read.</summary>
    /// <param name="memory">What pages that were fetched may take together.</param>
    public static MachineState Read(Unpackers file, StateSections sections, bool compat, long memory, out StatePages pages)
    {
        var (state, stored) = file.Read(sections.Head, bytes => Read(bytes, file, sections, compat, memory));
        pages = stored;
        return state;
    }

    static (MachineState, StatePages) Read(ReadOnlyMemory<byte> bytes, Unpackers file, StateSections sections, bool compat, long memory)
    {
        var from = new MessagePackReader(bytes);
        var head = new StateHead(ref from, sections.Facts.Count);
        if (!sections.Hold(head.ThreadVersions, head.FdVersions))
            throw new InvalidDataException("pages are missing");
        var state = new MachineState(keepHistory: true, compat) { ThreadVersions = new(head.ThreadVersions), FdVersions = new(head.FdVersions) };
        var pages = new StatePages(state, head.Names, file, sections, memory);
        foreach (var (tid, _, place) in head.Threads)
            _ = new TrackedThread(state, pages, place) { Tid = tid };
        for (var i = 0; i < head.Threads.Length; i++)
            state.Tracked[i].FdOwner = state.Tracked[head.Threads[i].FdOwner];
        foreach (var (tid, since, thread) in head.Lines)
            state.Threads.Restore(tid, thread < 0 ? null : state.Tracked[thread], since);
        ReadMachine(ref from, state, head.Names);
        return from.End ? (state, pages) : throw new InvalidDataException("there is more than was expected");
    }

    static void ReadMachine(ref MessagePackReader from, MachineState state, StateNames names)
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
            Restore(ref from, state.Users, from.ReadUInt32(), names.Users);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            Restore(ref from, state.Groups, from.ReadUInt32(), names.Groups);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            Restore(ref from, state.Containers, from.ReadString() ?? "", names.Containers);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var since = from.ReadInt64();
            var entries = new List<InterfaceEntry>();
            for (var more = MachineReader.Count(ref from); more > 0; more--)
                entries.Add(MachineReader.Interface(ref from));
            state.Interfaces.Add(entries, since, keep: true);
        }
    }

    static void Restore<TKey, T>(ref MessagePackReader from, VersionedTable<TKey, T> table, TKey key, Numbering<T> values) where TKey : notnull where T : class
    {
        var since = from.ReadInt64();
        var number = StateHead.Number(ref from, values.Count, least: -1);
        table.Set(key, values.At(number), since);
    }
}
