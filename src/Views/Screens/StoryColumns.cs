using CSysdig.Model.Story.Findings;
using CSysdig.Views.Drawing;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>The columns of the story: time, what, who, how often, and the id of ATT&amp;CK.</summary>
/// <param name="Width">Of the whole line.</param>
/// <param name="What">Where the columns behind the time begin.</param>
/// <param name="CountedFrom">Times are counted from this one; null for times of day.</param>
readonly record struct StoryColumns(int Width, int What, int Process, int Count, int Technique, ulong? CountedFrom)
{
    const int TimeWidth = 8, CountedWidth = 12, CountWidth = 6, TechniqueWidth = 9, Enough = 20, Least = 15, Narrow = 60;

    public static StoryColumns For(int width, ulong? countedFrom)
    {
        var what = 1 + (countedFrom is null ? TimeWidth : CountedWidth) + 1;
        var technique = width - TechniqueWidth;
        // A phone's terminal has room for time and what, and the id.
        var count = width < Narrow ? technique : technique - 1 - CountWidth;
        var process = width < Narrow ? count : count - 1 - (width >= 100 ? Enough : Least);
        return new StoryColumns(width, what, process, count, technique, countedFrom);
    }

    public void ComposeTitles(Line into)
    {
        into.Fill(" ", Style.TableHeader);
        Title(into, 1, "TIME");
        Title(into, What, "WHAT");
        if (Process < Technique)
        {
            Title(into, Process, "PROCESS");
            into.Box(Count, CountWidth);
            into.WriteRight("COUNT", Style.TableHeader);
        }
        Title(into, Technique, "ATT&CK");
    }

    public void Compose(StoryFinding finding, Line into)
    {
        into.Box(1, What - 2);
        into.Write(CountedFrom is { } from ? RelativeTime.Of(finding.First, from, columns: CountedWidth) : $"{Clock.Local(finding.First):HH:mm:ss}", Style.Dim);
        into.Box(What, Process - What - 1);
        into.Write(finding.What);
        if (Process < Technique)
        {
            var pid = $" {finding.Pids[0]}";
            var name = Count - 1 - Process - pid.Length;
            into.Box(Process, name);
            into.Write(finding.Comm, Style.Process);
            into.Box(into.Column, pid.Length);
            into.Write(pid, Style.Dim);
            into.Box(Count, CountWidth);
            into.WriteRight(Units.Count(finding.Count));
        }
        into.Box(Technique, TechniqueWidth);
        into.Write(finding.Rule.Technique, finding.IsGrave ? Style.Alarm : Style.Dim);
    }

    static void Title(Line into, int at, string title)
    {
        into.Unbox(at);
        into.Write(title, Style.TableHeader);
    }
}
