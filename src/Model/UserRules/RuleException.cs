using CSysdig.Model.UserRules.Files;

namespace CSysdig.Model.UserRules;

/// <summary>What a rule does not mean: fields, how each is compared, and values that let an event pass by.</summary>
sealed class RuleException(string name, IReadOnlyList<string> fields, IReadOnlyList<string> comparisons, bool isSingle)
{
    static readonly string[] s_ofLists = ["in", "intersects", "pmatch"];

    readonly List<WrittenText> _values = [];

    public string Name { get; } = name;

    /// <summary>Adds the values of an item.</summary>
    /// <exception cref="RuleFileException">They don't fit the fields.</exception>
    public void Add(RuleFile file, YamlValue values)
    {
        if (values.IsNull)
            return;
        if (values.Kind != YamlKind.Sequence)
            throw new RuleFileException(file.PlaceOf(values), $"the values of exception {Name} must be a list");
        foreach (var value in values.Items)
            _values.Add(WrittenText.Made(isSingle ? Quoted(Scalar(file, value)) : Checks(file, value), file, value));
    }

    public RuleException Copy()
    {
        var copy = new RuleException(Name, fields, comparisons, isSingle);
        copy._values.AddRange(_values);
        return copy;
    }

    /// <summary>A condition without the events that it lets pass by.</summary>
    public WrittenText TakeFrom(WrittenText condition)
    {
        if (_values.Count == 0)
            return condition;
        var between = isSingle ? $" and not ({fields[0]} {comparisons[0]} (" : " and not ((";
        foreach (var text in _values)
        {
            condition = condition.With(between, text);
            between = isSingle ? ", " : ") or (";
        }
        return condition.With("))");
    }

    string Checks(RuleFile file, YamlValue tuple)
    {
        if (tuple.Kind != YamlKind.Sequence || tuple.Items.Count != fields.Count)
            throw new RuleFileException(file.PlaceOf(tuple), $"exception {Name} compares {fields.Count} fields ({string.Join(", ", fields)}): each of its values must be a list of as many");
        var checks = new List<string>();
        for (var i = 0; i < fields.Count; i++)
        {
            var value = tuple.Items[i];
            var text = value.Kind == YamlKind.Sequence ? $"({string.Join(", ", value.Items.Select(v => Quoted(Scalar(file, v))))})"
                : s_ofLists.Contains(comparisons[i]) ? Bracketed(Scalar(file, value)) : Quoted(Scalar(file, value));
            checks.Add($"{fields[i]} {comparisons[i]} {text}");
        }
        return string.Join(" and ", checks);
    }

    static string Scalar(RuleFile file, YamlValue value) => value.Kind == YamlKind.Scalar ? value.Text
        : throw new RuleFileException(file.PlaceOf(value), "a value of an exception must be a text or a number");

    /// <summary>What has blanks in it and no quotes gets some.</summary>
    static string Quoted(string text) => text is not ['"' or '\'', ..] && text.AsSpan().IndexOfAny(" \t\r\n()") >= 0 ? $"\"{text}\"" : text;

    static string Bracketed(string text) => text.StartsWith('(') ? text : $"({Quoted(text)})";
}
