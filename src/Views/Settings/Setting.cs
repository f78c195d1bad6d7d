namespace CSysdig.Views.Settings;

/// <summary>A setting in one literal: how the file that is handed out explains it, what an editor is told of its values, and how it is read.</summary>
/// <param name="Example">A value as TOML; of a setting of the program itself the one that holds without it.</param>
/// <param name="Shape">What its values are, as JSON Schema says it.</param>
/// <param name="Take">What it is part of, with its value.</param>
sealed record Setting<T>(string Name, string Example, string Description, string Shape, Func<T, TomlValue, T> Take)
{
    public static Setting<T> Flag(string name, string example, string description, Func<T, bool, T> take) =>
        new(name, example, description, "{\"type\": \"boolean\"}", (whole, value) => take(whole, value.Flag));

    public static Setting<T> Text(string name, string example, string description, Func<T, TomlValue, T> take) =>
        new(name, example, description, "{\"type\": \"string\"}", take);

    /// <summary>One of some words.</summary>
    public static Setting<T> Word<TMeaning>(string name, string example, string description, (string Word, TMeaning Meaning)[] words, Func<T, TMeaning, T> take) =>
        new(name, example, description, $"{{\"enum\": [{string.Join(", ", words.Select(w => $"\"{w.Word}\""))}]}}", (whole, value) => take(whole, value.OneOf(words)));
}
