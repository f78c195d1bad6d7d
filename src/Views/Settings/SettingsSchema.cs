using System.Text;
using System.Text.Json;
using CSysdig.Views.Keys;

namespace CSysdig.Views.Settings;

/// <summary>The settings as a JSON schema, by which editors complete and check the file.</summary>
public static class SettingsSchema
{
    /// <summary>What the file is called, beside the settings.</summary>
    public const string FileName = "settings.schema.json";

    const string Text = "{\"type\": \"string\"}", KeyOrKeys = "{\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"minItems\": 1}]}";

    /// <summary>The whole schema.</summary>
    public static string Json()
    {
        var tables = SettingsTable.Tables.Select(table => (table.Name, table.Description, Shape: table.Name switch
        {
            "looks" => Object(SettingsTable.Looks.Select(style => (style, "", Text))),
            "keys" => Object(KeyMap.Actions.Select(action => (action.Name, action.Description, KeyOrKeys))),
            "colour" => ListOf(SettingsTable.Colour, "filter", "look"),
            _ => ListOf(SettingsTable.View, "id", "key", "columns"),
        }));
        var schema = Object(SettingsTable.Program.Select(setting => (setting.Name, setting.Description, setting.Shape)).Concat(tables));
        using var parsed = JsonDocument.Parse($"{{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"title\": \"csysdig's settings\", {schema[1..]}");
        var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            parsed.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>A list of what some settings make, some of which must be there.</summary>
    internal static string ListOf<T>(IEnumerable<Setting<T>> members, params string[] required) =>
        $"{{\"type\": \"array\", \"items\": {Object(members.Select(member => (member.Name, member.Description, member.Shape)), required)}}}";

    static string Object(IEnumerable<(string Name, string Description, string Shape)> members, params string[] required) =>
        $"{{\"type\": \"object\", \"additionalProperties\": false, \"required\": [{string.Join(", ", required.Select(Quote))}], "
        + $"\"properties\": {{{string.Join(", ", members.Select(m => $"{Quote(m.Name)}: {{\"description\": {Quote(m.Description)}, {m.Shape[1..]}"))}}}}}";

    static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
