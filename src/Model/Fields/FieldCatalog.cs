using System.Collections.Frozen;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>Every field by name.</summary>
public static class FieldCatalog
{
    static readonly FieldDefinition[] s_all = Sorted();
    static readonly FrozenDictionary<string, FieldDefinition> s_byName = s_all.ToFrozenDictionary(d => d.Name);
    static readonly FrozenDictionary<string, FieldDefinition>.AlternateLookup<ReadOnlySpan<char>> s_bySpan =
        s_byName.GetAlternateLookup<ReadOnlySpan<char>>();
    static readonly int s_longest = s_all.Max(d => d.Name.Length);

    /// <summary>All fields, sorted by name.</summary>
    public static IReadOnlyList<FieldDefinition> All => s_all;

    /// <summary>The field of this very name, without an argument, or null.</summary>
    public static FieldDefinition? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>Finds and binds a field as users write it: <c>proc.name</c>, <c>proc.aname[2]</c>, <c>evt.arg.res</c>.</summary>
    /// <param name="asPrinted">With the value that the tool of the capture's age prints, where that is another.</param>
    /// <exception cref="FieldException">There is no such field (the message names the nearest), or its argument is wrong.</exception>
    public static Field Bind(string text, bool asPrinted = false)
    {
        var definition = Longest(text);
        if (definition is null)
            throw Unknown(text);
        var end = FieldArgument.Parse(definition, text, definition.Name.Length, out var argument);
        if (end != text.Length)
            throw Unknown(text);
        return (asPrinted && argument is null ? AgedField.Bind(definition, null, null) : null) ?? definition.Bind(definition, argument);
    }

    /// <summary>
    /// Finds and binds the field that a text begins with, as a format string has it: the longest name, and its argument.
    /// What follows is the caller's. As sysdig does, <c>evt.type.is</c> without a type it knows takes no text and has no value.
    /// </summary>
    /// <param name="length">How much of the text the field and its argument take.</param>
    /// <exception cref="FieldException">The text begins with no field (the message names the nearest), or its argument is wrong.</exception>
    public static Field BindStart(ReadOnlySpan<char> text, out int length)
    {
        var definition = Longest(text);
        if (definition is null)
            throw Unknown(text[..NameLength(text)].ToString());
        var rest = text.ToString();
        length = FieldArgument.Parse(definition, rest, definition.Name.Length, out var argument);
        if (argument is null && definition.Argument == ArgumentSyntax.EventType)
        {
            length = 0;
            return new AbsentField(definition);
        }
        return AgedField.Bind(definition, argument, argument is null && length == rest.Length ? null : rest[definition.Name.Length..length]) ?? definition.Bind(definition, argument);
    }

    static FieldDefinition? Longest(ReadOnlySpan<char> text)
    {
        for (var length = Math.Min(text.Length, s_longest); length > 2; length--)
            if (s_bySpan.TryGetValue(text[..length], out var definition))
                return definition;
        return null;
    }

    /// <summary>How far a text looks like a field's name, for a message.</summary>
    static int NameLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '.' or '_' or '-'))
            length++;
        return length;
    }

    static FieldException Unknown(string text) => new(NearestWord.Of(text.Split('[')[0], s_all.Select(d => d.Name)) is { } near
        ? $"there is no field {text}; did you mean {near}?"
        : $"there is no field {text}; -l lists them all");

    static FieldDefinition[] Sorted()
    {
        FieldDefinition[] all =
        [
            .. EventFields.All, .. EventTimeFields.All, .. EventIoFields.All, .. EventCountFields.All,
            .. ProcessFields.All, .. AncestorFields.All, .. ThreadFields.All, .. UserFields.All,
            .. FdFields.All, .. FdSocketFields.All, .. FdListFields.All, .. FsPathFields.All, .. SyslogFields.All,
            .. EventArgFields.All, .. DockerEventFields.All, .. ContainerFields.All, .. KubernetesFields.All, .. AbsentFields.All,
        ];
        Array.Sort(all, (x, y) => string.CompareOrdinal(x.Name, y.Name));
        return all;
    }
}
