using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.State;

namespace CSysdig.Model.Slices;

/// <summary>
/// The rows of a machine's history that a slice by a filter is read from: those that pass, and for what is to be known of them all that the same processes
/// did, those that they come from, the names of those that they speak of, and what describes containers and accounts. No other's bytes are fetched.
/// </summary>
public sealed class SliceRows
{
    /// <summary>No real tree of processes is deeper; a damaged one may run in circles.</summary>
    const int MostAncestors = 64;
    /// <summary>So long after a loss it may still be told what was looked up: by hidden events, which are no rows.</summary>
    const ulong Resynced = 60_000_000_000;

    static readonly bool[] s_namesThreads = [.. Enumerable.Range(0, EventTable.Count).Select(code =>
        Array.Exists(EventTable.Get((EventCode)code).Params, p => p.Type is ParamType.Pid or ParamType.Pid32))];
    static readonly bool[] s_describes = [.. Enumerable.Range(0, EventTable.Count).Select(code => DescribingEvents.IsOne((EventCode)code))];

    readonly CaptureHistory _history;
    const EventFlags OfFds = EventFlags.CreatesFd | EventFlags.DestroysFd | EventFlags.UsesFd;

    readonly HashSet<long> _pids = [], _named = [];
    readonly HashSet<int> _versions = [];
    readonly List<ChunkRows> _passing = [], _all = [];
    readonly List<bool> _passes = [];
    Memo<Part> _parts;
    long? _firstNumber;

    SliceRows(CaptureHistory history, string filter, long from, long until)
    {
        _history = history;
        FindPassing(filter, from, until);
        Gather(from, until);
    }

    /// <summary>Finds them; null where hidden events may lie between rows, and all is to be read.</summary>
    /// <param name="from">The first row, which is held.</param>
    /// <param name="until">The row behind the last.</param>
    /// <exception cref="Filters.Syntax.FilterException">The filter can't be read.</exception>
    public static SliceRows? Find(CaptureHistory history, string filter, long from, long until) =>
        filter.Length == 0 || from >= until || !history.State.IsLive || history.State.Compat || history.Lost.All is [.., var lost] && lost.Until + Resynced >= history.TimestampAt(from)
            ? null : new SliceRows(history, filter, from, until);

    /// <summary>How many there are.</summary>
    public int Count => _passes.Count;

    /// <summary>Their numbers in the history, in order.</summary>
    public IEnumerable<long> All
    {
        get
        {
            var rows = new ushort[EventChunk.Size];
            foreach (var chunk in _all)
            {
                chunk.CopyTo(rows);
                for (var i = 0; i < chunk.Count; i++)
                    yield return ((long)chunk.Chunk << EventChunk.Shift) + rows[i];
            }
        }
    }

    /// <summary>Whether the current event of a stream of these rows passes; asked from the first on.</summary>
    public bool Passes(Event e)
    {
        // What is told with the tables stands before the first of them.
        if ((e.Raw.DumpFlags & ScapWriterEvents.StateOnly) != 0)
            return false;
        _firstNumber ??= e.Number;
        return e.Number - _firstNumber < _passes.Count && _passes[(int)(e.Number - _firstNumber)];
    }

    void FindPassing(string filter, long from, long until)
    {
        var scan = new RowScan(_history, new RowQuery(filter));
        var cursor = _history.CreateCursor();
        var rows = new ushort[EventChunk.Size];
        for (long end; from < until; from = end)
        {
            end = Math.Min(until, (from | EventChunk.Mask) + 1);
            scan.Scan(from, end);
            foreach (var found in scan.Found)
                Note(found, rows, cursor);
            _passing.AddRange(scan.Found);
            scan.Found.Clear();
        }
    }

