using System.Text.Json;
using CSysdig.Capture.Scap;
using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.UserRules;
using CSysdig.Tests.TestKit;
using HistoryRun = CSysdig.Model.Story.StoryRun;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>What rules of the user's match stands in the story beside what is found without them.</summary>
public sealed class RuleMatchTests
{
    const string Reads = "- rule: Passwords read\n  desc: Hashes.\n  condition: evt.type=openat and evt.dir=< and fd.name=/etc/shadow and fd.num>=0 and proc.name=cat\n  output: o\n  priority: WARNING\n  tags: [host, T1003.008]\n";

    static string Writes(string priority) => $"- rule: Bot writes\n  desc: Often.\n  condition: evt.type=sendto and evt.dir=< and proc.pid=32603\n  output: o\n  priority: {priority}\n  tags: [TA0011]\n";

    [Fact]
    public void A_match_is_a_finding_of_the_session_with_the_rules_name_and_tags()
    {
        var finding = Assert.Single(Findings(Reads), f => f.GetProperty("kind").GetString() == "matched_rule");
        Assert.Equal(["Passwords read", "Warning", "T1003.008", "session", "Passwords read: /etc/shadow"],
            new[] { "rule", "priority", "technique", "group", "what" }.Select(n => finding.GetProperty(n).GetString()));
        Assert.Equal(["T1003.008", "host"], finding.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
        Assert.True(finding.GetProperty("grave").GetBoolean());
        Assert.Equal(Findings("").Count + 1, Findings(Reads).Count);
    }

    [Fact]
    public void Matches_of_a_rule_by_one_process_are_one_finding_and_its_filter_finds_them()
    {
        var finding = Assert.Single(Findings(Writes("ERROR")), f => f.GetProperty("kind").GetString() == "matched_rule");
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        stream.Filter = Filter.Parse(finding.GetProperty("filter").GetString()!, stream.State).Test;
        var count = 0;
        while (stream.Next())
            count++;
        Assert.True(count > 1_000, $"{count}");
        Assert.Equal((count, "TA0011"), (finding.GetProperty("count").GetInt32(), finding.GetProperty("technique").GetString()));
    }

    [Theory]
    [InlineData("WARNING", true)]
    [InlineData("NOTICE", false)]
    public void From_warning_on_a_match_is_grave(string priority, bool isGrave)
    {
        var capture = new ScapBuilder().Processes(new ProcessEntry { Tid = 100, Pid = 100, Comm = "calm"u8.ToArray() });
        capture.Look(100);
        var text = Story(capture, $"- rule: Any\n  desc: d\n  condition: proc.name=calm\n  output: o\n  priority: {priority}\n");
        Assert.Equal(isGrave, text.Contains("Any"));
    }

    [Fact]
    public async Task A_history_tells_the_same()
    {
        using var story = HistoryRun.Start(Honeypot.History, RuleBook.Parse("r.yaml", Reads + Writes("ERROR")));
        await story.Completion;
        var told = story.Report.Groups.SelectMany(g => g.Findings).Where(f => f.Rule.OfUser is not null).ToDictionary(f => f.Rule.OfUser!.Name);
        var printed = Findings(Reads + Writes("ERROR")).Where(f => f.TryGetProperty("rule", out _)).ToList();
        Assert.Equal(2, printed.Count);
        Assert.All(printed, f => Assert.Equal((f.GetProperty("count").GetInt64(), f.GetProperty("event").GetInt64()), (told[f.GetProperty("rule").GetString()!].Count, told[f.GetProperty("rule").GetString()!].Number)));
    }

    static List<JsonElement> Findings(string rules)
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        return [.. Run(stream, rules, json: true).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    static string Story(ScapBuilder capture, string rules)
    {
        using var stream = EventStream.Open(capture.ToStream());
        return Run(stream, rules, json: false);
    }

    static string Run(EventStream stream, string rules, bool json)
    {
        var chisel = ChiselCatalog.Find("story").Create(new ChiselSetup([], Containers: false, json, Terminal: false) { File = "a capture", Rules = rules.Length > 0 ? RuleBook.Parse("r.yaml", rules) : null });
        chisel.Begin(stream);
        var text = new Utf8Writer();
        while (stream.Next())
            chisel.Add(stream.Current, text);
        chisel.End(text);
        return text.ToString();
    }
}
