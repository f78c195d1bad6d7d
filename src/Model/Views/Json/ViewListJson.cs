using CSysdig.Model.Formats;
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
            WriteTexts(to, "appliesTo", view.AppliesTo);
            WriteName(to, "canDrillDown");
            to.Write(view.Kind == ViewKind.Table ? "true,"u8 : "false,"u8);
            WriteText(to, "description", view.Description);
            WriteText(to, "drilldownTarget", view.DrillDownTarget ?? "");
            WriteText(to, "filter", view.Filter);
            WriteText(to, "id", view.Id);
            WriteName(to, "isRoot");
            to.Write(view.IsRoot ? "true,"u8 : "false,"u8);
            WriteTexts(to, "tags", view.Tags);
            WriteTexts(to, "tips", view.Tips);
            WriteText(to, "name", view.Name);
            to.Truncate(to.Length - 1);
            to.Write('}');
        }
        to.Write(']');
        return to.ToString();
    }

    static void WriteTexts(Utf8Writer to, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
            return;
        WriteName(to, name);
        to.Write('[');
        for (var i = 0; i < texts.Count; i++)
        {
            if (i > 0)
                to.Write(',');
            Quote(to, texts[i]);
        }
        to.Write("],"u8);
    }

    static void WriteText(Utf8Writer to, string name, string text)
    {
        WriteName(to, name);
        Quote(to, text);
        to.Write(',');
    }

    static void WriteName(Utf8Writer to, string name)
    {
        Quote(to, name);
        to.Write(':');
    }

    static void Quote(Utf8Writer to, string text)
    {
        var start = to.Length;
        to.Write(text);
        JsonText.QuoteFrom(to, start);
    }
}
