using CSysdig.Model.Text;

namespace CSysdig.Model.Views.Json;

/// <summary>All views as JSON, for <c>--list-views</c>.</summary>
public static class ViewListJson
{
    public static string Text(bool containers)
    {
        var to = new Utf8Writer(1 << 14);
        foreach (var view in ViewCatalog.InJson(containers))
        {
            to.Write(to.Length == 0 ? "[{"u8 : ",{"u8);
            JsonMember.Write(to, "appliesTo", view.AppliesTo);
            JsonMember.Name(to, "canDrillDown");
            to.Write(view.Kind == ViewKind.Table ? "true,"u8 : "false,"u8);
            JsonMember.Write(to, "description", view.Description);
            JsonMember.Write(to, "drilldownTarget", view.DrillDownTarget ?? "");
            JsonMember.Write(to, "filter", view.Filter);
            JsonMember.Write(to, "id", view.Id);
            JsonMember.Name(to, "isRoot");
            to.Write(view.IsRoot ? "true,"u8 : "false,"u8);
            JsonMember.Write(to, "tags", view.Tags);
            JsonMember.Write(to, "tips", view.Tips);
            JsonMember.Write(to, "name", view.Name);
            to.Truncate(to.Length - 1);
            to.Write('}');
        }
        to.Write(']');
        return to.ToString();
    }
}
