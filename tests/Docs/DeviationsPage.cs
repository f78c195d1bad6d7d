using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Docs;

/// <summary>docs/deviations.md: where another answer than sysdig's is meant.</summary>
static class DeviationsPage
{
    public static string Text()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "tests", "Golden", "deviations.tsv"))
            .Where(l => l.Length > 0 && !l.StartsWith('#')).Select(l => l.Split('\t'));
        var page = new Markdown("Deviations");
        page.Paragraph("Recorded command lines of sysdig 0.29.3, of 0.36 and of libs 0.25.4 are run in CI and must give the same bytes. Where the answer is meant to be another one, it "
            + "stands here with the reason. The first two columns name the recorded lines that it concerns; a dash: none of them shows it.");
        page.Table(["captures", "lines", "why the answer differs"], rows.Select(r => new[] { Markdown.Code(r[0]), Markdown.Code(r[1]), Markdown.Plain(r[2]) }));
        page.Paragraph("On a terminal, control bytes that came with a capture are always shown as escapes; on a pipe the bytes are those of sysdig.");
        return page.ToString();
    }
}
