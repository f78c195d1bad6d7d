using System.Buffers.Binary;
using CSysdig.Capture.Live.Bpf;
using CSysdig.Capture.Live.Encoders;
using CSysdig.Capture.Live.Engines;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Proc;

/// <summary>
/// The first table as the kernel itself walks it: every thread and every fd, whoever may look at them below /proc, and none lost that goes away
/// between two looks. /proc tells what stands in a process's own memory (command line, environment) and its cgroups.
/// </summary>
sealed class KernelTable(byte[] tasks, byte[] files, ContainerWatch? containers = null) : IFirstTable
{
    const int TaskSize = 200, FileSize = 24;
    static readonly ulong s_bootTime = Processors.BootTime();
    const uint Thread = 8192 | 1;

    /// <summary>Null where the kernel has no such iterators or does not let us, or where /proc counts processes in another way. The variable is there for comparing.</summary>
    public static KernelTable? Read(ContainerWatch? containers = null) =>
        MachineLook.IsPossible && Environment.GetEnvironmentVariable("CSYSDIG_ITERATORS") != "off" && TableProbe.Read() is var (tasks, files) ? new KernelTable(tasks, files, containers) : null;

    public void Write(ScapWriterTables tables)
    {
        tables.Interfaces(Interfaces.Read());
        tables.Accounts(Accounts.Users(), Accounts.Groups());
        var pids = new List<int>();
        foreach (var process in Processes())
        {
            pids.Add((int)process[0].Pid);
            foreach (var entry in process)
            {
                tables.Process(entry);
                containers?.See(entry.Cgroups);
            }
        }
        tables.EndProcesses();
        var fds = Fds();
        foreach (var pid in pids)
            if (fds.TryGetValue(pid, out var entries))
                tables.Fds(pid, entries);
    }

    /// <summary>Threads by process, the main one first.</summary>
    public List<List<ProcessEntry>> Processes()
    {
        var processes = Bare();
        processes.ForEach(AddTexts);
        return processes;
    }

    /// <summary>Adds what is not the kernel's to tell to the threads of a process.</summary>
    public static void AddTexts(List<ProcessEntry> process)
    {
        var main = process[0];
        ProcProcess.AddTexts(main);
        foreach (var thread in process.Skip(1))
            (thread.Exe, thread.Args, thread.Cgroups) = (main.Exe, main.Args, main.Cgroups);
    }

    /// <summary>The same as <see cref="Processes"/> without what <see cref="AddTexts"/> adds.</summary>
    public List<List<ProcessEntry>> Bare()
    {
        var byPid = new Dictionary<long, List<ProcessEntry>>();
        Span<int> starts = stackalloc int[Record.MostParts];
        for (var at = 0; Next(tasks, ref at, starts, out var record);)
        {
            var task = record.Part(0);
            if (task.Length < TaskSize)
                continue;
            var entry = Entry(task);
            (entry.ExePath, entry.Cwd, entry.Root) = (Path(record, 1), Path(record, 2), Path(record, 3));
            if (!byPid.TryGetValue(entry.Pid, out var threads))
                byPid.Add(entry.Pid, threads = []);
            threads.Insert(entry.Tid == entry.Pid ? 0 : threads.Count, entry);
        }
        foreach (var threads in byPid.Values)
            foreach (var thread in threads.Skip(1))
                thread.Flags = Thread;
        return [.. byPid.Values];
    }

    /// <summary>What processes have open.</summary>
    public Dictionary<int, List<FdEntry>> Fds()
    {
        var byPid = new Dictionary<int, List<FdEntry>>();
        Span<int> starts = stackalloc int[Record.MostParts];
        for (var at = 0; Next(files, ref at, starts, out var record);)
        {
            var file = record.Part(1);
            if (file.Length < FileSize || record.Part(0) is not { Length: > 1 } name)
                continue;
            const uint closeOnExec = 0x80000;
            var flags = (uint)record.Value(1) | (record.Value(2) != 0 ? closeOnExec : 0);
            var entry = ProcFds.Entry((long)record.Value(0), name[..^1].ToArray(), new ProcFds.FileFacts((uint)Record.Number(file, 4, 4), Record.Number(file, 8, 8), (uint)Record.Number(file, 0, 4), flags));
            if (record.Has(2))
                SocketEncoder.Describe(record.Part(2), entry);
            if (!byPid.TryGetValue((int)record.Pid, out var entries))
                byPid.Add((int)record.Pid, entries = []);
            entries.Add(entry);
        }
        return byPid;
    }

    /// <summary>Records stand one behind the other; how long the parts of one are stands where a call has its time.</summary>
    static bool Next(byte[] all, ref int at, Span<int> starts, out Record record)
    {
        record = default;
        var rest = all.AsSpan(at);
        if (rest.Length < Record.HeaderSize)
            return false;
        var length = Record.HeaderSize + (long)BinaryPrimitives.ReadUInt32LittleEndian(rest[16..]);
        if (length > rest.Length)
            return false;
        record = new Record(rest[..(int)length], starts);
        at += (int)length;
        return true;
    }

    static ProcessEntry Entry(ReadOnlySpan<byte> task)
    {
        var comm = task.Slice(184, 16);
        var end = comm.IndexOf((byte)0);
        return new ProcessEntry
        {
            Tid = Int(task, 0), Pid = Int(task, 4), Ptid = Int(task, 8), Sid = Int(task, 12), VPgid = Int(task, 16), Pgid = Int(task, 20), VTid = Int(task, 24), VPid = Int(task, 28),
            Uid = (uint)Int(task, 40), Gid = (uint)Int(task, 44), LoginUid = (uint)Int(task, 48), Tty = (uint)Int(task, 52),
            CapInheritable = Long(task, 56), CapPermitted = Long(task, 64), CapEffective = Long(task, 72),
            FdLimit = (long)Long(task, 80), PfMajor = Long(task, 88), PfMinor = Long(task, 96),
            CloneTimestamp = s_bootTime + Long(task, 128),
            VmSizeKb = (uint)Int(task, 104), VmRssKb = (uint)Int(task, 108), VmSwapKb = (uint)Int(task, 112),
            Comm = (end < 0 ? comm : comm[..end]).ToArray(),
        };
    }

    static byte[] Path(in Record record, int part)
    {
        if (!record.Has(part))
            return [];
        var to = new byte[record.Part(part).Length + 1];
        return to[..KernelPath.Of(record.Part(part), to)];
    }

    static int Int(ReadOnlySpan<byte> task, int offset) => BinaryPrimitives.ReadInt32LittleEndian(task[offset..]);

    static ulong Long(ReadOnlySpan<byte> task, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(task[offset..]);
}
