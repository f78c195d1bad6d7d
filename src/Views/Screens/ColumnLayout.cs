namespace CSysdig.Views.Screens;

/// <summary>A column that wants a place on the screen.</summary>
/// <param name="Width">Cells it wants; for the flexible column the least it is shown with.</param>
/// <param name="Rank">The highest ranks give way first when the screen is narrow; 0 never does.</param>
/// <param name="Flexible">Takes what is left.</param>
readonly record struct ColumnWish(int Width, int Rank, bool Flexible);

/// <summary>A column's place.</summary>
readonly record struct ColumnPlace(int Column, int Start, int Width);

/// <summary>Puts columns side by side: all of them where there is room, else the wanted ones.</summary>
static class ColumnLayout
{
    public const int Gap = 1;

    public static IReadOnlyList<ColumnPlace> Place(IReadOnlyList<ColumnWish> wishes, int width)
    {
        var shown = Enumerable.Range(0, wishes.Count).ToList();
        while (Needed(shown) > width && shown.Where(i => wishes[i].Rank > 0).OrderBy(i => wishes[i].Rank).ThenBy(i => i).ToList() is { Count: > 0 } spare)
            shown.Remove(spare[^1]);
        var left = Math.Max(0, width - Needed(shown));
        var places = new List<ColumnPlace>(shown.Count);
        var at = Gap;
        foreach (var i in shown)
        {
            var take = Math.Min(wishes[i].Width + (wishes[i].Flexible ? left : 0), width - at);
            if (take <= 0)
                break;
            places.Add(new ColumnPlace(i, at, take));
            at += take + Gap;
        }
        return places;

        int Needed(List<int> columns) => Gap + columns.Sum(i => wishes[i].Width + Gap) - Gap;
    }
}
