using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>Reads the argument that follows a field's name, as sysdig reads it.</summary>
static class FieldArgument
{
    static readonly HashSet<string> s_parameters = ParameterNames();
    static readonly int s_longest = s_parameters.Max(name => name.Length);

    /// <summary>Reads the argument at a place of a text.</summary>
    /// <returns>Where the text goes on behind it; <paramref name="at"/> itself when there is no argument.</returns>
    public static int Parse(FieldDefinition field, string text, int at, out string? argument)
    {
        argument = null;
        if (field.Argument == ArgumentSyntax.None || at >= text.Length)
            return at;
        return (field.Argument, text[at]) switch
        {
            (ArgumentSyntax.Bracket or ArgumentSyntax.Parameter or ArgumentSyntax.LabelOrBracket, '[') => Bracket(field, text, at, out argument),
            (ArgumentSyntax.Parameter, '.') => Parameter(field, text, at, out argument),
            (ArgumentSyntax.Word, '.') => While(text, at, c => char.IsAsciiLetter(c) || c == '_', out argument),
            (ArgumentSyntax.Label or ArgumentSyntax.LabelOrBracket, '.') => While(text, at, c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '.', out argument),
            (ArgumentSyntax.EventType, '.') => EventType(text, at, out argument),
            (ArgumentSyntax.Path, '.') => Path(text, at, out argument),
            _ => at,
        };
    }

    static int Bracket(FieldDefinition field, string text, int at, out string? argument)
    {
        var end = text.IndexOf(']', at);
        if (end < 0)
            throw new FieldException($"the bracket behind {field.Name} is never closed: {text}");
        argument = text[(at + 1)..end];
        if (argument.Length == 0)
            throw new FieldException($"the brackets behind {field.Name} are empty; write {Define.Example(field.Name, field.Argument)}"
                + ((field.Flags & FieldFlags.ArgRequired) == 0 ? $", or {field.Name} alone" : ""));
        return end + 1;
    }

    static int Parameter(FieldDefinition field, string text, int at, out string? argument)
    {
        var end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        for (var stop = Math.Min(end, at + 1 + s_longest); stop > at + 1; stop--)
        {
            var name = text[(at + 1)..stop];
            if (!s_parameters.Contains(name))
                continue;
            argument = name;
            return stop;
        }
        throw new FieldException($"no event has an argument {text[(at + 1)..end]}, asked for by {field.Name}");
    }

    static int While(string text, int at, Func<char, bool> belongs, out string? argument)
    {
        var end = at + 1;
        while (end < text.Length && belongs(text[end]))
            end++;
        argument = text[(at + 1)..end];
        return end;
    }

    static int EventType(string text, int at, out string? argument)
    {
        var name = text[(at + 1)..];
        argument = null;
        if (uint.TryParse(name, out _))
            argument = name;
        foreach (var info in EventTable.All)
            if (info.Name == name)
                argument = name;
        return argument is null ? at : text.Length;
    }

    static int Path(string text, int at, out string? argument)
    {
        argument = text.AsSpan(at).StartsWith(".src") ? "src" : text.AsSpan(at).StartsWith(".dst") ? "dst" : null;
        return argument is null ? at : at + 4;
    }

    static HashSet<string> ParameterNames()
    {
        var names = new HashSet<string>();
        foreach (var info in EventTable.All)
            foreach (var parameter in info.Params)
                names.Add(parameter.Name);
        return names;
    }
}
