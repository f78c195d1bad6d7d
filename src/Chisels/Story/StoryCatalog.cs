using CSysdig.Chisels.Story.Findings;
using CSysdig.Chisels.Story.Renamed;
using CSysdig.Chisels.Story.Reports;
using CSysdig.Chisels.Story.Sessions;

namespace CSysdig.Chisels.Story;

/// <summary>The chisels that tell what happened.</summary>
static class StoryCatalog
{
    public static ChiselDefinition[] All { get; } =
    [
        ReportChisel.Definition,
        new("renamed", "Security", "Processes that go by a name that does not fit what they run", [], s => new RenamedChisel(s)),
        new("spy_sessions", "Security", "Login sessions from accept to exit: who, from where, every command, changed files, connections",
            [new("who", "string", true, "a user or an address: only the sessions of this one")], s => s.IsLive ? new LiveSessionsChisel(s) : new SessionsChisel(s)),
        new("story", "Security", "An attack as findings in the order of time, by login session; nothing where there was none", [], s => s.IsLive ? new LiveStoryChisel(s) : new StoryChisel(s)),
    ];
}
