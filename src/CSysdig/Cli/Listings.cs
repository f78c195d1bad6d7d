using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Views;
using CSysdig.Views.Screens;

namespace CSysdig.Cli;

/// <summary>What -l, -L and --list-views print: the fields that filters and formats know, the events with their parameters, the views.</summary>
static class Listings
{
    const int NameWidth = 30, LineWidth = 110;

    /// <param name="verbose">With the type of every field.</param>
    public static string Fields(bool verbose)
    {
        var text = new StringBuilder();
        foreach (var group in FieldCatalog.All.GroupBy(f => f.Name[..f.Name.IndexOf('.')]))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(group.Key).Append('\n');
            foreach (var field in group)
                Append(text, field.Name, verbose ? $"({TypeOf(field.Type)}) {Describe(field)}" : Describe(field));
        }
        return text.ToString();
    }

    public static string FieldsAsMarkdown()
    {
        var text = new StringBuilder("Name | Type | Description\n:----|:-----|:-----------\n");
        foreach (var field in FieldCatalog.All)
            text.Append('`').Append(field.Name).Append("` | ").Append(TypeOf(field.Type)).Append(" | ").Append(Describe(field).Replace("|", "\\|")).Append('\n');
        return text.ToString();
    }

    public static string Events()
    {
        var text = new StringBuilder();
        foreach (var info in EventTable.All)
        {
            if (info.Has(EventFlags.Unused))
                continue;
            text.Append(info.IsEnter ? "> " : "< ").Append(info.Name).Append('(');
            text.AppendJoin(", ", info.Params.Select(p => TypeOf(p.Type) + " " + p.Name)).Append(")\n");
        }
        return text.ToString();
    }

    /// <summary>The views by what -v calls them.</summary>
    public static string Views(bool containers)
    {
        var text = new StringBuilder();
        foreach (var own in OwnScreens.Listed)
            Append(text, own.Id, own.About);
        foreach (var view in ViewCatalog.OnTerminal(containers).OrderBy(v => v.Id, StringComparer.Ordinal))
            Append(text, view.Id, view.Description.Length > 0 ? view.Description : view.Name);
        text.Append("\nWith -j only\n");
        Append(text, "echo", "Bytes read and written.");
        Append(text, "dig", "Events.");
        foreach (var view in ViewCatalog.InJson(containers).Where(v => v.IsOnlyInJson).OrderBy(v => v.Id, StringComparer.Ordinal))
            Append(text, view.Id, view.Description.Length > 0 ? view.Description : view.Name);
        return text.ToString();
    }

    static string TypeOf(ParamType type) => type.ToString().ToUpperInvariant();

    static string Describe(FieldDefinition field)
    {
        var use = (field.Flags & FieldFlags.FilterOnly) != 0 ? " (in filters only)" : (field.Flags & FieldFlags.PrintOnly) != 0 ? " (in formats only)" : "";
        return field.Description + use;
    }

    /// <summary>A name and a description beside it, in as many lines as it takes.</summary>
    static void Append(StringBuilder text, string name, string description)
    {
        text.Append("  ").Append(name.PadRight(NameWidth - 2));
        if (name.Length > NameWidth - 3)
            text.Append('\n').Append(' ', NameWidth);
        var room = LineWidth - NameWidth;
        foreach (var word in description.Split(' '))
        {
            if (room < word.Length)
            {
                text.Length--;
                text.Append('\n').Append(' ', NameWidth);
                room = LineWidth - NameWidth;
            }
            text.Append(word).Append(' ');
            room -= word.Length + 1;
        }
        text.Length--;
        text.Append('\n');
    }
}
