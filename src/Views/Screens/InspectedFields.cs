using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Views.Screens;

/// <summary>A field of an event that has a value.</summary>
/// <param name="Value">As filters compare it; at most so long as <see cref="InspectedFields.MostValue"/>.</param>
/// <param name="Shown">As a person reads it: a buffer whole, an id with what it stands for.</param>
sealed record InspectedField(string Name, byte[] Value, byte[] Shown);

/// <summary>Every field of an event: first what happened, to what and by whom, then its parameters, then the rest by family.</summary>
static class InspectedFields
{
    public const int MostValue = 8192;

    static readonly string[] s_first =
    [
        "evt.datetime", "evt.type", "evt.dir", "evt.res", "evt.latency.human", "fd.name", "proc.cmdline", "proc.pid", "proc.exepath", "proc.cwd",
        "proc.pcmdline", "user.name", "container.name",
    ];

    static readonly string[] s_families = ["fd.", "proc.", "user.", "thread.", "evt.", "container."];

    public static List<InspectedField> Of(Event e)
    {
        var fields = new List<InspectedField>();
        var text = new Utf8Writer(256);
        foreach (var name in s_first)
            Add(fields, name, e, text);
        AddArguments(fields, e, text);
        foreach (var definition in FieldCatalog.All.Where(IsAsked).OrderBy(field => Family(field.Name)))
            Add(fields, definition.Name, e, text);
        return fields;
    }

    static bool IsAsked(FieldDefinition field) =>
        (field.Flags & (FieldFlags.FilterOnly | FieldFlags.ArgRequired | FieldFlags.TableOnly)) == 0 && !s_first.Contains(field.Name);

    static int Family(string field) =>
        Array.FindIndex(s_families, begin => field.StartsWith(begin, StringComparison.Ordinal)) is >= 0 and var family ? family : int.MaxValue;

    static void Add(List<InspectedField> fields, string name, Event e, Utf8Writer text)
    {
        if (ValueOf(name, e, text) is { } value)
            fields.Add(new InspectedField(name, value, value));
    }

    // The event's own parameters, named by its type.
    static void AddArguments(List<InspectedField> fields, Event e, Utf8Writer text)
    {
        var parameters = e.Raw.Info.Params;
        for (var i = 0; i < Math.Min(parameters.Length, e.Raw.ParamCount); i++)
        {
            var name = $"evt.arg.{parameters[i].Name}";
            if (ValueOf(name, e, text) is { } value)
                fields.Add(new InspectedField(name, value, ShownArgument(e, parameters[i].Name, text)));
        }
        if (!e.Raw.ResolvedPath.IsEmpty)
            Add(fields, "evt.arg.path", e, text);
    }

    static byte[]? ValueOf(string name, Event e, Utf8Writer text)
    {
        text.Clear();
        return FieldText.Write(text, FieldCatalog.Bind(name), e) && text.Length > 0 ? Written(text) : null;
    }

    static byte[] ShownArgument(Event e, string name, Utf8Writer text)
    {
        var style = e.Style;
        e.Style = style with { BufferLimit = 0 };
        text.Clear();
        var index = ParamText.IndexOf(e, name);
        ParamText.WriteValue(e, index, text);
        var open = text.Length;
        text.Write(" ("u8);
        ParamText.WriteKnown(e, index, text);
        if (text.Length == open + 2)
            text.Truncate(open);
        else
            text.Write(')');
        e.Style = style;
        return Written(text);
    }

    static byte[] Written(Utf8Writer text) => text.Written[..Math.Min(text.Length, MostValue)].ToArray();
}
