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
        page.Paragraph("Facts come first: where sysdig 0.29.3 is wrong, csysdig is right. With `--compat 0.29` or `CSYSDIG_COMPAT=0.29` it prints what 0.29.3 prints, for scripts that count on it.");
        page.List(rows.Where(r => r.Length > 3).Select(r => Markdown.Plain(r[2])));
        page.Paragraph("CI runs recorded command lines both ways (`.ci/deviations`). It fails on a difference that is of none of these kinds, and on an answer that is another one than "
            + "the one that was looked at, of which `tests/Golden/deviating.tsv` has a digest.");
        page.Paragraph("With it, recorded command lines of sysdig 0.29.3, of 0.36 and of libs 0.25.4 must give the same bytes (`.ci/parity`). Where the answer is meant to be another one "
            + "either way, it stands here with the reason. The first two columns name the recorded lines that it concerns; a dash: none of them shows it.");
        page.Table(["captures", "lines", "why the answer differs"], rows.Where(r => r.Length < 4).Select(r => new[] { Markdown.Code(r[0]), Markdown.Code(r[1]), Markdown.Plain(r[2]) }));
        page.Paragraph("On a terminal, control bytes that came with a capture are always shown as escapes; on a pipe the bytes are those of sysdig.");
        return page.ToString();
    }
}
