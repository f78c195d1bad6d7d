using System.Buffers;
using CSysdig.Model.History.Packing;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>
/// Writes what is known of the captured machine at every event, as <see cref="StateReader"/> and <see cref="StatePages"/> read it. Pages that
/// were put aside are taken over.
/// </summary>
/// <param name="pack">Keeps a page's bytes, which it may not hold.</param>
/// <param name="take">Takes over a page that was put aside.</param>
sealed class StateWriter(MachineState state, StatePages pages, Func<ReadOnlySpan<byte>, CacheSection> pack, Func<CacheSection, CacheSection> take)
{
    readonly StateNames _names = pages.Names;
    readonly PageWriter _pages = new(pages.Names);

    delegate void Put<TKey>(ref MessagePackWriter to, TKey key);

    delegate ReadOnlySpan<byte> Page<T>(ReadOnlySpan<T> versions);

    public StateSections Write()
    {
        var threadPages = Versions(pages.Threads, state.ThreadVersions, _pages.Threads);
        var fdPages = Versions(pages.Fds, state.FdVersions, _pages.Fds);
        var factPages = pages.Facts.All.Select(take).ToList();
        var places = new Dictionary<TrackedThread, int>();
        foreach (var rest in Enumerable.Range(0, state.Tracked.Count).Select(i => state.Tracked[i]).Where(t => t.IsHome).Chunk(StatePages.FactPage))
        {
            for (var i = 0; i < rest.Length; i++)
                places.Add(rest[i], factPages.Count * StatePages.FactPage + i);
            factPages.Add(pack(_pages.Facts(rest)));
        }
        return new StateSections(pack(Head(places)), threadPages, fdPages, factPages);
    }

    List<CacheSection> Versions<T>(PageSections aside, PagedList<T> versions, Page<T> page) where T : class
    {
        var all = aside.All.Select(take).ToList();
        while (all.Count < PagedList<T>.PagesOf(versions.Count))
            all.Add(pack(page(versions.PageAtHand(all.Count).AsSpan(0, Math.Min(PagedList<T>.PageSize, versions.Count - (all.Count << PagedList<T>.PageShift))))));
        return all;
    }

    ReadOnlySpan<byte> Head(Dictionary<TrackedThread, int> places)
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 16);
        var to = new MessagePackWriter(bytes);
        NumberMachine();
        MachineWriter.Write(ref to, _names);
        to.Write(state.Tracked.Count);
        for (var i = 0; i < state.Tracked.Count; i++)
        {
            var thread = state.Tracked[i];
            to.Write(thread.Tid);
            to.Write(thread.FdOwner.Number);
            to.Write(places.GetValueOrDefault(thread, thread.Place));
        }
        var lines = state.Threads.Lines.ToList();
        to.Write(lines.Count);
        foreach (var (tid, since, thread) in lines)
        {
            to.Write(tid);
            to.Write(since);
            to.Write(thread?.Number ?? -1);
        }
        to.Write(state.ThreadVersions.Count);
        to.Write(state.FdVersions.Count);
        WriteMachine(ref to);
        to.Flush();
        return bytes.WrittenSpan;
    }

    /// <summary>The machine has accounts and containers that are no thread's.</summary>
    void NumberMachine()
    {
        Number(state.Users.All, _names.Users);
        Number(state.Groups.All, _names.Groups);
        Number(state.Containers.All, _names.Containers);
    }

    static void Number<TKey, T>(IEnumerable<(TKey, long, T?)> lines, Numbering<T> numbers) where T : class
    {
        foreach (var (_, _, value) in lines)
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
            to.Write(numbers.Of(value));
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
        WriteLines(ref to, state.Users.All, (ref to, uid) => to.Write(uid), _names.Users);
        WriteLines(ref to, state.Groups.All, (ref to, gid) => to.Write(gid), _names.Groups);
        WriteLines(ref to, state.Containers.All, (ref to, id) => to.Write(id), _names.Containers);
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
