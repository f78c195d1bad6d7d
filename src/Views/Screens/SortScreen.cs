using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;

namespace CSysdig.Views.Screens;

/// <summary>Chooses the column to sort by; the one it is sorted by turns the order around.</summary>
sealed class SortScreen : PickerScreen
{
    readonly ColumnsScreen _table;

    public SortScreen(IScreenHost host, ColumnsScreen table) : base(host)
    {
        _table = table;
        Position.Fit(Count, Count);
        Position.Select(table.SortColumn);
    }

    public override string Title => "Sort";
    public override int Count => _table.View.Shown.Count;
    protected override string Heading => "Sort by";

    protected override (string Name, string Mark) Entry(int index) =>
        (_table.View.Shown[index].Name, index == _table.SortColumn ? _table.Ascending ? "▲" : "▼" : "");

    protected override void Describe(int index)
    {
        var column = _table.View.Shown[index];
        Say(column.Name, Style.Heading);
        if (column.Description.Length > 0)
            Say(column.Description);
        Say($"field {column.Field}", Style.Dim);
        if (index != _table.SortColumn)
            return;
        Say("");
        Say($"Sorted by it now: {Keys.Of(Act.Open)} turns the order around.", Style.Dim);
    }

    protected override void Choose(int index)
    {
        Host.Back();
        _table.SortBy(index, index == _table.SortColumn ? !_table.Ascending : null);
    }
}
