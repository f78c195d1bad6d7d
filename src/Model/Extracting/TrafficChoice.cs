using CSysdig.Model.Calls;
using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Model.Extracting;

/// <summary>Whose files and conversations are wanted: those of some paths, and all that some processes read and wrote.</summary>
public sealed class TrafficChoice
{
    /// <summary>So many events of a finding's evidence are asked for the paths in them.</summary>
    const int MostAsked = 2000;

    readonly HashSet<byte[]> _paths = new(ByteKey.Comparer);
    readonly Dictionary<long, TimeRange> _processes = [];

    public bool IsEmpty => _paths.Count + _processes.Count == 0;

    /// <summary>Wants the file of a path, whoever reads or writes it.</summary>
    public void AddPath(ReadOnlySpan<byte> path)
    {
        if (path.StartsWith("/"u8))
            _paths.GetAlternateLookup<ReadOnlySpan<byte>>().Add(path);
    }

    /// <summary>Wants what a finding's processes did as long as its session lasted, and the files that its evidence names.</summary>
    public void Add(CaptureHistory history, StoryGroup group, StoryFinding finding)
    {
        var time = new TimeRange(Math.Min(group.Start, finding.Since), group.Until(finding.Last, history.LastTimestamp));
        foreach (var pid in finding.Pids)
            _processes[pid] = _processes.TryGetValue(pid, out var before) ? before.Or(time) : time;
        using var rows = new FindingRows(history, group, finding);
        var (cursor, paths) = (history.CreateCursor(), new CallPaths());
        for (var i = 0; i < Math.Min(rows.Count, MostAsked) && cursor.Load(rows[i]); i++)
        {
            if (cursor.Event.Fd is { IsFile: true } file)
                AddPath(file.Name);
            AddPath(paths.First(cursor.Event));
            AddPath(paths.Second(cursor.Event));
        }
    }

    internal bool Wants(byte[] path) => _paths.Contains(path);

    /// <summary>When a process is wanted; null for never.</summary>
    internal TimeRange? TimeOf(long pid) => _processes.TryGetValue(pid, out var time) ? time : null;
}
