using CSysdig.Model.Fields;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Docs;

/// <summary>docs/fields.md: every field of the catalogue.</summary>
static class FieldsPage
{
    static readonly Dictionary<char, string> s_tools = new() { ['a'] = "0.29.3", ['b'] = "0.36", ['c'] = "libs 0.25.4" };

    public static string Text()
    {
        var known = File.ReadLines(Path.Combine(Repository.Root, "tests", "Golden", "fields.tsv"))
            .Where(l => !l.StartsWith('#')).Select(l => l.Split('\t')).ToDictionary(c => c[0], c => c[3]);
        var page = new Markdown("Fields");
        page.Paragraph($"The {FieldCatalog.All.Count} fields that filters and formats know, as `sysdig -lv` lists them. "
            + "A name in a filter stands alone (`proc.name=sshd`), in a format behind a percent sign (`-p '%proc.name'`). "
            + "Where a field says nothing about an event, a line has `<NA>`, or is left out when its format has no star in front.");
        page.Paragraph("The last column names the older tools that know the field, of sysdig 0.29.3, sysdig 0.36 and libs 0.25.4; where it is empty all three do. "
            + "Here every field works on captures of every age, as far as the capture has what it tells.");
        foreach (var group in FieldCatalog.All.GroupBy(f => f.Name[..f.Name.IndexOf('.')]))
            page.Chapter(group.Key).Table(["field", "type", "what it is", "known to"], group.Select(f => new[]
            {
                Markdown.Code(f.Name + Argument(f)),
                f.Type.ToString().ToUpperInvariant(),
                Markdown.Plain(f.Description) + Use(f.Flags),
                known.TryGetValue(f.Name, out var tools) ? Tools(tools) : "none",
            }));
        return page.ToString();
    }

    static string Argument(FieldDefinition field)
    {
        var syntax = field.Argument switch
        {
            ArgumentSyntax.None => "",
            ArgumentSyntax.Bracket => "[ARG]",
            ArgumentSyntax.Parameter => ".NAME|[N]",
            ArgumentSyntax.Word => ".WORD",
            ArgumentSyntax.Label => ".LABEL",
            ArgumentSyntax.LabelOrBracket => ".LABEL|[N]",
            ArgumentSyntax.EventType => ".TYPE",
            ArgumentSyntax.Path => ".src|.dst",
            var other => throw new NotSupportedException($"{field.Name}: say here how an argument of kind {other} is written"),
        };
        return syntax.Length == 0 || (field.Flags & FieldFlags.ArgRequired) != 0 ? syntax : $"({syntax})";
    }

    static string Tools(string letters) => letters.Length == s_tools.Count ? "" : string.Join(", ", letters.Select(l => s_tools[l]));

    static string Use(FieldFlags flags) =>
        ((flags & FieldFlags.FilterOnly) != 0 ? " In filters only." : (flags & FieldFlags.PrintOnly) != 0 ? " In formats only." : "")
        + ((flags & FieldFlags.IsList) != 0 ? " Has several values at once." : "");
}
