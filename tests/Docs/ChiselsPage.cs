using CSysdig.Chisels.Catalog;

namespace CSysdig.Tests.Docs;

/// <summary>docs/chisels.md: every chisel with its arguments.</summary>
static class ChiselsPage
{
    public static string Text()
    {
        var page = new Markdown("Chisels");
        page.Paragraph("Analyses that print: `sysdig -r FILE -c NAME [ARGUMENTS] [filter]`. `sysdig -cl` lists them. Arguments are one word, divided by blanks; "
            + "those in brackets may be left out. The filter chooses the events that a chisel sees.");
        foreach (var category in ChiselCatalog.All.GroupBy(c => c.Category).OrderBy(g => g.Key, StringComparer.Ordinal))
            page.Chapter(category.Key).Table(["chisel", "what it prints"], category.Select(c => new[]
            {
                Markdown.Code(string.Join(' ', c.Arguments.Select(a => a.Optional ? $"[{a.Name}]" : a.Name).Prepend(c.Name))),
                Markdown.Plain(c.Summary) + string.Concat(c.Arguments.Select(a => $"<br>`{a.Name}`: {Markdown.Plain(a.Description)}")),
            }));
        return page.ToString();
    }
}
