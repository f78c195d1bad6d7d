using System.Globalization;
using System.Text.Json;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>The timeline as Timesketch takes it: a JSON object a line, in the order of time.</summary>
static class TimesketchLines
{
    public static void Write(Utf8Writer to, ReportFacts facts)
    {
        var lines = new List<(ulong Time, string Description, string Message, string Type, StoryGroup Group, Action<Utf8JsonWriter>? More)>();
        foreach (var group in facts.Story.Groups)
        {
            if (group is { Kind: GroupKind.Session, IsOlder: false })
                lines.Add((group.Start, "Session Start", $"session of {Who(group)}", "session", group, null));
            foreach (var finding in group.Findings)
                lines.Add((finding.First, "First Evidence", Captured.Text(finding.Text, int.MaxValue), "finding", group, w => More(w, finding)));
            if (group.End > 0)
                lines.Add((group.End, "Session End", $"session of {Who(group)}", "session", group, null));
        }
        foreach (var session in facts.Sessions)
            foreach (var command in session.Transcript?.Entries.OfType<CommandEntry>().Where(c => c.Time > 0) ?? [])
                lines.Add((command.Time, "Command Start", Captured.Text(command.Line), "command", session.Group, w => More(w, command)));
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        foreach (var line in lines.OrderBy(line => line.Time))
        {
            json.ResetWrittenCount();
            using (var w = new Utf8JsonWriter(json))
            {
                w.WriteStartObject();
                w.WriteString("message", line.Message);
                w.WriteString("datetime", UtcText.WithOffset(line.Time));
                w.WriteString("timestamp_desc", line.Description);
                w.WriteString("data_type", $"csysdig:{line.Type}");
                w.WriteString("host", facts.Host);
                w.WriteString("who", Who(line.Group));
                w.WriteNumber("session", line.Group.Session);
                line.More?.Invoke(w);
                w.WriteEndObject();
            }
            to.Write(json.WrittenSpan);
            to.Write('\n');
        }
    }

    static string Who(StoryGroup group) => string.Concat(ReportPage.Who(group).Parts.Select(part => part.Text));

    static void More(Utf8JsonWriter w, StoryFinding finding)
    {
        w.WriteString("finding", finding.Rule.Words);
        w.WriteString("attack", finding.Rule.Technique);
        w.WriteBoolean("grave", finding.IsGrave);
        w.WriteNumber("event", finding.Number);
        w.WriteString("last", UtcText.WithOffset(finding.Last));
        w.WriteNumber("count", finding.Count);
        w.WriteString("process", Captured.Text(finding.Comm));
        w.WriteString("pids", string.Join(' ', finding.Pids.Select(pid => pid.ToString(CultureInfo.InvariantCulture))));
        w.WriteString("filter", SafeText.Clean(finding.Filter));
    }

    static void More(Utf8JsonWriter w, CommandEntry command)
    {
        w.WriteNumber("pid", command.Pid);
        w.WriteString("user", Captured.Text(command.User));
        w.WriteNumber("depth", command.Depth);
        w.WriteString("end", ReportPage.End(command));
    }
}
