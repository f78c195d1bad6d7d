using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Text;

namespace CSysdig.Views.Frame;

/// <summary>
/// The third line: the way to this screen, and at its right end filter, sort and number of rows. What is too long loses its
/// middle: the way its far steps, the filter its conditions between, the facts at last those that say least.
/// </summary>
static class Breadcrumb
{
    const string Between = " › ", Left = "…", FilterLabel = "filter: ";
    const int Margins = 2, Gap = 3, FilterWithLabel = 20, LeastFilter = 5, LeastStep = 12, GoodFilter = 16;

    /// <param name="facts">Parts that stand <see cref="Screen.Apart"/>; the last says most.</param>
    public static void Compose(IReadOnlyList<string> way, string filter, string facts, string? waiting, Line line)
    {
        var steps = way.Select(SafeText.Clean).ToList();
        filter = SafeText.Clean(filter);
        var last = Cells.Of(steps[^1]) + (steps.Count > 1 ? Left.Length + Between.Length : 0);
        var right = FitFacts(waiting ?? facts, filter, last, line.Width);
        var rightWidth = Math.Min(Cells.Of(right), Math.Max(line.Width / 2, line.Width - last - Margins - Gap));
        var room = Math.Max(0, line.Width - rightWidth - Margins - (rightWidth > 0 ? Gap : 0));
        var filterRoom = filter.Length == 0 ? 0 : FilterRoom(filter, Columns(steps), last, room);

        line.Box(1, filterRoom > 0 ? room - filterRoom - Gap : room);
        ComposeWay(steps, filterRoom > 0 ? room - filterRoom - Gap : room, line);
        if (filterRoom > 0)
        {
            line.Box(line.Width - 1 - rightWidth - Gap - filterRoom, filterRoom);
            if (filterRoom >= FilterWithLabel || filterRoom >= Cells.Of(filter) + FilterLabel.Length)
            {
                line.Write(FilterLabel, Style.Dim);
                filterRoom -= FilterLabel.Length;
            }
            line.Write(ShortText.Middle(filter, filterRoom), Style.Dim);
        }
        line.Box(line.Width - rightWidth - 1, rightWidth);
        line.Write(SafeText.Clean(right), waiting is null ? Style.Dim : Style.Warning);
    }

    // Facts give way, the first ones first, until the last step and enough of the filter stand beside them.
    static string FitFacts(string facts, string filter, int last, int width)
    {
        var others = last + Margins + Gap + (filter.Length == 0 ? 0 : Gap + Math.Min(GoodFilter, Cells.Of(filter)));
        while (Cells.Of(facts) + others > width && facts.IndexOf(Screen.Apart, StringComparison.Ordinal) is > 0 and var end)
            facts = facts[(end + Screen.Apart.Length)..];
        return facts;
    }

    // As much as is left beside the whole way, and half of the room at least; but the last step stays.
    static int FilterRoom(string filter, int way, int last, int room)
    {
        var wanted = Math.Max(room / 2, room - Gap - way);
        wanted = Math.Min(wanted, room - Gap - last);
        wanted = Math.Min(wanted, Cells.Of(filter) + FilterLabel.Length);
        return wanted >= Math.Min(LeastFilter, Cells.Of(filter)) ? wanted : 0;
    }

    static void ComposeWay(List<string> steps, int room, Line line)
    {
        steps = Shorten(steps, room);
        for (var i = 0; i < steps.Count; i++)
        {
            var isLast = i == steps.Count - 1;
            var step = isLast ? ShortText.Middle(steps[i], 1 + room - line.Column) : steps[i];
            line.Write(step, isLast ? Style.Title : steps[i] == Left ? Style.Dim : Style.Text);
            if (!isLast)
                line.Write(Between, Style.Dim);
        }
    }

    // The nearest steps say most; the one before them may lose its middle, and the first one is kept where there is room for it too.
    static List<string> Shorten(List<string> steps, int room)
    {
        if (Columns(steps) <= room)
            return steps;
        var (first, kept) = (steps.Count, new List<string>());
        while (first > 1 && Columns([Left, steps[first - 1], .. kept]) <= room)
            kept.Insert(0, steps[--first]);
        if (kept.Count == 0)
            return [Left, steps[^1]];
        var forOneMore = room - Columns([Left, .. kept]) - Between.Length;
        if (first > 1 && forOneMore >= LeastStep)
            return [Left, ShortText.Middle(steps[first - 1], forOneMore), .. kept];
        return first > 1 && Columns([steps[0], Left, .. kept]) <= room ? [steps[0], Left, .. kept] : [Left, .. kept];
    }

    static int Columns(List<string> steps) => steps.Sum(Cells.Of) + (steps.Count - 1) * Between.Length;
}
