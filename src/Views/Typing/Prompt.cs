using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;
using Terminal.Gui.Input;

namespace CSysdig.Views.Typing;

/// <summary>What is wrong with a typed text, and where: a column counted from 0, or -1 for no place in particular.</summary>
public sealed record PromptError(string Message, int Column);

/// <summary>A question on the last two lines: what is typed, and under it what is wrong with it or how it might go on.</summary>
sealed class Prompt(string label, string text)
{
    /// <summary>Characters that a paste may bring: more is no answer to a question.</summary>
    const int MostPasted = 4_096;

    IReadOnlyList<string> _candidates = [];
    (int Start, IReadOnlyList<string> Words, int Next)? _cycle;
    PromptError? _error;
    bool _refused;

    public LineEditor Editor { get; } = new(text);

    public string Label { get; set; } = label;

    /// <summary>Reads the text as a regular expression, or as plain text again; null where that makes no sense.</summary>
    public Action<Prompt>? AsRegex { get; init; }

    /// <summary>What stands below a text that is right, asked for every drawing.</summary>
    public Func<string> Hint { get; init; } = () => "Enter takes it   Esc leaves";

    /// <summary>The hint changes by itself.</summary>
    public bool IsCounting { get; init; }

    /// <summary>Called when the question is gone.</summary>
    public Action Closed { get; init; } = () => { };

    /// <summary>Called with the text after each change; what it answers is shown under its column.</summary>
    public Func<string, PromptError?> Changed { get; init; } = _ => null;

    /// <summary>Called on Enter; an error keeps the prompt open.</summary>
    public required Func<string, PromptError?> Accepted { get; init; }
    public Action Cancelled { get; init; } = () => { };

    /// <summary>How the word before the cursor might go on: where it starts, and the words.</summary>
    public Func<string, int, (int Start, IReadOnlyList<string> Words)> Completion { get; init; } = (_, at) => (at, []);

    /// <summary>Takes a key. True when the prompt is done.</summary>
    public bool Press(Key key)
    {
        switch (KeyMap.Default.Find(key, Places.Prompt))
        {
            case Act.Cancel:
                Cancelled();
                return true;
            case Act.Accept:
                _error = Accepted(Editor.Text);
                _refused = _error is not null;
                return !_refused;
            case Act.Complete:
                Complete();
                break;
            case Act.AsRegex when AsRegex is { } asRegex:
                _cycle = null;
                asRegex(this);
                break;
            default:
                _cycle = null;
                if (!Editor.Press(key))
                    return false;
                break;
        }
        Look();
        return false;
    }

    /// <summary>Takes a pasted text as one line; what a terminal would obey is left out.</summary>
    public void Paste(string text)
    {
        var line = string.Concat(text.ReplaceLineEndings(" ").Replace('\t', ' ').Where(c => !char.IsControl(c))).Trim();
        var isTooLong = line.Length > MostPasted;
        if (!isTooLong)
            Editor.Insert(line);
        Look();
        if (isTooLong)
            (_error, _refused) = (new PromptError($"{line.Length:#,0} pasted characters are more than the {MostPasted:#,0} that fit here", -1), true);
    }

    public void Close() => Closed();

    /// <summary>Words that were still being looked for may be known by now.</summary>
    public void Refresh() => _candidates = _cycle?.Words ?? Completion(Editor.Text, Editor.Cursor).Words;

    /// <summary>Looks at the text as if it had just changed.</summary>
    public void Look()
    {
        _refused = false;
        _error = Changed(Editor.Text);
        Refresh();
    }

    public void ComposeText(Line line)
    {
        line.Unbox(1);
        line.Write(Label, Style.Prompt).Write(" ");
        var start = line.Column;
        var room = Math.Max(1, line.Width - start - 1);
        line.Skip(Math.Max(0, ColumnOf(Editor.Cursor) - room));
        line.Write(SafeText.Clean(Editor.Text));
        line.Skip(0);
        var cursor = start + ColumnOf(Editor.Cursor) - Hidden(line.Width);
        line.Restyle(cursor, cursor + 1, _ => Style.Cursor);
    }

    public void ComposeHint(Line line)
    {
        if (_error is { } error && (_refused || _candidates.Count == 0))
        {
            var style = _refused ? Style.Alarm : Style.Warning;
            if (error.Column < 0)
            {
                line.Unbox(1);
                line.Write(SafeText.Clean(error.Message), style);
                return;
            }
            var caret = Math.Max(1, 2 + Label.Length + ColumnOf(Math.Min(error.Column, Editor.Text.Length)) - Hidden(line.Width));
            var message = SafeText.Clean(error.Message);
            // To the left of the mark when there is no room to its right.
            var before = caret + 2 + message.Length > line.Width && caret > line.Width / 2;
            line.Unbox(before ? Math.Max(0, caret - message.Length - 1) : caret);
            line.Write(before ? $"{message} ^" : $"^ {message}", style);
            return;
        }
        line.Unbox(1);
        if (_candidates.Count > 0)
            line.Write("Tab ", Style.Key).Write(string.Join("  ", _candidates), Style.Dim);
        else
            line.Write(SafeText.Clean(Hint()), Style.Dim);
    }

    // What all candidates have in common first; pressed again, one candidate after the other.
    void Complete()
    {
        if (_cycle is var (start, words, next))
        {
            Editor.Replace(start, words[next]);
            _cycle = (start, words, (next + 1) % words.Count);
            return;
        }
        (start, words) = Completion(Editor.Text, Editor.Cursor);
        if (words.Count == 0)
            return;
        var common = words[0];
        foreach (var word in words)
            common = common[..common.AsSpan().CommonPrefixLength(word)];
        if (words.Count == 1)
            Editor.Replace(start, common + " ");
        else if (start + common.Length > Editor.Cursor)
            Editor.Replace(start, common);
        else
        {
            Editor.Replace(start, words[0]);
            _cycle = (start, words, 1);
        }
    }

    int Hidden(int width) => Math.Max(0, ColumnOf(Editor.Cursor) - Math.Max(1, width - (2 + Label.Length) - 1));

    int ColumnOf(int index) => Cells.Of(SafeText.Clean(Editor.Text[..index]));
}
