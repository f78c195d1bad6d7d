using System.Text;

namespace CSysdig.Tests.Docs;

/// <summary>Writes a page of Markdown.</summary>
sealed class Markdown
{
    readonly StringBuilder _text = new();

    public Markdown(string title) => _text.Append($"# {title}\n\n");

    public Markdown Paragraph(string text)
    {
        _text.Append(text).Append("\n\n");
        return this;
    }

    public Markdown Chapter(string title, int level = 2)
    {
        _text.Append('#', level).Append($" {title}\n\n");
        return this;
    }

    public Markdown Table(string[] titles, IEnumerable<string[]> rows)
    {
        _text.Append(Rows(titles, rows)).Append("\n\n");
        return this;
    }

    /// <summary>A table alone, without the newline behind its last row.</summary>
    public static string Rows(string[] titles, IEnumerable<string[]> rows) =>
        string.Join('\n', rows.Prepend([.. titles.Select(_ => "---")]).Prepend(titles).Select(Row));

    public Markdown List(IEnumerable<string> items)
    {
        foreach (var item in items)
            _text.Append("- ").Append(item).Append('\n');
        _text.Append('\n');
        return this;
    }

    public override string ToString() => _text.ToString().TrimEnd('\n') + "\n";

    /// <summary>Text as code, also inside a table.</summary>
    public static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";

    /// <summary>Plain text: nothing in it is markup.</summary>
    public static string Plain(string text) => text.Replace("\\", "\\\\").Replace("<", "\\<").Replace("*", "\\*").Replace("_", "\\_");

    static string Row(string[] cells) => $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|")))} |";
}
