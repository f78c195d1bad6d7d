using System.Text;
using System.Text.Json;
using CSysdig.Model.Lake.Parquet;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Model.Lake;

/// <summary>The story as rows.</summary>
static class FindingRows
{
    public static void Write(LakeTable table, StoryReport report, ProcessRows processes)
    {
        foreach (var (group, finding) in report.Groups.SelectMany(g => g.Findings.Select(f => (g, f))).OrderBy(p => p.f.First))
            Write(table, group, finding, processes);
    }

    /// <summary>A captured text as it is shown.</summary>
    public static byte[] Shown(ReadOnlySpan<byte> text)
    {
        var shown = new Utf8Writer(text.Length + 16);
        SafeText.Write(shown, text);
        return shown.Written.ToArray();
    }

    static void Write(LakeTable table, StoryGroup group, StoryFinding finding, ProcessRows processes)
    {
        table.Begin(finding.First);
        Number("event", finding.Number);
        table.Sequence("time").Add((long)finding.First);
        table.Sequence("last_time").Add((long)finding.Last);
        Number("occurrences", finding.Count);
        Text("kind", Encoding.UTF8.GetBytes(JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Rule.Kind.ToString())));
        Text("technique", Encoding.UTF8.GetBytes(finding.Rule.Technique));
        table.Flag("is_grave").Add(finding.IsGrave);
        Text("what", finding.Text);
        Text("who", group.Who);
        Text("origin", group.From);
        Number("process_id", finding.Pids.Count > 0 ? processes.IdAt(finding.Pids[0], finding.Number) : null);
        Number("pid", finding.Pids.Count > 0 ? finding.Pids[0] : null);
        Text("name", finding.Comm);
        Text("container", finding.Container);
        Text("filter", Encoding.UTF8.GetBytes(finding.Filter));
        table.End();

        void Text(string name, byte[] value) => table.Text(name).Add(table.Text(name).Id(Shown(value)));
        void Number(string name, long? value) => table.Number(name).Add(value is { } number ? table.Number(name).Id(number) : DictionaryColumn.Null);
    }
}
