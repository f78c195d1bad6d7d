namespace CSysdig.Model.Text;

/// <summary>Cells of CSV (RFC 4180) that stay texts: what a spreadsheet would take for a formula comes from whoever chose the name.</summary>
public static class CsvText
{
    /// <summary>The signs by which a formula begins, blanks before it or not, and their wide forms, which some spreadsheets take for them.</summary>
    const string FormulaStarts = "=+-@＝＋－＠";

    /// <summary>A text with quotes around it where it needs them: where other languages are spoken, semicolons divide.</summary>
    public static string Cell(string text)
    {
        if (text.AsSpan().TrimStart() is [var first, ..] && FormulaStarts.Contains(first))
            text = "'" + text;
        return text.AsSpan().ContainsAny(",;\"\n\r") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
