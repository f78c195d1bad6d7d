using System.Text;

namespace CSysdig.Completion;

/// <summary>A command line as far as the cursor, taken apart as a shell does it: blanks, quotes and backslashes.</summary>
sealed class ShellLine
{
    /// <summary>All words but the last, the program's name first.</summary>
    public List<string> Words { get; } = [];
    /// <summary>The word under the cursor, without its quotes.</summary>
    public string Last { get; private set; } = "";
    /// <summary>The quote that it is in, or NUL.</summary>
    public char Quote { get; private set; }

    public ShellLine(string line)
    {
        var word = new StringBuilder();
        var begun = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (Quote == '\0' && char.IsWhiteSpace(c))
            {
                if (begun)
                    Words.Add(word.ToString());
                word.Clear();
                begun = false;
                continue;
            }
            begun = true;
            if (Quote == '\0' && c is '"' or '\'')
                Quote = c;
            else if (Quote != '\0' && c == Quote)
                Quote = '\0';
            else
                word.Append(c == '\\' && Quote != '\'' && i + 1 < line.Length ? line[++i] : c);
        }
        Last = word.ToString();
    }

    /// <summary>A text so that a shell reads it back as it is, inside the quote that is open.</summary>
    public string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            var special = Quote switch
            {
                '"' => c is '"' or '\\' or '$' or '`',
                '\'' => false,
                _ => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or '=' or '%' or ',' or ':' or '+' or '@' || c > '\x7f'),
            };
            escaped.Append(special ? "\\" : "").Append(c);
        }
        return escaped.ToString();
    }
}
