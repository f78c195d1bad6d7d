using CSysdig.Cli.Options;

namespace CSysdig.Tests.Docs;

/// <summary>docs/options.md: the options of both programs.</summary>
static class OptionsPage
{
    public static string Text()
    {
        var page = new Markdown("Options");
        page.Paragraph("Short options may be joined (`-qS`) and take their value attached or as the next word (`-n5`, `-n 5`); long ones may be shortened as long as "
            + "they stay unambiguous (`--readf FILE`, `--numevents=5`). Options may also stand behind the filter; `--` ends them.");
        foreach (var table in (OptionTable[])[SysdigTable.Table, CSysdigTable.Table])
        {
            page.Chapter(table.Program).Paragraph(Markdown.Plain(table.Description));
            foreach (var chapter in table.Chapters)
                page.Chapter(chapter.Title, 3).Table(["option", "what it does"], chapter.Options.Select(o => new[]
                {
                    Markdown.Code(HelpText.Forms(o)),
                    Markdown.Plain(o.Help!) + string.Concat(o.Choices.Select(c => $"<br>`{c.Word}` {Markdown.Plain(c.Meaning)}")),
                }));
            page.Paragraph($"**Filter.** {Markdown.Plain(table.Filter)}. [filters.md](filters.md) describes the language, [fields.md](fields.md) the fields.");
            if (table.Later.Count > 0)
                page.Paragraph($"Options of {table.Program} 0.29.3 that are not there yet, and say so: {string.Join(", ", table.Later.Select(o => Markdown.Code(HelpText.Forms(o))))}.");
        }
        return page.ToString();
    }
}