    void Note(ChunkRows found, ushort[] rows, HistoryCursor cursor)
    {
        found.CopyTo(rows);
        var start = (long)found.Chunk << EventChunk.Shift;
        var chunk = _history.Rows.Chunks.Lend(found.Chunk);
        foreach (var i in rows.AsSpan(0, found.Count))
        {
            ref readonly var shared = ref chunk.ClassOf(i);
            if (shared.Thread >= 0 && _versions.Add(shared.Thread))
                Add(_history.State.ThreadVersions[shared.Thread], _history.NumberAt(start + i), 0);
            if (s_namesThreads[shared.Code] && cursor.Load(start + i))
                AddNamed(cursor.Event);
        }
        _history.Rows.Chunks.GiveBack(chunk);
    }

    /// <summary>A process, and those that it comes from: who made it, and whose child it is.</summary>
    void Add(ThreadInfo thread, long number, int depth)
    {
        if (!_pids.Add(thread.Pid) && depth > 0 || depth > MostAncestors)
            return;
        var threads = _history.State.Threads;
        if (threads.Info(thread.Ptid, number) is { } parent)
            Add(parent, number, depth + 1);
        foreach (var (since, version) in thread.Thread.Versions.All)
        {
            if (version < 0)
                continue;
            if (threads.Info(_history.State.ThreadVersions[version].Ptid, since) is { } maker)
                Add(maker, since, depth + 1);
            break;
        }
    }

    void AddNamed(Event e)
    {
        var raw = e.Raw;
        for (var i = 0; i < raw.Info.Params.Length && i < raw.ParamCount; i++)
            if (raw.Info.Params[i].Type is ParamType.Pid or ParamType.Pid32 && raw.Int64(i) is > 0 and var tid && tid != raw.Tid && _history.State.Threads.Info(tid, e.Number) is { } other)
                Name(other, e.Number);
    }

    /// <summary>A process of which the name is to be known alone, and so those that it comes from.</summary>
    void Name(ThreadInfo? thread, long number)
    {
        for (var depth = 0; depth < MostAncestors && thread is not null && !_pids.Contains(thread.Pid) && _named.Add(thread.Pid); depth++)
            thread = _history.State.Threads.Info(thread.Ptid, number);
    }

    void Gather(long from, long until)
    {
        var (gathered, passing, next) = (new RowGathering(), new ushort[EventChunk.Size], 0);
        for (long end; from < until; from = end)
        {
            end = Math.Min(until, (from | EventChunk.Mask) + 1);
            var number = EventChunk.NumberOf(from);
            var (count, at) = (0, 0);
            if (next < _passing.Count && _passing[next].Chunk == number)
            {
                count = _passing[next].Count;
                _passing[next++].CopyTo(passing);
            }
            var chunk = _history.Rows.Chunks.Lend(number);
            // Its classes are not asked before they are met: a chunk that is filling gets more of them meanwhile.
            for (var i = EventChunk.IndexOf(from); i <= EventChunk.IndexOf(end - 1); i++)
            {
                var passes = at < count && passing[at] == i;
                at += passes ? 1 : 0;
                if (!passes && !IsNeeded(chunk.ClassOf(i)))
                    continue;
                gathered.Add(i);
                _passes.Add(passes);
            }
            _history.Rows.Chunks.GiveBack(chunk);
            gathered.TakeInto(_all, from);
        }
    }

    bool IsNeeded(in RowClass shared) => s_describes[shared.Code] || shared.Thread >= 0 && Of(shared.Thread) switch
    {
        Part.All => true,
        Part.Names => (_history.State.FlagsOf((EventCode)shared.Code) & (EventFlags.ModifiesState | OfFds)) == EventFlags.ModifiesState,
        _ => false,
    };

    Part Of(int version)
    {
        ref var part = ref _parts.At(version);
        if (part == Part.Unknown)
            part = _history.State.ThreadVersions[version].Pid is var pid && _pids.Contains(pid) ? Part.All : _named.Contains(pid) ? Part.Names : Part.None;
        return part;
    }

    /// <summary>What is read of a process.</summary>
    enum Part : byte { Unknown, None, Names, All }
}
