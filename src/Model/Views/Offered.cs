using CSysdig.Model.Fields;

namespace CSysdig.Model.Views;

/// <summary>The views that can be shown: those whose fields exist.</summary>
public static class Offered
{
    static readonly Dictionary<string, bool> Known = [];

    public static bool Can(ViewDefinition view)
    {
        lock (Known)
            return Known.TryGetValue(view.Id, out var can) ? can : Known[view.Id] = view.Columns.All(Exists);
    }

    /// <summary>The views for a selection, by name.</summary>
    public static IReadOnlyList<ViewDefinition> For(Selection selection, bool containers)
    {
        var key = selection.Steps.Count == 0 ? "" : selection.Steps[^1].View.RowKey?.Field ?? "";
        return [.. ViewCatalog.OnScreen(containers).Where(view => view.AppliesTo.Contains(key) && Can(view))];
    }

    static bool Exists(ViewColumn column)
    {
        try
        {
            FieldCatalog.Bind(column.Field.Replace("%depth", "0", StringComparison.Ordinal));
            return true;
        }
        catch (FieldException)
        {
            return false;
        }
    }
}
