using CSysdig.Model.Story;
using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;

namespace CSysdig.Views.Frame;

/// <summary>The sign before a row that a finding or a note is about, and the line that tells of which finding.</summary>
static class RowSigns
{
    public const string Grave = "!", Other = "*", Note = "#";

    /// <summary>Cells that what was found has at least.</summary>
    const int LeastWhat = 20;

    /// <summary>Puts the sign of a row into its margin: of a note before that of a finding, in whose style it is then.</summary>
    public static void Compose(Screen screen, int row, Line line)
    {
        var (mark, isNoted, at) = (screen.MarkOf(row), screen.NoteOf(row) is not null, screen.SignColumn);
        if (mark is null && !isNoted)
            return;
        // Half of a wide glyph can't stand alone, where the line is scrolled.
        if (at + 1 < line.Width && line.Glyph(at + 1).Length == 0)
        {
            line.Box(at + 1, 1);
            line.Write(" ");
        }
        line.Box(at, 1);
        line.Write(isNoted ? Note : mark!.Value.Finding.IsGrave ? Grave : Other, mark is { Finding.IsGrave: true } ? Style.Warning : Style.Bold);
    }

    /// <summary>Of which finding it is, of how many more, and how to go there.</summary>
    public static string About(Mark mark, KeyMap keys, int width)
    {
        var rest = $"{(mark.More == 0 ? "" : $", and {mark.More:#,0} more")}   {keys.Of(Act.Story)} shows it in the story";
        var room = width - rest.Length - 4;
        return $"{(mark.Finding.IsGrave ? Grave : Other)} {ShortText.Middle(SafeText.ToString(mark.Finding.What), Math.Max(LeastWhat, room))}{rest}";
    }
}
