using CSysdig.Views.Drawing;

namespace CSysdig.Views.Keys;

/// <summary>The last line: the keys that work here, as many as fit, the least wanted left out first.</summary>
public static class KeyLine
{
    /// <summary>The rows that fit into a width, in the table's order.</summary>
    public static IReadOnlyList<KeyRow> Fit(KeyMap keys, Places place, Func<Act, bool> works, int width)
    {
        var shown = keys.In(place).Where(row => row.Label.Length > 0 && works(row.Act)).ToList();
        while (shown.Count > 0 && shown.Sum(Columns) > width)
            shown.Remove(shown.OrderBy(row => row.Rank).Last());
        return shown;
    }

    public static void Compose(Line line, IReadOnlyList<KeyRow> rows)
    {
        foreach (var row in rows)
        {
            line.Write(KeyNames.Display(row.Keys[0]), Style.Key);
            line.Write(row.Label, Style.KeyLabel);
            line.Write(" ");
        }
    }

    /// <summary>The row under a column of the line, for the mouse.</summary>
    public static KeyRow? At(IReadOnlyList<KeyRow> rows, int column)
    {
        foreach (var row in rows)
        {
            if (column < Columns(row))
                return row;
            column -= Columns(row);
        }
        return null;
    }

    static int Columns(KeyRow row) => KeyNames.Display(row.Keys[0]).Length + row.Label.Length + 1;
}
