using System.Security.Cryptography;
using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>A page as HTML that is well-formed XML too, without scripts and without anything from elsewhere.</summary>
static class HtmlPage
{
    const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; color: #1c1c1c; background: #fff }
        h1, h2, h3 { line-height: 1.2 }
        h2 { margin-top: 2em; border-bottom: 1px solid #ccc }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: .2em .6em; border-bottom: 1px solid #ddd }
        td { overflow-wrap: anywhere }
        td:first-child, td:last-child { overflow-wrap: normal; white-space: nowrap }
        code, pre { font-family: ui-monospace, monospace; font-size: 85%; background: #f4f4f4 }
        pre { padding: .6em; overflow-x: auto }
        """;

    static readonly string s_styleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

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
        foreach (var title in table.Titles)
            Element(to, "th", title);
        to.Write("</tr></thead>\n<tbody>\n"u8);
        foreach (var row in table.Rows)
        {
            to.Write("<tr>"u8);
            foreach (var cell in row)
                Element(to, "td", cell);
            to.Write("</tr>\n"u8);
        }
        to.Write("</tbody>\n</table>\n"u8);
    }

    static void Element(Utf8Writer to, string name, Phrase text)
    {
        to.Write($"<{name}>");
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
