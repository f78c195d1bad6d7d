using System.Globalization;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>The lines of the story beside the findings themselves: who a group is about, and what stands below the list.</summary>
static class StoryLines
{
    /// <summary>Who, from where, since when, how long.</summary>
    /// <param name="host">Of which host, where there are many.</param>
    public static void ComposeGroup(StoryGroup group, Line into, string? host = null)
    {
        into.Unbox(1);
        if (host is not null)
            into.Write(SafeText.Clean(host), Style.Process).Write(": ", Style.Heading);
        into.Write(Before(group), Style.Heading).Write(group.Who, Style.Heading);
        if (group.From.Length > 0)
            into.Write(group.By.Length > 0 ? " from " : " at ", Style.Heading).Write(group.From, Style.Heading);
        if (group.By.Length > 0)
            into.Write(" by ", Style.Heading).Write(group.By, Style.Heading);
        into.Write("   ").Write(About(group), Style.Dim);
    }

    /// <summary>The same as a text, made harmless.</summary>
    public static string Name(StoryGroup group)
    {
        var from = group.From.Length > 0 ? (group.By.Length > 0 ? " from " : " at ") + SafeText.ToString(group.From) : "";
        return Before(group) + SafeText.ToString(group.Who) + from + (group.By.Length > 0 ? " by " + SafeText.ToString(group.By) : "");
    }

    public static string About(StoryGroup group)
    {
        var start = group.IsOlder ? "since before the capture" : Clock.Local(group.Start).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        var length = group.End > group.Start ? $"   {Units.Duration(group.End - group.Start)}" : group.Kind == GroupKind.Session ? "   still open" : "";
        return $"{start}{length}   {group.Findings.Count} {(group.Findings.Count == 1 ? "finding" : "findings")}";
    }

    /// <summary>The line between the list and what is said of the selected finding: when, who, and where ATT&amp;CK has it.</summary>
    public static void ComposeRule(StoryFinding? finding, ulong? countedFrom, Line into)
    {
        into.Unbox(0);
        into.Write("── ", Style.Dim);
        if (finding is not null)
        {
            var (first, last) = (TimeOf(finding.First), TimeOf(finding.Last));
            var times = last != first ? $"{first} – {last}" : first;
            into.Write($"{finding.Rule.Technique}   {times}   {(finding.Pids.Count == 1 ? "pid" : "pids")} {string.Join(", ", finding.Pids.Take(6))}{(finding.Pids.Count > 6 ? " …" : "")}", Style.Dim);
            if (finding.Container.Length > 0)
                into.Write("   in ", Style.Dim).Write(finding.Container, Style.Dim);
            into.Write(" ");
        }
        into.Fill("─", Style.Dim);

        string TimeOf(ulong time) => countedFrom is { } from ? RelativeTime.Of(time, from) : Clock.Local(time).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    static string Before(StoryGroup group) => group.Kind switch
    {
        GroupKind.Service => "started by ",
        GroupKind.Machine => "outside of any session",
        _ => "",
    };
}
