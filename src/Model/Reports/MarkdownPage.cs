using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>A page as Markdown with tables. What was captured stands in code that it can't end: backticks around it are more than within.</summary>
static class MarkdownPage
{
    const string Special = "\\`*_[]<>|#&~";

    public static void Write(Utf8Writer to, Page page)
    {
        foreach (var block in page.Blocks)
        {
            if (block != page.Blocks[0])
                to.Write('\n');
            Write(to, block);
        }
    }

    static void Write(Utf8Writer to, Block block)
    {
        switch (block)
        {
            case HeadBlock head:
                to.Write(new string('#', head.Level) + " ");
                Write(to, head.Text, inTable: false);
                to.Write('\n');
                break;
            case TextBlock text:
                Write(to, text.Text, inTable: false);
                to.Write('\n');
                break;
            case ListBlock list:
                foreach (var item in list.Items)
                {
                    to.Write("- "u8);
                    Write(to, item, inTable: false);
                    to.Write('\n');
                }
                break;
            case LinesBlock lines:
                var fence = new string('`', Math.Max(3, lines.All.Select(Backticks).DefaultIfEmpty().Max() + 1));
                to.Write($"{fence}text\n");
                foreach (var line in lines.All)
                    to.Write(line + "\n");
                to.Write($"{fence}\n");
                break;
            case TableBlock table:
                Write(to, table);
                break;
        }
    }

    static void Write(Utf8Writer to, TableBlock table)
    {
        to.Write($"| {string.Join(" | ", table.Titles.Select(Escape))} |\n|{string.Concat(Enumerable.Repeat(" --- |", table.Titles.Count))}\n");
        foreach (var row in table.Rows)
        {
            to.Write('|');
            foreach (var cell in row)
            {
                to.Write(' ');
                Write(to, cell, inTable: true);
                to.Write(" |"u8);
            }
            to.Write('\n');
        }
    }

    static void Write(Utf8Writer to, Phrase text, bool inTable)
    {
        foreach (var (part, isCaptured) in text.Parts)
            to.Write(!isCaptured ? Escape(part) : inTable && part.Contains('|') ? Element(part) : Code(part));
    }

    static string Code(string text)
    {
        var ticks = new string('`', Backticks(text) + 1);
        // A blank at both ends is taken off again by whoever reads it.
        var pad = text[0] is '`' or ' ' || text[^1] is '`' or ' ' ? " " : "";
        return ticks + pad + text + pad + ticks;
    }

    /// <summary>A bar ends the cell of a table even within code, and a backslash before it may be one itself: neither stands there as such.</summary>
    static string Element(string text) =>
        "<code>" + string.Concat(text.Select(c => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c != ' ' ? $"&#{(int)c};" : c.ToString())) + "</code>";

    static string Escape(string own) => string.Concat(own.Select(c => Special.Contains(c) ? $"\\{c}" : c.ToString()));

    /// <summary>The longest run of backticks.</summary>
    static int Backticks(string text)
    {
        var (most, run) = (0, 0);
        foreach (var c in text)
            most = Math.Max(most, run = c == '`' ? run + 1 : 0);
        return most;
    }
}
