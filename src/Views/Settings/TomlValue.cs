using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using Tomlyn.Syntax;

namespace CSysdig.Views.Settings;

/// <summary>A key of a settings file with its value, and the errors that name its line.</summary>
readonly struct TomlValue(string path, string key, ValueSyntax? value, int line)
{
    public string Key => key;

    public string Text => value is StringValueSyntax { Value: { } text } ? text : throw Wrong("expected a text in quotes");

    /// <summary>A text, or a list of them.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            if (value is not ArraySyntax array)
                return [Text];
            var whole = this;
            return [.. array.Items.Select(item => item.Value is StringValueSyntax { Value: { } text } ? text : throw whole.Wrong("expected texts in quotes"))];
        }
    }

    public bool Flag => value is BooleanValueSyntax flag ? flag.Value : throw Wrong("expected true or false");

    /// <summary>The tables of an array.</summary>
    public IEnumerable<IReadOnlyList<TomlValue>> Tables
    {
        get
        {
            var file = path;
            return value is ArraySyntax array ? array.Items.Select(item => item.Value is InlineTableSyntax table
                    ? (IReadOnlyList<TomlValue>)[.. table.Items.Where(i => i.KeyValue is not null).Select(i => Of(file, i.KeyValue!))] : throw Error(file, item.Span, "expected { ... }"))
                : throw Wrong("expected [ { ... }, ... ]");
        }
    }

    /// <summary>A text that can be read by a check.</summary>
    public string Checked(Action<string> check)
    {
        try
        {
            check(Text);
            return Text;
        }
        catch (Exception e) when (e is FilterException or FieldException)
        {
            throw Wrong(e.Message);
        }
    }

    /// <summary>One of some words.</summary>
    public T OneOf<T>(params (string Word, T Meaning)[] words)
    {
        var text = Text;
        foreach (var (word, meaning) in words)
            if (word == text)
                return meaning;
        throw Wrong($"expected one of {string.Join(", ", words.Select(w => w.Word))}, not {text}");
    }

    /// <summary>For whoever finds out later that something is wrong with it.</summary>
    public string Place => $"{path}:{line}: {key}";

    public SettingsException Wrong(string what) => new($"{path}:{line}: {key}: {what}");

    public SettingsException Unknown(params string[] known) => new($"{path}:{line}: there is no setting {key} here; there are {string.Join(", ", known)}");

    public static TomlValue Of(string path, KeyValueSyntax pair) =>
        new(path, pair.Key?.ToString().Trim() ?? "", pair.Value, pair.Span.Start.Line + 1);

    public static SettingsException Error(string path, SourceSpan at, string what) => new($"{path}:{at.Start.Line + 1}: {what}");
}
