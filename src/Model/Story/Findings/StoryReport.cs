using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Story.Findings;

/// <summary>The story as it stands: what is to be told, group by group in the order of time. It never changes.</summary>
/// <param name="LeftOut">Findings, sessions and services that there was no room for.</param>
public sealed record StoryReport(IReadOnlyList<StoryGroup> Groups, long LeftOut)
{
    public static StoryReport Empty { get; } = new([], 0);

    public int Count => Groups.Sum(g => g.Findings.Count);

    /// <summary>The finding whose first evidence came last; null while there is none.</summary>
    public StoryFinding? Newest => Groups.SelectMany(g => g.Findings).MaxBy(f => f.Number);

    /// <summary>What a book tells: groups in which nothing is grave were ordinary work, and are left out.</summary>
    public static StoryReport Of(FindingBook book, long leftOut)
    {
        var groups = book.Groups.Where(g => g.IsGrave).Select(StoryGroup.Of).OrderBy(g => g.Start).ToList();
        return new StoryReport(groups, book.Groups.Where(g => g.IsGrave).Sum(g => g.LeftOut) + book.GroupsLeftOut + leftOut);
    }
}

/// <summary>A session, or what else belongs together, with its findings in the order of time. Texts are the capture's: escape them.</summary>
/// <param name="Who">A user, or a service.</param>
/// <param name="From">An address, a terminal, a container; empty for none.</param>
/// <param name="Start">When it began, the first finding's time where that is older than the capture.</param>
/// <param name="End">0 while it is open, or where it has none.</param>
public sealed record StoryGroup(
    GroupKind Kind, byte[] Who, byte[] From, byte[] By, ulong Start, ulong End, bool IsOlder, IReadOnlyList<StoryFinding> Findings)
{
    /// <summary>The number of the login session; 0 for none.</summary>
    public long Session { get; init; }

    /// <summary>What it tells of: the same object for all that is told of one.</summary>
    public required FindingGroup Group { get; init; }

    /// <summary>The time in which a finding's evidence lies: where what was found lasts, to the end of the group, or of the capture.</summary>
    public TimeRange StretchOf(StoryFinding finding, ulong captureEnd) => new(finding.Since, finding.Rule.IsLasting ? Until(finding.Last, captureEnd) : finding.Last);

    /// <summary>The end of the group, not before a time; of the capture where it has none.</summary>
    public ulong Until(ulong last, ulong captureEnd) => Math.Max(last, End > 0 ? End : captureEnd);

    internal static StoryGroup Of(FindingGroup group) => Of(group, group.Findings);

    /// <summary>Some of a group's findings.</summary>
    internal static StoryGroup Of(FindingGroup group, IEnumerable<Finding> some)
    {
        var findings = some.Select(StoryFinding.Of).OrderBy(f => f.First).ToList();
        var first = findings.Count > 0 ? findings[0].First : 0;
        if (group.Session is not { } session)
            return group.Service is { } service ? new StoryGroup(GroupKind.Service, service.Comm, [], [], first, 0, false, findings) { Group = group }
                : new StoryGroup(GroupKind.Machine, [], [], [], first, 0, false, findings) { Group = group };
        var start = session.IsOlder || session.Start == 0 ? first : session.Start;
        return new StoryGroup(GroupKind.Session, session.User, SessionRow.FromOf(session), session.Login?.Server ?? [], start, session.End, session.IsOlder, findings) { Group = group, Session = session.Number };
    }
}

/// <summary>What findings stand together by.</summary>
public enum GroupKind : byte
{
    /// <summary>A login session.</summary>
    Session,
    /// <summary>What a service of the network started.</summary>
    Service,
    /// <summary>What belongs to neither.</summary>
    Machine,
}
