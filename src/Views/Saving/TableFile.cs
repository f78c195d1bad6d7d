using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CSysdig.Model.Text;

namespace CSysdig.Views.Saving;

/// <summary>Writes a table as CSV, JSON, Markdown or text.</summary>
static class TableFile
{
    public static void WriteCsv(Stream to, ITabular table)
    {
        using var file = new StreamWriter(to, leaveOpen: true);
        file.Write(string.Join(',', table.Titles.Select(CsvText.Cell)) + "\n");
        for (var row = 0; row < table.Count; row++)
            file.Write(string.Join(',', Cells(table, row).Select(cell => cell.IsNumber ? cell.Text : CsvText.Cell(cell.Text))) + "\n");
    }

    public static void WriteJson(Stream to, ITabular table)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        for (var row = 0; row < table.Count; row++)
        {
            json.WriteStartObject();
            foreach (var (title, cell) in table.Titles.Zip(Cells(table, row)))
                if (cell.IsNumber)
                    json.WriteNumber(title, cell.Number);
                else
                    json.WriteString(title, cell.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <param name="head">The line above the table.</param>
    public static void WriteMarkdown(Stream to, ITabular table, string head)
    {
        using var file = new StreamWriter(to, leaveOpen: true);
        file.Write(QuoteMarkdown(head) + "\n\n");
        file.Write($"| {string.Join(" | ", table.Titles.Select(QuoteMarkdown))} |\n|{string.Concat(table.Titles.Select(_ => "---|"))}\n");
        for (var row = 0; row < table.Count; row++)
            file.Write($"| {string.Join(" | ", Cells(table, row).Select(cell => QuoteMarkdown(cell.Text)))} |\n");
    }

    static IEnumerable<(bool IsNumber, double Number, string Text)> Cells(ITabular table, int row)
    {
        var text = new Utf8Writer();
        for (var column = 0; column < table.Titles.Count; column++)
        {
            if (table.NumberAt(row, column) is { } number && double.IsFinite(number))
            {
                yield return (true, number, number.ToString("0.######", CultureInfo.InvariantCulture));
                continue;
            }
            text.Clear();
            table.WriteTextAt(row, column, text);
            yield return (false, 0, SafeText.ToString(text.Written));
        }
    }

    static string QuoteMarkdown(string text)
    {
        var quoted = new StringBuilder();
        foreach (var c in text)
            quoted.Append(c is '|' or '\\' or '`' or '*' or '_' or '<' or '[' ? $"\\{c}" : c.ToString());
        return quoted.ToString();
    }
}
