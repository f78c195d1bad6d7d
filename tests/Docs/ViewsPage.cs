using CSysdig.Model.Views;

namespace CSysdig.Tests.Docs;

/// <summary>docs/views.md: every view with its columns.</summary>
static class ViewsPage
{
    public static string Text()
    {
        var names = ViewCatalog.All.ToDictionary(v => v.Id, v => v.Name);
        var page = new Markdown("Views");
        var views = ViewCatalog.All.Where(v => !v.IsOnlyInJson).ToList();
        page.Paragraph($"The {views.Count} views of csysdig. `csysdig -r FILE -v ID` begins with one, F2 chooses another, `-j` prints it as JSON. "
            + "A column with a mark (c) is there with `-pc` only.");
        foreach (var view in views)
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
        page.Chapter("Only in JSON").Paragraph("Views of things that captures do not hold, or that are not taken apart. They are always empty, and are there for programs that ask for every view of csysdig.");
        page.List(ViewCatalog.All.Where(v => v.IsOnlyInJson).Select(v => $"{v.Name} (`{v.Id}`)"));
        return page.ToString();
    }
}
