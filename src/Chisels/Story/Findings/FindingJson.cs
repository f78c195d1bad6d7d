using System.Text.Json;
using CSysdig.Chisels.Printing;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Findings;

/// <summary>The story as JSON, a finding a line.</summary>
static class FindingJson
{
    public static void Write(Utf8Writer to, StoryReport report)
    {
        foreach (var group in report.Groups)
            Write(to, group);
    }

    public static void Write(Utf8Writer to, StoryGroup group)
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var finding in group.Findings)
        {
            using (var writer = new Utf8JsonWriter(json))
                WriteOne(writer, group, finding);
            to.Write(json.WrittenSpan);
            to.Write('\n');
            json.ResetWrittenCount();
        }
    }

    static void WriteOne(Utf8JsonWriter w, StoryGroup group, StoryFinding finding)
    {
        w.WriteStartObject();
        w.WriteString("group", group.Kind switch { GroupKind.Session => "session", GroupKind.Service => "service", _ => "machine" });
        w.WriteString("who", ReportText.Captured(group.Who));
        w.WriteString("from", ReportText.Captured(group.From));
        w.WriteNumber("group_start", group.Start);
        w.WriteNumber("event", finding.Number);
        w.WriteNumber("first", finding.First);
        w.WriteNumber("last", finding.Last);
        w.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Rule.Kind.ToString()));
        w.WriteString("technique", finding.Rule.Technique);
        if (finding.Rule.OfUser is { } rule)
        {
            w.WriteString("rule", rule.Name);
            w.WriteString("priority", rule.Priority);
            w.WriteStartArray("tags");
            foreach (var tag in rule.Tags)
                w.WriteStringValue(tag);
            w.WriteEndArray();
        }
        w.WriteBoolean("grave", finding.IsGrave);
        w.WriteString("what", ReportText.Captured(finding.What));
        w.WriteNumber("count", finding.Count);
        w.WriteString("process", ReportText.Captured(finding.Comm));
        w.WriteStartArray("pids");
        foreach (var pid in finding.Pids)
            w.WriteNumberValue(pid);
        w.WriteEndArray();
        w.WriteString("container", ReportText.Captured(finding.Container));
        w.WriteString("filter", finding.Filter);
        w.WriteEndObject();
    }
}
