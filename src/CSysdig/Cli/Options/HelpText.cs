using System.Text;

namespace CSysdig.Cli.Options;

/// <summary>What --help prints: an option table laid out for a terminal.</summary>
static class HelpText
{
    /// <summary>Columns of a line, and the most that names may take of it.</summary>
    const int Width = 100, MostNames = 30;

    public static string Of(OptionTable table)
    {
        var text = new StringBuilder($"Usage: {table.Program} [-r] FILE [options] [filter]\n\n");
        Wrap(text, table.Description, 0, 0);
        var indent = 4 + table.Chapters.SelectMany(c => c.Options).Select(o => Forms(o).Length).Where(l => l <= MostNames).Max();
        foreach (var chapter in table.Chapters)
        {
            text.Append('\n').Append(chapter.Title).Append('\n');
            foreach (var option in chapter.Options)
                Write(text, Forms(option), option.Help!, option.Choices, indent);
            if (chapter == table.Chapters[0])
                Write(text, "filter", table.Filter, [], indent);
        }
        if (table.Closing.Length > 0)
            Wrap(text.Append('\n'), table.Closing, 0, 0);
        return text.Append('\n').ToString();
    }

    /// <summary>The ways to write it: <c>-r FILE, --readfile FILE</c>.</summary>
    public static string Forms(Option option) => string.Join(", ", Each(option));

    static IEnumerable<string> Each(Option option)
    {
        if (option.Letter != '\0')
            yield return $"-{option.Letter}" + Value(option.Value, option.ValueName, " ");
        if (option.Long is not null)
            yield return $"--{option.Long}" + Value(option.LongValue ?? option.Value, option.ValueName, " ");
    }

    static string Value(ValueKind kind, string name, string between) => kind switch
    {
        ValueKind.None => "",
        ValueKind.Required => between + name,
        _ => $"[={name}]",
    };

    static void Write(StringBuilder text, string head, string help, IReadOnlyList<Choice> choices, int indent)
    {
        text.Append("  ").Append(head);
        if (head.Length + 4 > indent)
            text.Append('\n').Append(' ', indent);
        else
            text.Append(' ', indent - 2 - head.Length);
        Wrap(text, help, indent, indent);
        foreach (var choice in choices)
        {
            text.Append(' ', indent + 2).Append(choice.Word.PadRight(choices.Max(c => c.Word.Length) + 2));
            Wrap(text, choice.Meaning, indent + 4 + choices.Max(c => c.Word.Length), indent + 4 + choices.Max(c => c.Word.Length));
        }
    }

    static void Wrap(StringBuilder text, string words, int column, int indent)
    {
        foreach (var (index, word) in words.Split(' ').Index())
        {
            if (index > 0 && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (index > 0)
            {
                text.Append(' ');
                column++;
            }
            text.Append(word);
            column += word.Length;
        }
        text.Append('\n');
    }
}
