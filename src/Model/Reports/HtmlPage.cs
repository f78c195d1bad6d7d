using System.Text;
using CSysdig.Capture;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>A page as HTML that is well-formed XML too, without scripts and without anything from elsewhere.</summary>
static class HtmlPage
{
    /// <summary>A cell of so few letters stands on one line: a time does, and who and from where.</summary>
    const int ShortCell = 34;

    const string Style = """
        :root { color-scheme: light dark; --text: #1c1c1c; --page: #fff; --line: #d8d8d8; --code: #f3f3f3 }
        @media (prefers-color-scheme: dark) { :root { --text: #d6d6d6; --page: #16181b; --line: #3a3f45; --code: #23272c } }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 75em; margin: 2em auto; padding: 0 1em; color: var(--text); background: var(--page); overflow-wrap: anywhere }
        h1, h2, h3 { line-height: 1.25 }
        h2 { margin-top: 2em; border-bottom: 1px solid var(--line) }
        h3 { margin-top: 1.6em }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: .25em .6em; border-bottom: 1px solid var(--line); overflow-wrap: break-word; max-width: 20em }
        .short { white-space: nowrap }
        .wide { max-width: none; width: 100%; overflow-wrap: anywhere }
        code, pre { font-family: ui-monospace, monospace; font-size: 85%; background: var(--code); border-radius: 3px }
        code { padding: .1em .25em }
        pre { padding: .6em; overflow-x: auto; overflow-wrap: normal }
        @media print {
        :root { --text: #000; --page: #fff; --line: #bbb; --code: #f3f3f3 }
        body { font-size: 9pt; max-width: none; margin: 0; padding: 0 }
        h1, h2, h3 { break-after: avoid }
        tr, li { break-inside: avoid }
        pre { white-space: pre-wrap; overflow-wrap: anywhere }
        }
        """;

    static readonly string s_styleHash = Convert.ToBase64String(Digest.Sha256(Encoding.UTF8.GetBytes(Style)));

    public static void Write(Utf8Writer to, Page page)
    {
        to.Write("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\" xml:lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n"u8);
        // Whatever should slip through: a browser loads and runs nothing.
        to.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{s_styleHash}'\" />\n<title>");
        Escape(to, page.Title);
        to.Write($"</title>\n<style>{Style}</style>\n</head>\n<body>\n");
        foreach (var block in page.Blocks)
            Write(to, block);
        to.Write("</body>\n</html>\n"u8);
    }

    static void Write(Utf8Writer to, Block block)
    {
        switch (block)
        {
            case HeadBlock head:
                Element(to, $"h{head.Level}", head.Text);
                to.Write('\n');
                break;
            case TextBlock text:
                Element(to, "p", text.Text);
                to.Write('\n');
                break;
            case ListBlock list:
                to.Write("<ul>\n"u8);
                foreach (var item in list.Items)
                {
                    Element(to, "li", item);
                    to.Write('\n');
                }
                to.Write("</ul>\n"u8);
                break;
            case LinesBlock lines:
                to.Write("<pre>"u8);
                foreach (var line in lines.All)
                {
                    Escape(to, line);
                    to.Write('\n');
                }
                to.Write("</pre>\n"u8);
                break;
            case TableBlock table:
                Write(to, table);
                break;
        }
    }

    static void Write(Utf8Writer to, TableBlock table)
    {
        to.Write("<table>\n<thead><tr>"u8);
        for (var i = 0; i < table.Titles.Count; i++)
            Element(to, "th", table.Titles[i], ClassOf(table, i, table.Titles[i]));
        to.Write("</tr></thead>\n<tbody>\n"u8);
        foreach (var row in table.Rows)
        {
            to.Write("<tr>"u8);
            for (var i = 0; i < row.Count; i++)
                Element(to, "td", row[i], ClassOf(table, i, row[i]));
            to.Write("</tr>\n"u8);
        }
        to.Write("</tbody>\n</table>\n"u8);
    }

    static string ClassOf(TableBlock table, int column, Phrase cell) =>
        column == table.Wide ? " class=\"wide\"" : cell.Parts.Sum(part => part.Text.Length) <= ShortCell ? " class=\"short\"" : "";

    static void Element(Utf8Writer to, string name, Phrase text, string attributes = "")
    {
        to.Write($"<{name}{attributes}>");
        foreach (var (part, isCaptured) in text.Parts)
        {
            to.Write(isCaptured ? "<code>"u8 : ""u8);
            Escape(to, part);
            to.Write(isCaptured ? "</code>"u8 : ""u8);
        }
        to.Write($"</{name}>");
    }

    static void Escape(Utf8Writer to, string text) =>
        to.Write(text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;"));
}
