using CSysdig.Model.Formats;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Findings;

/// <summary>The story as text: a line a finding below a line for who did it.</summary>
static class FindingText
{
    const int Who = 20, Count = 8, Technique = 11;

    public static void Write(Utf8Writer to, StoryReport report, int width)
    {
        if (report.Groups.Count == 0)
            to.Write("no finding: nothing here looks like an attack\n"u8);
        foreach (var group in report.Groups)
        {
            if (group != report.Groups[0])
                to.Write('\n');
            WriteGroup(to, group, width);
        }
        if (report.LeftOut > 0)
            to.Write($"{report.LeftOut} more things to follow or to tell are left out: there was no room for them\n");
    }

    static void WriteGroup(Utf8Writer to, StoryGroup group, int width)
    {
        var start = to.Length;
        to.Write("=== "u8);
        WriteWho(to, group);
        to.Write(' ');
        to.Fill((byte)'=', Math.Min(width, 100) - StoryText.Columns(to, start));
        to.Write('\n');
        if (group.IsOlder)
            to.Write("since before the capture"u8);
        else
        {
            TimeText.WriteDate(to, group.Start);
            TimeText.WriteClock(to, group.Start, nanoseconds: false);
        }
        if (group.End > group.Start)
        {
            to.Write(", "u8);
            StoryText.WriteSpan(to, group.End - group.Start);
        }
        else if (group.Kind == GroupKind.Session)
            to.Write(", still open at the end of the capture"u8);
        to.Write(group.Findings.Count == 1 ? ", 1 finding\n\n" : $", {group.Findings.Count} findings\n\n");
        var what = Math.Max(30, width - 10 - Who - Count - Technique);
        Column(to, "TIME", 10);
        Column(to, "WHAT", what);
        Column(to, "PROCESS", Who);
        to.Write("   COUNT  ATT&CK\n"u8);
        foreach (var finding in group.Findings)
            WriteFinding(to, finding, what);
    }

    static void WriteFinding(Utf8Writer to, StoryFinding finding, int what)
    {
        TimeText.WriteClock(to, finding.First, nanoseconds: false);
        to.Write("  "u8);
        var start = to.Length;
        StoryText.WriteCaptured(to, finding.What, what - 2);
        StoryText.Pad(to, start, what);
        start = to.Length;
        StoryText.WriteCaptured(to, finding.Comm, Who - 9);
        to.Write($" {finding.Pids[0]}");
        StoryText.Pad(to, start, Who);
        StoryText.WriteCount(to, finding.Count, Count);
        to.Write("  "u8);
        to.Write(finding.Rule.Technique);
        to.Write('\n');
    }

    static void WriteWho(Utf8Writer to, StoryGroup group)
    {
        if (group.Kind == GroupKind.Machine)
        {
            to.Write("outside of any session"u8);
            return;
        }
        if (group.Kind == GroupKind.Service)
            to.Write("started by "u8);
        StoryText.WriteCaptured(to, group.Who, 40);
        if (group.From.Length > 0)
        {
            to.Write(group.By.Length > 0 ? " from "u8 : " at "u8);
            StoryText.WriteCaptured(to, group.From, 60);
        }
        if (group.By.Length > 0)
        {
            to.Write(" by "u8);
            StoryText.WriteCaptured(to, group.By, 20);
        }
    }

    static void Column(Utf8Writer to, string title, int columns)
    {
        to.Write(title);
        to.Fill((byte)' ', columns - title.Length);
    }
}
