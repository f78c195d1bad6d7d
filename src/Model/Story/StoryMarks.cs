using CSysdig.Model.History;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story;

/// <summary>That something is of a finding.</summary>
/// <param name="Finding">The first one; a grave one before others.</param>
/// <param name="More">So many more it is of.</param>
public readonly record struct Mark(StoryFinding Finding, int More)
{
    internal static Mark And(Mark? known, StoryFinding finding) => known is not { } mark ? new Mark(finding, 0)
        : new Mark(finding.IsGrave && !mark.Finding.IsGrave ? finding : mark.Finding, mark.More + 1);
}

/// <summary>
/// The processes, files, connections and events that the findings of a report are about, by the keys of rows. It is made once a report and never changes; to ask
/// allocates nothing.
/// </summary>
public sealed class StoryMarks
{
    readonly Dictionary<long, List<(long Number, StoryFinding Finding)>> _processes = [], _threads = [];
    readonly Dictionary<byte[], Mark> _names = new(ByteKey.Comparer), _folders = new(ByteKey.Comparer);
    readonly Dictionary<long, Mark> _events = [];

    StoryMarks(StoryReport report)
    {
        var names = new HashSet<byte[]>(ByteKey.Comparer);
        var folders = new HashSet<byte[]>(ByteKey.Comparer);
        foreach (var finding in report.Groups.SelectMany(group => group.Findings))
        {
            foreach (var actor in finding.Actors)
            {
                Of(_processes, actor.Pid).Add((actor.Number, finding));
                Of(_threads, actor.Tid).Add((actor.Number, finding));
            }
            names.Clear();
            folders.Clear();
            foreach (var name in finding.Things.Where(names.Add))
            {
                Add(_names, name, finding);
                if (name[0] == '/' && name.AsSpan(0, Math.Max(1, name.AsSpan().LastIndexOf((byte)'/'))).ToArray() is var folder && folders.Add(folder))
                    Add(_folders, folder, finding);
            }
            foreach (var number in finding.Made)
                Add(_events, number, finding);
        }
        Events = [.. _events.Keys.Order()];
    }

    /// <summary>There is nothing to mark.</summary>
    public static StoryMarks None { get; } = new(StoryReport.Empty);

    public static StoryMarks Of(StoryReport report) => new(report);

    public bool IsAny => _processes.Count > 0 || _events.Count > 0;

    /// <summary>The numbers of the events that findings are made of, rising.</summary>
    public IReadOnlyList<long> Events { get; }

    /// <summary>Of the process that had an id at an event, or that had it last before; not of others that had it.</summary>
    public Mark? OfProcess(CaptureHistory history, long pid, long number) => OfLast(_processes, history, pid, number);

    /// <summary>The same of a thread.</summary>
    public Mark? OfThread(CaptureHistory history, long tid, long number) => OfLast(_threads, history, tid, number);

    /// <summary>Some process with this id did something that was found.</summary>
    public bool HasProcess(long pid) => _processes.ContainsKey(pid);

    /// <summary>Of what a process did from an event to another.</summary>
    public Mark? OfProcess(long pid, long from, long to) => _processes.TryGetValue(pid, out var deeds) ? Within(deeds, from, to) : null;

    /// <summary>Of a file or connection.</summary>
    public Mark? OfName(ReadOnlySpan<byte> name) => Find(_names, name);

    /// <summary>Of a folder in which such a file lies.</summary>
    public Mark? OfFolder(ReadOnlySpan<byte> path) => Find(_folders, path.Length > 1 ? path.TrimEnd((byte)'/') : path);

    public Mark? OfEvent(long number) => _events.TryGetValue(number, out var mark) ? mark : null;

    static Mark? OfLast(Dictionary<long, List<(long, StoryFinding)>> all, CaptureHistory history, long id, long number)
    {
        if (!all.TryGetValue(id, out var deeds))
            return null;
        // Of a process of which nothing is known but its id there is none other.
        return history.State.Threads.Last(id, number, history.NumberAt(history.End - 1) + 1, out var from, out var until) is null
            ? Within(deeds, 0, long.MaxValue) : Within(deeds, from, until);
    }

    static Mark? Within(List<(long Number, StoryFinding Finding)> deeds, long from, long to)
    {
        Mark? mark = null;
        StoryFinding? last = null;
        foreach (var (number, finding) in deeds)
            // Several threads may have done the same.
            if (number >= from && number <= to && finding != (object?)last)
                mark = Mark.And(mark, last = finding);
        return mark;
    }

    static Mark? Find(Dictionary<byte[], Mark> all, ReadOnlySpan<byte> key) =>
        all.Count > 0 && all.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var mark) ? mark : null;

    static List<(long, StoryFinding)> Of(Dictionary<long, List<(long, StoryFinding)>> all, long id)
    {
        if (!all.TryGetValue(id, out var deeds))
            all.Add(id, deeds = []);
        return deeds;
    }

    static void Add<TKey>(Dictionary<TKey, Mark> all, TKey key, StoryFinding finding) where TKey : notnull =>
        all[key] = Mark.And(all.TryGetValue(key, out var known) ? known : null, finding);
}
