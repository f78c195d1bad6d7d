using CSysdig.Model.State;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Findings;

/// <summary>All findings, by what they belong to.</summary>
public sealed class FindingBook
{
    const int MostGroups = 1_000, MostFindings = 10_000, LongestKey = 512;
    /// <summary>Live, what has not been seen for an hour is over.</summary>
    const ulong OverAfter = 3_600_000_000_000;

    readonly Dictionary<object, FindingGroup> _groups = new(ReferenceEqualityComparer.Instance);
    readonly FindingGroup _spare = new();
    readonly List<Finding> _news = [];
    int _findings;

    /// <summary>What is found is to be told at once, by <see cref="TakeNews"/>.</summary>
    public bool TellsNews { get; init; }

    /// <summary>What belongs to no session and no service.</summary>
    public FindingGroup Machine { get; } = new();

    /// <summary>All groups in the order in which they were met.</summary>
    public IEnumerable<FindingGroup> Groups => _groups.Values.Append(Machine);

    /// <summary>Sessions and services that there was no room for.</summary>
    public long GroupsLeftOut { get; private set; }

    /// <summary>Changes whenever something is noted.</summary>
    public long Version { get; private set; }

    public FindingGroup Of(Session session) => Of(session, session, null);

    /// <summary>The children of a service.</summary>
    /// <param name="service">The version of the service's process by which the group is known.</param>
    public FindingGroup Of(ThreadInfo service) => Of(service, null, service);

    /// <summary>How many findings are told of a session, of those that were made until some time.</summary>
    public int CountOf(Session session, ulong until = ulong.MaxValue) =>
        _groups.GetValueOrDefault(session) is { IsGrave: true } group ? group.Findings.Count(f => f.First <= until) : 0;

    /// <summary>Notes evidence; see <see cref="FindingGroup"/>.</summary>
    /// <param name="isGrave">No ordinary work looks like this.</param>
    internal Finding? Note(FindingKind kind, in Deed deed, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> key = default, bool isGrave = false, long count = 1) =>
        Note(FindingRule.Of(kind), deed, subject, key, isGrave, count);

    /// <summary>The same by a rule that may be the user's.</summary>
    internal Finding? Note(FindingRule rule, in Deed deed, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> key, bool isGrave, long count = 1)
    {
        Version++;
        var wasGrave = deed.Group.IsGrave;
        var before = deed.Group.Findings.Count;
        var finding = deed.Group.Note(rule, deed, subject, PathText.Bounded(key, LongestKey), isGrave, count, _findings < MostFindings);
        _findings += deed.Group.Findings.Count - before;
        if (TellsNews && deed.Group.IsGrave)
        {
            // What was ordinary work so far is no more.
            if (!wasGrave)
                _news.AddRange(deed.Group.Findings.OrderBy(f => f.First));
            else if (finding is { IsNews: true } && !_news.Contains(finding))
                _news.Add(finding);
        }
        return finding;
    }

    /// <summary>A finding that was noted goes on.</summary>
    internal void GoOn(Finding finding, ulong time, long count = 1)
    {
        Version++;
        finding.GoOn(time, count);
        if (!finding.IsSettled || !finding.Group.TakeBack(finding))
            return;
        _findings++;
        _news.Add(finding);
    }

    /// <summary>Bytes were moved that show what a finding is about.</summary>
    internal void Show(Finding finding, ulong time, long number, bool hasBytes)
    {
        Version++;
        finding.Show(time, number, hasBytes);
    }

    /// <summary>How many were told.</summary>
    public long Told { get; private set; }

    /// <summary>There is something to tell.</summary>
    public bool HasNews => _news.Count > 0;

    /// <summary>What was found since it was asked last, and is to be told: what is grave, and what stands beside it.</summary>
    public List<StoryGroup> TakeNews()
    {
        var told = _news.Select(f => f.Group).Distinct().Select(g => Tell(g, _news.Where(f => f.Group == g))).ToList();
        _news.Clear();
        return told;
    }

    /// <summary>What has grown since it was told, or ended.</summary>
    public List<StoryGroup> TakeRest() => [.. Groups.Where(g => g.IsGrave && g.Findings.Any(f => f.HasGrown)).Select(Grown)];

    /// <summary>Forgets what is over. The answer is what was not told of it.</summary>
    /// <param name="time">Now, of the events.</param>
    /// <param name="over">Sessions that have ended with all of their processes.</param>
    /// <param name="acting">Groups for which a service's processes still act.</param>
    internal List<StoryGroup> Settle(ulong time, IReadOnlyCollection<Session> over, HashSet<FindingGroup?> acting)
    {
        var told = new List<StoryGroup>();
        var isCrowded = _findings > MostFindings / 2;
        foreach (var group in Groups)
        {
            if (group is { Session.End: not 0, IsEndTold: false, IsGrave: true })
            {
                group.IsEndTold = true;
                told.Add(Grown(group));
            }
            // What may yet turn out to belong to an attack stays beside the session that it is of.
            if (group.Session is null || group.IsGrave || isCrowded)
                Remove(group, time - Math.Min(time, OverAfter), told);
        }
        foreach (var session in over)
            if (_groups.GetValueOrDefault(session) is { } group)
                Forget(session, group, told);
        foreach (var (key, group) in _groups.Where(g => g.Value is { Service: not null, Findings.Count: 0 } && !acting.Contains(g.Value)).ToList())
            Forget(key, group, told);
        return told;
    }

    StoryGroup Grown(FindingGroup group) => Tell(group, group.Findings.Where(f => f.HasGrown));

    StoryGroup Tell(FindingGroup group, IEnumerable<Finding> some)
    {
        var findings = some.ToList();
        foreach (var finding in findings)
            Told += finding.Tell() ? 1 : 0;
        return StoryGroup.Of(group, findings);
    }

    void Remove(FindingGroup group, ulong before, List<StoryGroup> told)
    {
        var old = group.TakeBefore(before);
        _findings -= old.Count;
        if (group.IsGrave && old.Exists(f => f.HasGrown))
            told.Add(Tell(group, old.Where(f => f.HasGrown)));
    }

    void Forget(object key, FindingGroup group, List<StoryGroup> told)
    {
        Remove(group, ulong.MaxValue, told);
        group.IsForgotten = true;
        _groups.Remove(key);
    }

    FindingGroup Of(object key, Session? session, ThreadInfo? service)
    {
        if (_groups.TryGetValue(key, out var group))
            return group;
        if (_groups.Count >= MostGroups)
        {
            GroupsLeftOut++;
            return _spare;
        }
        group = new FindingGroup { Session = session, Service = service };
        _groups.Add(key, group);
        return group;
    }
}
