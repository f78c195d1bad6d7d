using CSysdig.Model.State;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Findings;

/// <summary>All findings, by what they belong to.</summary>
public sealed class FindingBook
{
    const int MostGroups = 1_000, MostFindings = 10_000, LongestKey = 512;

    readonly Dictionary<object, FindingGroup> _groups = new(ReferenceEqualityComparer.Instance);
    readonly FindingGroup _spare = new();
    int _findings;

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

    /// <summary>Notes evidence; see <see cref="FindingGroup"/>.</summary>
    /// <param name="isGrave">No ordinary work looks like this.</param>
    internal Finding? Note(FindingKind kind, in Deed deed, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> key = default, bool isGrave = false, long count = 1)
    {
        Version++;
        var before = deed.Group.Findings.Count;
        var finding = deed.Group.Note(kind, deed, subject, PathText.Bounded(key, LongestKey), isGrave, count, _findings < MostFindings);
        _findings += deed.Group.Findings.Count - before;
        return finding;
    }

    /// <summary>A finding that was noted goes on.</summary>
    internal void GoOn(Finding finding, ulong time, long count = 1)
    {
        Version++;
        finding.GoOn(time, count);
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
