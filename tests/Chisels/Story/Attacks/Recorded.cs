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

    public static CaptureHistory History(string name) => s_histories.GetOrAdd(name, name => new(() =>
    {
        var history = CaptureHistory.Open(PathOf(name, "capture.scap.gz"));
        history.Completion.Wait();
        return history;
    })).Value;

    /// <summary>What the story tells of it.</summary>
    public static async Task<StoryReport> Story(string name)
    {
        using var run = HistoryRun.Start(History(name));
        await run.Completion;
        return run.Report;
    }

    public static string KindOf(StoryFinding finding) => JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Rule.Kind.ToString());

    public static string PathOf(string name, string file) => Path.Combine(Repository.Root, "tests/Chisels/Story/Attacks", name, file);
}
