using CSysdig.Model.Story.Findings;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Docs;

/// <summary>docs/story.md: its table of findings, in the page as it is.</summary>
static class StoryPage
{
    const string Path = "docs/story.md", Begin = "| finding | ATT&CK | when | grave |\n";

    public static string Text()
    {
        var page = File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path));
        var from = page.IndexOf(Begin, StringComparison.Ordinal);
        Assert.True(from >= 0, $"{Path} has no table of findings, which begins with {Begin}");
        var table = Markdown.Rows(["finding", "ATT&CK", "when", "grave"], FindingRule.All.Select(r => (string[])[r.IsAnybodys ? $"{r.Words} `*`" : r.Words, r.Technique, r.When, r.Grave]));
        return page[..from] + table + page[page.IndexOf("\n\n", from, StringComparison.Ordinal)..];
    }
}
