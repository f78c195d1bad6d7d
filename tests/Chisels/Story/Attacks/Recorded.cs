using System.Collections.Concurrent;
using System.Text.Json;
using CSysdig.Model.History;
using CSysdig.Model.Story.Findings;
using CSysdig.Tests.TestKit;
using HistoryRun = CSysdig.Model.Story.StoryRun;

namespace CSysdig.Tests.Chisels.Story.Attacks;

/// <summary>What record.sh has recorded, read once for all tests.</summary>
static class Recorded
{
    static readonly ConcurrentDictionary<string, Lazy<CaptureHistory>> s_histories = [];

    public static CaptureHistory History(string name, string file = "capture.scap.gz") => s_histories.GetOrAdd(PathOf(name, file), path => new(() =>
    {
        var history = CaptureHistory.Open(path);
        history.Completion.Wait();
        return history;
    })).Value;

    /// <summary>What the story tells of it.</summary>
    public static async Task<StoryReport> Story(string name, string file = "capture.scap.gz")
    {
        using var run = HistoryRun.Start(History(name, file));
        await run.Completion;
        return run.Report;
    }

    public static string KindOf(StoryFinding finding) => JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Rule.Kind.ToString());

    public static string PathOf(string name, string file) => Path.Combine(Repository.Root, "tests/Chisels/Story/Attacks", name, file);
}
