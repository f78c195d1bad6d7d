using CSysdig.Views.Catalog;

namespace CSysdig.Views.Screens;

/// <summary>
/// A view sorted by what comes in shows a download above a flood. Where a view counts bytes both ways, the screen adds their
/// sum and sorts by it, so that the busiest row is on top whichever way its bytes went.
/// </summary>
static class BothWays
{
    const string In = ".in", Out = ".out";

    public static ViewDefinition Add(ViewDefinition view)
    {
        var sorted = view.Columns.FirstOrDefault(column => column.IsSorting);
        if (sorted is null || !sorted.Field.EndsWith(In, StringComparison.Ordinal))
            return view;
        var both = sorted.Field[..^In.Length];
        var columns = view.Columns.ToList();
        var other = columns.FindIndex(column => column.Field == both + Out);
        if (other < 0)
            return view;
        columns[columns.IndexOf(sorted)] = sorted with { IsSorting = false };
        columns.Insert(other + 1, sorted with
        {
            Name = sorted.Name.Replace(" IN", "", StringComparison.Ordinal),
            Field = both,
            Description = "Bytes in both directions.",
        });
        return view with { Columns = columns };
    }
}
