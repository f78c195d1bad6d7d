using CSysdig.Model.Text;

namespace CSysdig.Views.Saving;

/// <summary>A screen whose rows can be written as a table.</summary>
interface ITabular
{
    IReadOnlyList<string> Titles { get; }
    int Count { get; }

    /// <summary>A cell that is a number, without unit; null when it is a text.</summary>
    double? NumberAt(int row, int column);

    /// <summary>Writes a cell as it was captured, nothing escaped.</summary>
    void WriteTextAt(int row, int column, Utf8Writer to);
}
