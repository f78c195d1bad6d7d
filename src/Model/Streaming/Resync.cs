using CSysdig.Capture.Compression;
using CSysdig.Capture.Live;
using CSysdig.Capture.Scap;
using CSysdig.Model.Making;
using CSysdig.Model.State;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.Streaming;

/// <summary>
/// After events were lost: tells what a <see cref="MachineLook"/> has seen and nobody knows, as hidden events that a capture has too. Processes and
/// threads that are unknown, programs and fds that are others by now; and threads end that are gone and were silent since.
/// </summary>
sealed class Resync(StateEngine engine)
{
    /// <summary>So much is told of one look.</summary>
    const int MostBytes = 16 << 20;
    /// <summary>No real tree of processes is deeper.</summary>
    const int MostAncestors = 64;

    readonly HashSet<long> _visited = [], _told = [];
    readonly List<FollowedThread> _missing = [];
    readonly Dictionary<long, List<ProcessEntry>> _byPid = [];
    ScapWriter _writer = null!;
    MadeEvents _made = null!;
    MadeThreads _threads = null!;
    MadeFds _fds = null!;
    MachineLook? _look;

    /// <summary>What is to be known before the events of a batch; null when that is nothing.</summary>
    public EventBatch? Tell(EventBatch batch)
    {
        var blocks = new MemoryStream();
        using var writer = _writer = ScapWriter.Create(blocks, "what was looked up", CaptureCompression.None);
        _made = new MadeEvents(new ScapWriterEvents(writer), engine.State.Generation);
        (_threads, _fds) = (new MadeThreads(_made), new MadeFds(_made));
        if (batch.Settled is { } settled && settled != batch.Look)
            EndMissing(settled);
        if (batch.Look is { } look && look.Await())
            Learn(look);
        if (batch.Settled is { } same && same == batch.Look)
            EndMissing(same);
        writer.Close();
        return blocks.ToArray() is { Length: > 0 } bytes ? EventBatch.Of(bytes) : null;
    }

    bool IsFull => _writer.Size > MostBytes;

    void Learn(MachineLook look)
    {
        _look = look;
        _made.Timestamp = look.Time;
        _visited.Clear();
        _told.Clear();
        _byPid.Clear();
        foreach (var process in look.Processes)
            _byPid[process[0].Pid] = process;
        // Of this program no event tells.
        _byPid.Remove(Environment.ProcessId);
        foreach (var process in _byPid.Values)
            TellProcess(process, 0);
        foreach (var entry in look.Fds.Values.SelectMany(fds => fds))
            engine.Tables.Listen(entry);
        foreach (var pid in _byPid.Keys)
            if (!IsFull)
                TellFds(pid, look.Fds.GetValueOrDefault((int)pid) ?? []);
        NoteMissing();
        look.Told();
    }

    void TellProcess(List<ProcessEntry> process, int depth)
    {
        var main = process[0];
        if (IsFull || !_visited.Add(main.Pid))
            return;
        var known = engine.Threads.Find(main.Tid);
        var isOther = IsUnknown(known) || IsOtherProgram(known!.Newest, main);
        var isComplete = false;
        if (isOther)
        {
            if (depth < MostAncestors && _byPid.TryGetValue(main.Ptid, out var parent))
                TellProcess(parent, depth + 1);
            TellMain(Completed(main), known);
        }
        // A program that begins ends the threads of the one before.
        foreach (var thread in process.Skip(1))
            if (isOther || IsUnknown(engine.Threads.Find(thread.Tid)))
                _threads.Clone(Completed(thread));

        ThreadInfo Completed(ProcessEntry entry)
        {
            if (!isComplete)
                _look!.Complete(process);
            isComplete = true;
            return engine.Tables.Describe(entry);
        }
    }

    void TellMain(ThreadInfo now, FollowedThread? known)
    {
        var hasParent = now.Ptid > 0 && (_told.Contains(now.Ptid) || !IsUnknown(engine.Threads.Find(now.Ptid)));
        if (IsUnknown(known))
        {
            _told.Add(now.Pid);
            if (hasParent)
                _threads.Clone(now);
        }
        // Threads of the kernel run no program.
        if (now.ExePath.Length > 0 || !hasParent)
            _threads.Execute(now);
        if (!hasParent)
        {
            _threads.SetUser(now);
            _threads.SetGroup(now);
        }
        if (now.Cwd.Length > 0)
            _threads.ChangeDirectory(now);
    }

    void TellFds(long pid, List<FdEntry> entries)
    {
        var isNew = _told.Contains(pid);
        var table = !isNew && engine.Threads.Find(pid) is { } process ? engine.Threads.TableOf(process) : null;
        if (!isNew && table is null)
            return;
        foreach (var entry in entries)
            if ((table?.Find(entry.Fd) is not { } known || IsOther(known, entry)) && engine.Tables.Describe(entry) is { } fd)
                _fds.Open(pid, entry.Fd, fd);
        // It was made with what its parent has open now.
        if (!isNew || engine.Threads.Find(_byPid[pid][0].Ptid) is not { } parent || engine.Threads.TableOf(parent) is not { } inherited)
            return;
        var open = entries.Select(e => e.Fd).ToHashSet();
        foreach (var (fd, _) in inherited.Open)
            if (!open.Contains(fd))
                _fds.Close(pid, fd);
    }

    void NoteMissing()
    {
        _missing.Clear();
        if (!_look!.IsWhole)
            return;
        var there = _look.Processes.SelectMany(p => p).Select(t => t.Tid).ToHashSet();
        _missing.AddRange(engine.Threads.All.Where(t => t.Tid > 0 && !there.Contains(t.Tid)));
    }

    /// <summary>What has ended since the look has told it by now.</summary>
    void EndMissing(MachineLook look)
    {
        if (look != _look)
            return;
        _made.Timestamp = look.SettledAt;
        foreach (var thread in _missing)
            if (thread is { Removed: false, Dead: false } && thread.LastTimestamp <= look.Time)
                _threads.End(thread.Tid);
        _missing.Clear();
        _byPid.Clear();
        _look = null;
    }

    static bool IsUnknown(FollowedThread? thread) => thread is null || thread.Newest.Comm.AsSpan().SequenceEqual(LiveThreads.NotAvailable);

    /// <summary>An exec was lost. Names alone change otherwise too.</summary>
    static bool IsOtherProgram(ThreadInfo known, ProcessEntry now) =>
        now.ExePath.Length > 0 && !known.ExePath.AsSpan().SequenceEqual(now.ExePath) && !known.Comm.AsSpan().SequenceEqual(now.Comm);

    static bool IsOther(FdInfo known, FdEntry now)
    {
        var (before, after) = (KindOf(known.Type), KindOf(now.Type));
        return known.Type is FdType.Unknown or FdType.Uninitialized ? after != FdKind.None
            : before != FdKind.None && after != FdKind.None && (before != after || before == FdKind.File && known.Ino != 0 && now.Ino != 0 && known.Ino != now.Ino);
    }

    static FdKind KindOf(FdType type) => type switch
    {
        FdType.File or FdType.FileV2 or FdType.Directory => FdKind.File,
        FdType.IPv4 or FdType.IPv6 or FdType.IPv4Server or FdType.IPv6Server or FdType.Unix => FdKind.Socket,
        FdType.Fifo => FdKind.Pipe,
        _ => FdKind.None,
    };

    enum FdKind
    {
        None,
        File,
        Socket,
        Pipe,
    }
}
