using System.Globalization;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>The indicators as CSV (RFC 4180, with line feeds). A value that a spreadsheet would take for a formula has an apostrophe before it.</summary>
static class CsvIndicators
{
    public static void Write(Utf8Writer to, ReportFacts facts)
    {
        to.Write("type,value,made,first_seen,last_seen,events,attack,findings\n"u8);
        foreach (var i in facts.Indicators)
        {
            string[] cells =
            [
                i.KindName, i.Value, i.IsMade ? "yes" : "no", UtcText.Of(i.First), UtcText.Of(i.Last), i.Count.ToString(CultureInfo.InvariantCulture),
                string.Join(' ', i.Techniques), i.Words,
            ];
            to.Write(string.Join(',', cells.Select(Cell)) + "\n");
        }
    }

    static string Cell(string text)
    {
        if (text.TrimStart() is ['=' or '+' or '-' or '@', ..])
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"; '") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
