using CSysdig.Chisels.Story.Extract;
using CSysdig.Chisels.Story.Renamed;
using CSysdig.Chisels.Story.Findings;
using CSysdig.Chisels.Story.Sessions;
using CSysdig.Chisels.Story.Timeline;

namespace CSysdig.Chisels.Story;

/// <summary>The chisels that tell what happened.</summary>
static class StoryCatalog
{
    public static ChiselDefinition[] All { get; } =
    [
        new("extract", "Security", "Write the files and TCP streams seen in buffers to a folder, with a manifest of gaps",
            [new("folder", "string", false, "where to write: a folder that is not there yet, or an empty one")], s => new ExtractChisel(s)) { Writes = a => a[0] },
        new("renamed", "Security", "Processes that go by a name that does not fit what they run", [], s => new RenamedChisel(s)),
        new("spy_sessions", "Security", "Login sessions from accept to exit: who, from where, every command, changed files, connections",
            [new("who", "string", true, "a user or an address: only the sessions of this one")], s => s.IsLive ? new LiveSessionsChisel(s) : new SessionsChisel(s)),
        new("story", "Security", "An attack as findings in the order of time, by login session; nothing where there was none", [], s => s.IsLive ? new LiveStoryChisel(s) : new StoryChisel(s)),
        new("timeline", "Performance", "Events a second by any field, as a chart in the terminal",
        [
            new("field", "string", true, "whose values make the rows; proc.name when left out"),
            new("bucket", "string", true, "the time of one column, such as 1s, 100ms or 5m; what fits the width when left out"),
            new("rows", "int", true, "how many values get a row of their own; 10 when left out"),
        ], s => new TimelineChisel(s)),
    ];
}
