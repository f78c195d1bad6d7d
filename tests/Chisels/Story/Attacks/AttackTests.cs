using System.Text;
using CSysdig.Model.Filters;
using CSysdig.Model.History;
using CSysdig.Model.Story.Findings;
using Xunit.Abstractions;

namespace CSysdig.Tests.Chisels.Story.Attacks;

/// <summary>
/// Attacks that were recorded by record.sh, beside quiet users and the machine's own work, each with its truth: a line a step, and what must tell of it.
/// </summary>
public sealed class AttackTests(ITestOutputHelper output)
{
    /// <summary>So many of a hundred steps must be told.</summary>
    const int LeastTold = 90;

    [Theory]
    [InlineData("miner")]
    [InlineData("webshell")]
    [InlineData("escape")]
    public async Task Each_step_of_an_attack_is_a_finding_or_in_the_evidence_of_one(string name)
    {
        var history = Recorded.History(name);
        var findings = (await Recorded.Story(name)).Groups.SelectMany(g => g.Findings).ToList();
        var steps = File.ReadLines(Recorded.PathOf(name, "truth.tsv")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t')).ToList();
        var missing = steps.Where(s => s[1] == "missing").ToList();
        var untold = steps.Except(missing).Where(s => !findings.Exists(f => Recorded.KindOf(f) == s[1] && Says(history, f, s[2]))).ToList();
        foreach (var finding in findings)
            output.WriteLine($"{(finding.IsGrave ? "! " : "  ")}{Recorded.KindOf(finding)}: {Encoding.UTF8.GetString(finding.Text)}");
        Assert.Empty(untold.Select(s => $"{s[0]}: {s[1]}, {s[2]}"));
        Assert.InRange(steps.Count, 20, int.MaxValue);
        Assert.True((steps.Count - missing.Count) * 100 >= steps.Count * LeastTold, $"{missing.Count} of {steps.Count} steps are missing");
    }

    [Theory]
    [InlineData("miner")]
    [InlineData("webshell")]
    [InlineData("escape")]
    public async Task Who_does_nothing_beside_it_is_told_nothing_of(string name) =>
        Assert.DoesNotContain((await Recorded.Story(name)).Groups, g => Encoding.UTF8.GetString(g.Who) == "alice");

    /// <summary>A finding's line has a text, or an event of its evidence passes a filter.</summary>
    static bool Says(CaptureHistory history, StoryFinding finding, string what)
    {
        const string Evidence = "evidence: ";
        if (!what.StartsWith(Evidence, StringComparison.Ordinal))
            return Encoding.UTF8.GetString(finding.Text).Contains(what, StringComparison.Ordinal);
        var filter = Filter.Parse($"evt.rawtime>={finding.Since} and evt.rawtime<={finding.Last} and {finding.Filter} and {what[Evidence.Length..]}", history.State);
        var cursor = history.CreateCursor();
        for (var row = history.RowAfter(finding.Since - 1); row < history.Count && history.TimestampAt(row) <= finding.Last; row++)
            if (cursor.Load(row) && filter.Test(cursor.Event))
                return true;
        return false;
    }
}
