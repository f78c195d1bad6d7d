using System.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>The third line: the way to this screen, and at its right end filter, sort and number of rows.</summary>
static class Breadcrumb
{
    const string Between = " › ";

    public static void Compose(IReadOnlyList<string> way, string facts, string? waiting, Line line)
    {
        var right = waiting ?? facts;
        var rightWidth = Math.Min(SafeText.Columns(right), Math.Max(line.Width / 2, line.Width - Columns(way, way.Count - 1) - 4));
        var room = line.Width - rightWidth - 4;
        var first = 0;
        // The nearest steps say most: the far ones give way.
        while (first < way.Count - 1 && Columns(way, first) > room)
            first++;
        line.Box(1, room);
        if (first > 0)
            line.Write("…" + Between, Style.Dim);
        for (var i = first; i < way.Count; i++)
        {
            line.Write(Encoding.UTF8.GetBytes(way[i]), i == way.Count - 1 ? Style.Title : Style.Text);
            if (i < way.Count - 1)
                line.Write(Between, Style.Dim);
        }
        line.Box(line.Width - rightWidth - 1, rightWidth);
        line.Write(Encoding.UTF8.GetBytes(right), waiting is null ? Style.Dim : Style.Warning);
    }

    static int Columns(IReadOnlyList<string> way, int first)
    {
        var columns = first > 0 ? 4 : 0;
        for (var i = first; i < way.Count; i++)
            columns += SafeText.Columns(way[i]) + (i < way.Count - 1 ? Between.Length : 0);
        return columns;
    }
}
