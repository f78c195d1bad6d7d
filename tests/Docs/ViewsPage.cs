using CSysdig.Views.Catalog;

namespace CSysdig.Tests.Docs;

/// <summary>docs/views.md: every view with its columns.</summary>
static class ViewsPage
{
    public static string Text()
    {
        var names = ViewCatalog.All.ToDictionary(v => v.Id, v => v.Name);
        var page = new Markdown("Views");
        page.Paragraph($"The {ViewCatalog.All.Count} views of csysdig. `csysdig -r FILE -v ID` begins with one, F2 chooses another, `-j` prints it as JSON. "
            + "A column with a mark (c) is there with `-pc` only.");
        foreach (var view in ViewCatalog.All)
        {
            page.Chapter($"{view.Name} (`{view.Id}`)").Paragraph(Markdown.Plain(view.Description));
            page.Table(["column", "field", "what it says"], view.Shown.DistinctBy(c => (c.Name, c.Field)).Select(c => new[]
            {
                Markdown.Plain(c.Name) + (c.Tags is ["containers"] ? " (c)" : ""), Markdown.Code(c.Field), Markdown.Plain(c.Description),
            }));
            if (view.Filter.Length > 0)
                page.Paragraph($"Filter: {Markdown.Code(view.ScreenFilter ?? view.Filter)}");
            if (view.DrillDownTarget is { } target)
                page.Paragraph($"Enter opens: {(names.TryGetValue(target, out var name) ? name : target)}");
            if (view.Tips.Count > 0)
                page.List(view.Tips.Select(Markdown.Plain));
        }
        return page.ToString();
    }
}
