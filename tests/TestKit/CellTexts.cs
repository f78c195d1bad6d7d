using CSysdig.Model.Queries;
using CSysdig.Model.Text;

namespace CSysdig.Tests.TestKit;

/// <summary>Cells of an answer as texts, to be compared.</summary>
static class CellTexts
{
    public static string CellText(this TableResult table, int row, int column)
    {
        var text = new Utf8Writer(64);
        table.WriteCell(row, column, text);
        return text.ToString();
    }
}
