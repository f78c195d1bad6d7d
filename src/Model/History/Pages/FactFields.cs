using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>What is known of a thread, in one order for writing and reading.</summary>
static class FactFields
{
    public static void Write(ref MessagePackWriter to, ThreadFacts facts)
    {
        WriteLine(ref to, facts.Versions);
        to.Write(facts.Memory.Count);
        foreach (var (since, memory) in facts.Memory.All)
            VersionFields.Write(ref to, since, memory);
        to.Write(facts.Times.Count);
        foreach (var (since, times) in facts.Times.All)
            VersionFields.Write(ref to, since, times);
        to.Write(facts.Doing.Count);
        foreach (var (since, doing) in facts.Doing.All)
        {
            to.Write(since);
            to.Write(doing.Packed);
        }
        VersionFields.Write(ref to, facts.RunTime);
        Write(ref to, facts.Fds);
    }

    /// <summary>Reads what is known; the newest versions are looked up by <see cref="ThreadFacts.Resolve"/>.</summary>
    public static ThreadFacts Read(ref MessagePackReader from, MachineState state)
    {
        var facts = new ThreadFacts(state);
        for (var left = MachineReader.Count(ref from); left > 0; left--)
            facts.Versions.Restore(from.ReadInt64(), Version(ref from, state.ThreadVersions.Count));
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var since = from.ReadInt64();
            facts.Memory.Add(VersionFields.ReadMemory(ref from), since, keep: true);
        }
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var since = from.ReadInt64();
            facts.Times.Add(VersionFields.ReadTimes(ref from), since, keep: true);
        }
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var since = from.ReadInt64();
            facts.Doing.Add(new ThreadDoing(from.ReadUInt32()), since, keep: true);
        }
        facts.RunTime = VersionFields.ReadRunTime(ref from);
        Read(ref from, facts.Fds, state.FdVersions.Count);
        return facts;
    }

    static void Write(ref MessagePackWriter to, FdTable table)
    {
        var slots = table.Lines.ToList();
        to.Write(slots.Count);
        foreach (var (fd, line) in slots)
        {
            to.Write(fd);
            WriteLine(ref to, line);
        }
        to.Write(table.Count);
        foreach (var (fd, _) in table.Open)
            to.Write(fd);
        var counts = table.Counts;
        to.Write(counts.Count);
        foreach (var (since, count) in counts)
        {
            to.Write(since);
            to.Write(count);
        }
    }

    static void Read(ref MessagePackReader from, FdTable table, int versions)
    {
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var fd = from.ReadInt64();
            for (var changes = MachineReader.Count(ref from); changes > 0; changes--)
            {
                var since = from.ReadInt64();
                table.Restore(fd, Version(ref from, versions), since);
            }
        }
        var open = new long[MachineReader.Count(ref from)];
        for (var i = 0; i < open.Length; i++)
            open[i] = from.ReadInt64();
        var counts = new (long, int)[MachineReader.Count(ref from)];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = (from.ReadInt64(), from.ReadInt32());
        table.Restore(open, counts);
    }

    static void WriteLine<T>(ref MessagePackWriter to, in VersionLine<T> line) where T : class, IVersion
    {
        to.Write(line.Count);
        foreach (var (since, version) in line.All)
        {
            to.Write(since);
            to.Write(version);
        }
    }

    static int Version(ref MessagePackReader from, int below) => StateHead.Number(ref from, below, least: -1);
}
