using System.Drawing;
using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Search;
using CSysdig.Views.Text;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Frame;

/// <summary>The last lines: a question being asked, a message until the next key, the note on the selected row, or the keys that work here.</summary>
sealed class Footer
{
    IReadOnlyList<KeyRow> _keys = [];
    (string Text, bool Alarm)? _message;

    public Prompt? Prompt { get; set; }
    public int Lines => Prompt is null ? 1 : 2;

    public void Say(string message, bool alarm) => _message = (message, alarm);

    /// <summary>Takes the message away; true when there was one.</summary>
    public bool Hush()
    {
        var spoke = _message is not null;
        _message = null;
        return spoke;
    }

    public void Compose(int row, Line line, Screen screen, SearchSession? search, Func<Act, bool> works)
    {
        if (Prompt is { } prompt)
        {
            if (row > 0)
                prompt.ComposeHint(line);
            else
                prompt.ComposeText(line);
            if (row == 0 && search is not null)
                WriteRight(line, search.Summary);
            return;
        }
        if (_message is { } message)
        {
            line.Unbox(1);
            line.Write(SafeText.Clean(message.Text), message.Alarm ? Style.Alarm : Style.Warning);
            return;
        }
        var place = search is { Wanted: { } wanted } ? $"{search.Summary}: {wanted.Text}"
            : screen.Count == 0 ? "" : $"{screen.Position.Selected + 1:#,0}/{screen.Count:#,0}";
        if (screen.Count > 0 && screen.NoteOf(screen.MeantRow) is { } note)
        {
            _keys = [];
            line.Box(1, line.Width - place.Length - 3);
            line.Write($"{RowSigns.Note} {SafeText.Clean(note.Text)}", Style.Bold);
            WriteRight(line, place);
            return;
        }
        _keys = KeyLine.Fit(screen.Keys, screen.Place, works, line.Width - place.Length - 2);
        KeyLine.Compose(line, _keys);
        WriteRight(line, place);
    }

    /// <summary>The act of the key that is shown at a place, or null.</summary>
    public Act? At(Point at) => Prompt is null ? KeyLine.At(_keys, at.X)?.Act : null;

    static void WriteRight(Line line, string text)
    {
        text = SafeText.Clean(text);
        var width = Cells.Of(text);
        line.Box(Math.Max(line.Column, line.Width - width - 1), width);
        line.Write(text, Style.Dim);
    }
}
