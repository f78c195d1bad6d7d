using System.Text;
using CSysdig.Cli;
using CSysdig.Cli.Options;
using CSysdig.Views.Keys;

namespace CSysdig.Tests.Docs;

/// <summary>A manual page in the language of man(7).</summary>
static class ManPage
{
    public static string Text(OptionTable table)
    {
        var other = table.Program == "sysdig" ? "csysdig" : "sysdig";
        var page = new StringBuilder($".\\\" Written from the program's own tables: WRITE_DOCS=1 dotnet test --filter Docs\n");
        page.Append($".TH {table.Program.ToUpperInvariant()} 1 \"\" \"csysdig for .NET\" \"User Commands\"\n");
        page.Append($".SH NAME\n{table.Program} \\- {Escape(table.Summary)}\n");
        page.Append($".SH SYNOPSIS\n.B {table.Program}\n\\-r\n.I FILE\n[options] [filter]\n");
        page.Append($".SH DESCRIPTION\n{Escape(table.Description)}\n.PP\n");
        page.Append(Escape("A capture that is cut short or damaged shows all that can be read, and one line on standard error says what is missing.")).Append('\n');
        page.Append(".SH OPTIONS\n");
        foreach (var chapter in table.Chapters)
        {
            page.Append($".SS {Escape(chapter.Title)}\n");
            foreach (var option in chapter.Options)
                Write(page, option);
        }
        Filter(page, table);
        if (table.Closing.Length > 0)
            Keys(page);
        page.Append(".SH EXAMPLES\nThe capture is that of a server which has been taken over.\n");
        foreach (var example in table.Examples)
            page.Append($".PP\n{Escape(example.Why)}\n.PP\n.RS\n.nf\n{Escape(example.Command)}\n.fi\n.RE\n");
        page.Append(".SH EXIT STATUS\n0 when the capture was read, also where it is cut short; 1 when the command line, the filter, the format or the file is wrong, or when writing fails.\n");
        page.Append($".SH SEE ALSO\n.BR {other} (1)\n.PP\n{Escape($"Fields, filters, chisels and views are described in the folder docs of the source. The behaviour is that of sysdig {ProgramVersion.Compatible}; docs/deviations.md says where it is not.")}\n");
        return page.ToString();
    }

    static void Write(StringBuilder page, Option option)
    {
        page.Append($".TP\n.B {Quoted(HelpText.Forms(option))}\n{Escape(option.Help!)}\n");
        if (option.Choices.Count == 0)
            return;
        page.Append(".RS\n");
        foreach (var choice in option.Choices)
            page.Append($".TP\n.B {Quoted(choice.Word)}\n{Escape(choice.Meaning)}\n");
        page.Append(".RE\n");
    }

    static void Filter(StringBuilder page, OptionTable table)
    {
        page.Append($".SH FILTER\n{Escape(table.Filter)}.\n.PP\n");
        page.Append(Escape("A check is a field, an operator and a value; checks are joined by and, or, not and brackets. A value with blanks or brackets goes in quotes, and a filter "
            + "with characters that the shell knows goes in quotes as a whole. The operators are")).Append('\n');
        page.Append(".B ").Append(Quoted("= != < <= > >= " + string.Join(' ', CSysdig.Model.Filters.Syntax.ComparisonOperators.Words))).Append(".\n.PP\n");
        page.Append(Escape($"{table.Program} -l lists the fields.")).Append('\n');
    }

    static void Keys(StringBuilder page)
    {
        page.Append(".SH KEYS\n");
        foreach (var row in KeyMap.Default.Rows)
            page.Append($".TP\n.B {Quoted(string.Join(", ", row.Keys.Select(k => k.StartsWith("Ctrl+", StringComparison.Ordinal) ? k : KeyNames.Display(k))))}\n{Escape(row.Description)}\n");
    }

    /// <summary>An argument of a macro.</summary>
    static string Quoted(string text) => $"\"{Escape(text).Replace("\"", "\"\"")}\"";

    /// <summary>Text of which nothing is a request, an escape or a dash that becomes another character.</summary>
    static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\e").Replace("-", "\\-").Replace("'", "\\(aq").Replace("^", "\\(ha").Replace("~", "\\(ti").Replace("`", "\\(ga");
        return (escaped.StartsWith('.') ? "\\&" : "") + string.Concat(escaped.Select(c => char.IsAscii(c) ? c.ToString() : $"\\[u{(int)c:X4}]"));
    }
}
