using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>Writes a report to a file; its ending says as what.</summary>
public static class ReportFile
{
    /// <summary>The endings there are, for whoever has given another.</summary>
    public const string Kinds = "a name ending in .md, .html, .json (STIX), .csv (indicators) or .jsonl (Timesketch)";

    /// <summary>Whether a report can be written to a file of this name.</summary>
    public static bool IsReport(string file) => WriterOf(file) is not null;

    /// <summary>Writes it in UTF-8.</summary>
    /// <param name="over">A file that exists is written over; else that is an <see cref="IOException"/>.</param>
    public static void Write(string file, bool over, ReportFacts facts)
    {
        var text = new Utf8Writer();
        (WriterOf(file) ?? throw new ArgumentException($"expected {Kinds}", nameof(file)))(text, facts);
        var isNew = !File.Exists(file);
        using var to = new FileStream(file, over ? FileMode.Create : FileMode.CreateNew);
        try
        {
            to.Write(text.Written);
            to.Flush();
        }
        catch (Exception) when (isNew)
        {
            // Half a report looks like a whole one.
            File.Delete(file);
            throw;
        }
    }

    static Action<Utf8Writer, ReportFacts>? WriterOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".md" => (to, facts) => MarkdownPage.Write(to, ReportPage.Of(facts)),
        ".html" => (to, facts) => HtmlPage.Write(to, ReportPage.Of(facts)),
        ".json" => StixBundle.Write,
        ".csv" => CsvIndicators.Write,
        ".jsonl" => TimesketchLines.Write,
        _ => null,
    };
}
