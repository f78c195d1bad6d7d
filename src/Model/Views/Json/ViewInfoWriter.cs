using CSysdig.Model.Queries;
using CSysdig.Model.Text;

namespace CSysdig.Model.Views.Json;

/// <summary>Writes what csysdig's JSON says of a view beside its rows: columns, key, and the filter a drill-down would set.</summary>
static class ViewInfoWriter
{
    /// <summary>Stands in a filter template for the key of the row that is opened; sysdig-inspect puts the key there.</summary>
    const string KeyPlaceholder = "@#$f1CA^&;";

    /// <param name="stretch">The time of which the rows' rates are; null where they have none, and where sysdig's own words are wanted.</param>
    public static void Write(Utf8Writer to, ViewDefinition view, IReadOnlyList<ResultColumn> columns, Selection selection, bool containers, TimeRange? stretch = null)
    {
        to.Write('{');
        JsonMember.Write(to, "appliesTo", view.AppliesTo);
        to.Write(view.RowKey is null ? "\"canDrillDown\":false,"u8 : "\"canDrillDown\":true,"u8);
        if (view.RowKey is { } key)
            JsonMember.Write(to, "drillDownKeyField", key.Field);
        if (view.Kind == ViewKind.Table)
            WriteTemplates(to, view, selection, containers);
        WriteLegend(to, view, columns);
        to.Write(",\"sortingCol\":"u8);
        to.Write((long)view.SortColumn + 1);
        if (stretch is { } time)
        {
            to.Write(",\"from\":"u8);
            to.Write(time.From);
            to.Write(",\"until\":"u8);
            to.Write(time.Until);
        }
        to.Write('}');
    }

    static void WriteTemplates(Utf8Writer to, ViewDefinition view, Selection selection, bool containers)
    {
        var target = TargetOf(view, containers);
        var below = target is null ? selection : selection.DrillDown(view, KeyPlaceholder, isText: true);
        JsonMember.Write(to, "filterTemplate", below.Filter);
        JsonMember.Write(to, "filterTemplateF", below.FilterFor(target ?? view));
    }

    /// <summary>The view that Enter opens: the one the view names, else the first that applies to its key.</summary>
    static ViewDefinition? TargetOf(ViewDefinition view, bool containers)
    {
        var shown = ViewCatalog.InJson(containers);
        return shown.FirstOrDefault(v => v.Id == view.DrillDownTarget)
            ?? shown.FirstOrDefault(v => v.AppliesTo.Contains(view.RowKey!.FilterField ?? view.RowKey.Field));
    }

    static void WriteLegend(Utf8Writer to, ViewDefinition view, IReadOnlyList<ResultColumn> columns)
    {
        to.Write("\"legend\":["u8);
        var shown = view.Shown;
        for (var i = 0; i < shown.Count; i++)
        {
            if (i > 0)
                to.Write(',');
            to.Write('{');
            JsonMember.Write(to, "format", TypeNames.Of(columns[i].Format));
            JsonMember.Write(to, "name", shown[i].Name);
            to.Write("\"size\":"u8);
            to.Write((long)shown[i].Width);
            to.Write(",\"type\":"u8);
            JsonMember.Text(to, TypeNames.Of(columns[i].Type));
            to.Write('}');
        }
        to.Write(']');
    }
}
