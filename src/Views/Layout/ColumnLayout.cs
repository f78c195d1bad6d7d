namespace CSysdig.Views.Layout;

/// <summary>A column that wants a place on the screen.</summary>
/// <param name="Width">Cells it wants.</param>
/// <param name="Rank">The highest ranks give way first when the screen is narrow; rank 1 only when the flexible column has its least width, 0 never.</param>
/// <param name="Flexible">Takes what is left.</param>
/// <param name="Least">Cells it can do with.</param>
/// <param name="Most">Cells it has before a column of <see cref="ColumnLayout.SpareRank"/> gets any.</param>
readonly record struct ColumnWish(int Width, int Rank, bool Flexible, int Least, int Most);

/// <summary>A column's place.</summary>
readonly record struct ColumnPlace(int Column, int Start, int Width);

/// <summary>Puts columns side by side: all of them where there is room, else the wanted ones.</summary>
static class ColumnLayout
{
    public const int Gap = 1;

    /// <summary>The rank of columns that take no room from the flexible one.</summary>
    public const int SpareRank = 12;

    public static IReadOnlyList<ColumnPlace> Place(IReadOnlyList<ColumnWish> wishes, int width)
    {
        var shown = Enumerable.Range(0, wishes.Count).ToList();
        while (shown.Where(i => wishes[i].Rank > 0).OrderBy(i => wishes[i].Rank).ThenBy(i => i).ToList() is [.., var spare] && Needed(shown, wishes[spare].Rank) > width)
            shown.Remove(spare);
        var left = Math.Max(0, width - Needed(shown, 2));
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

        int Needed(List<int> columns, int rank) => Gap + columns.Sum(i => rank switch { 1 => wishes[i].Least, SpareRank => wishes[i].Most, _ => wishes[i].Width } + Gap) - Gap;
    }
}
