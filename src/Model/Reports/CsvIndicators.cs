using System.Globalization;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>The indicators as CSV, with line feeds.</summary>
static class CsvIndicators
{
    public static void Write(Utf8Writer to, ReportFacts facts)
    {
        to.Write("type,value,made,first_seen,last_seen,events,attack,findings,sha256,file_type,name_says\n"u8);
        foreach (var i in facts.Indicators)
        {
            string[] cells =
            [
                i.KindName, i.Value, i.IsMade ? "yes" : "no", UtcText.Of(i.First), UtcText.Of(i.Last), i.Count.ToString(CultureInfo.InvariantCulture),
                string.Join(' ', i.Techniques), i.Words,
                string.Join(' ', i.Files.Where(f => f.Row.IsComplete).Select(f => f.Row.Hash)), string.Join("; ", i.Files.Select(f => f.Row.Type?.Text).OfType<string>().Distinct()),
                i.Files.Select(f => f.Row.Belied).FirstOrDefault(says => says is not null) ?? "",
            ];
            to.Write(string.Join(',', cells.Select(CsvText.Cell)) + "\n");
        }
    }
}
