using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Fleets;

/// <summary>A group of a host's story, which what it moved to other hosts, or what came from them, is told below.</summary>
sealed class StoryTeller
{
    static readonly FindingGroup s_none = new();

    readonly StoryGroup _group;
    readonly List<StoryFinding> _added = [];

    /// <summary>One that is told of already.</summary>
    public StoryTeller(FleetCapture capture, StoryGroup group) => (Capture, _group, IsTold) = (capture, group, true);

    /// <summary>A session of which nothing else is told; null for what the machine itself does.</summary>
    public StoryTeller(FleetCapture capture, SessionRow? session)
    {
        Capture = capture;
        _group = session is null ? new StoryGroup(GroupKind.Machine, [], [], [], 0, 0, false, []) { Group = s_none }
            : new StoryGroup(GroupKind.Session, session.User, session.From, session.By, session.IsOlder ? 0 : session.Start, session.End, session.IsOlder, []) { Group = s_none, Session = session.Number };
    }

    public FleetCapture Capture { get; }

    /// <summary>Something in it looks like an attack by itself.</summary>
    public bool IsTold { get; }

    public bool HasSomething => IsTold || _added.Count > 0;

    public void Add(StoryFinding finding) => _added.Add(finding);

    /// <summary>The group with all that is told below it.</summary>
    public StoryGroup Group
    {
        get
        {
            if (_added.Count == 0)
                return _group;
            List<StoryFinding> findings = [.. _group.Findings.Concat(_added).OrderBy(finding => finding.First)];
            return _group with { Start = _group.Start > 0 ? _group.Start : findings[0].First, Findings = findings };
        }
    }
}
