using CSysdig.Model.Views;

namespace CSysdig.Views.Screens;

/// <summary>
/// A view sorted by what comes in shows a download above a flood. Floods and leaks go out: where csysdig sorts bytes by their
/// way in and counts both ways, the screen begins with the way out.
/// </summary>
static class OutgoingFirst
{
    const string In = ".in", Out = ".out";

    public static ViewDefinition Sort(ViewDefinition view)
    {
        var incoming = view.Columns.FirstOrDefault(column => column.IsSorting && column.Field.EndsWith(In, StringComparison.Ordinal));
        var outgoing = view.Columns.FirstOrDefault(column => column.Field == incoming?.Field[..^In.Length] + Out);
        return incoming is null || outgoing is null ? view : view with
        {
            Columns = [.. view.Columns.Select(column => column == incoming ? column with { IsSorting = false }
                : column == outgoing ? column with { IsSorting = true } : column)],
        };
    }
}
