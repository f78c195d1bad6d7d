using CSysdig.Chisels.Printing;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Findings;

/// <summary>The story as text: a line a finding below a line for who did it. What was done stands last, so that it is told whole.</summary>
static class FindingText
{
    const int Time = 10, Number = 12, Who = 24, Count = 8, Technique = 11;

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
        to.Fill((byte)'=', Math.Min(width, 100) - ReportText.Columns(to, start));
        to.Write('\n');
        if (group.IsOlder)
            to.Write("since before the capture"u8);
        else
        {
            TimeText.WriteDate(to, group.Start);
            TimeText.WriteClock(to, group.Start, nanoseconds: false);
            TimeText.WriteOffset(to, group.Start);
        }
        if (group.End > group.Start)
        {
            to.Write(", "u8);
            ReportText.WriteSpan(to, group.End - group.Start);
        }
        else if (group.Kind == GroupKind.Session)
            to.Write(", still open at the end of the capture"u8);
        to.Write(group.Findings.Count == 1 ? ", 1 finding\n\n" : $", {group.Findings.Count} findings\n\n");
        WriteHead(to, isLive: false);
        foreach (var finding in group.Findings)
            WriteFinding(to, finding, isLive: false);
    }

    /// <param name="isLive">Lines stand alone: they mark what is grave, and name the event.</param>
    public static void WriteHead(Utf8Writer to, bool isLive)
    {
        Column(to, "TIME", Time);
        if (isLive)
            Column(to, "     EVENT", Number);
        Column(to, "PROCESS", Who);
        to.Write("   COUNT  "u8);
        Column(to, "ATT&CK", Technique);
        to.Write("WHAT\n"u8);
    }

    public static void WriteFinding(Utf8Writer to, StoryFinding finding, bool isLive)
    {
        TimeText.WriteClock(to, finding.First, nanoseconds: false);
        to.Write(isLive && finding.IsGrave ? " !"u8 : "  "u8);
        if (isLive)
        {
            var number = to.Length;
            to.Write(finding.Number);
            ReportText.ShiftRight(to, number, Number - 2);
            to.Write("  "u8);
        }
        var start = to.Length;
        // A blank and a pid of seven digits beside it, and one blank more.
        ReportText.WriteCaptured(to, finding.Comm, Who - 9);
        to.Write($" {finding.Pids[0]}");
        ReportText.Pad(to, start, Who);
        ReportText.WriteCount(to, finding.Count, Count);
        to.Write("  "u8);
        start = to.Length;
        to.Write(finding.Rule.Technique);
        ReportText.Pad(to, start, Technique);
        ReportText.WriteCaptured(to, finding.What);
        to.Write('\n');
    }

    public static void WriteWho(Utf8Writer to, StoryGroup group)
    {
        if (group.Kind == GroupKind.Machine)
        {
            to.Write("outside of any session"u8);
            return;
        }
        if (group.Kind == GroupKind.Service)
            to.Write("started by "u8);
        ReportText.WriteCaptured(to, group.Who, 40);
        if (group.From.Length > 0)
        {
            to.Write(group.By.Length > 0 ? " from "u8 : " at "u8);
            ReportText.WriteCaptured(to, group.From, 60);
        }
        if (group.By.Length > 0)
        {
            to.Write(" by "u8);
            ReportText.WriteCaptured(to, group.By, 20);
        }
    }

    static void Column(Utf8Writer to, string title, int columns)
    {
        to.Write(title);
        to.Fill((byte)' ', columns - title.Length);
    }
}
