using System.Text;
using CSysdig.Model.Text;
using CSysdig.Model.Views;

namespace CSysdig.Views.Actions;

/// <summary>
/// A view's command with the values of a row in it: a program and its arguments, handed over one by one. No shell sees them,
/// so a value can be no more than a value, whatever an attacker called his process.
/// </summary>
public sealed class ActionCommand
{
    ActionCommand(IReadOnlyList<string> words, string? refusal) => (Words, Refusal) = (words, refusal);

    /// <summary>The program and its arguments.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Why it can't be carried out, or null.</summary>
    public string? Refusal { get; }

    /// <param name="valueOf">The value of a field in the row; null when it has none.</param>
    public static ActionCommand Make(ViewAction action, Func<string, string?> valueOf)
    {
        var words = new List<string>();
        string? refusal = null;
        foreach (var word in Split(action.ScreenCommand))
        {
            var made = Fill(word, valueOf, ref refusal);
            // A word that begins with a value must not become an option.
            if (word[0] == '%' && made.StartsWith('-'))
                refusal ??= $"{made} would be taken for an option";
            words.Add(made);
        }
        return new ActionCommand(words, refusal);
    }

    /// <summary>The fields that a command needs.</summary>
    public static IEnumerable<string> FieldsOf(ViewAction action)
    {
        var fields = new List<string>();
        string? refusal = null;
        foreach (var word in Split(action.ScreenCommand))
            Fill(word, field =>
            {
                fields.Add(field);
                return "";
            }, ref refusal);
        return fields;
    }

    /// <summary>As one would type it, with quotes around what a shell would not leave alone.</summary>
    public override string ToString() => string.Join(' ', Words.Select(ShellWord.Quote));

    // Words end at blanks, but for those in double quotes.
    static List<string> Split(string command)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quoted, begun) = (false, false);
        foreach (var c in command)
        {
            if (c == '"')
                (quoted, begun) = (!quoted, true);
            else if (c != ' ' || quoted)
                (_, begun) = (word.Append(c), true);
            else if (begun)
            {
                words.Add(word.ToString());
                word.Clear();
                begun = false;
            }
        }
        if (begun)
            words.Add(word.ToString());
        return words;
    }

    static string Fill(string word, Func<string, string?> valueOf, ref string? refusal)
    {
        var filled = new StringBuilder();
        for (var i = 0; i < word.Length;)
        {
            if (word[i] != '%')
            {
                filled.Append(word[i++]);
                continue;
            }
            var end = i + 1;
            while (end < word.Length && (char.IsAsciiLetterLower(word[end]) || char.IsAsciiDigit(word[end]) || word[end] is '.' or '_'))
                end++;
            var field = word[(i + 1)..end];
            var value = valueOf(field);
            if (string.IsNullOrEmpty(value) || value.Contains('\0'))
                refusal ??= $"the row has no {field}";
            filled.Append(value);
            i = end;
        }
        return filled.ToString();
    }
}
