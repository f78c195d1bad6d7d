using System.Text.Json;
using System.Text.RegularExpressions;

namespace CSysdig.Tests.TestKit;

/// <summary>What of a JSON document is not as a schema says, by the words of JSON Schema that the schemas here use; any other word is an error.</summary>
sealed class JsonSchema(JsonElement root)
{
    static readonly string[] s_said = ["$schema", "$defs", "title", "description", "default", "examples"];

    public static JsonSchema Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new JsonSchema(document.RootElement.Clone());
    }

    /// <summary>A line for each place that is wrong; none for a document that is right.</summary>
    public IReadOnlyList<string> Judge(JsonElement document)
    {
        var wrong = new List<string>();
        Judge(document, root, "", wrong);
        return wrong;
    }

    /// <summary>A line for each place of a text that is wrong.</summary>
    public IReadOnlyList<string> Judge(string text)
    {
        using var document = JsonDocument.Parse(text);
        return Judge(document.RootElement);
    }

    void Judge(JsonElement value, JsonElement schema, string at, List<string> wrong)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            Demand(schema.ValueKind == JsonValueKind.True, "is not known");
            return;
        }
        foreach (var word in schema.EnumerateObject().Where(word => !s_said.Contains(word.Name)))
            switch (word.Name)
            {
                case "$ref":
                    Judge(value, word.Value.GetString()!.Split('/').Skip(1).Aggregate(root, (of, name) => of.GetProperty(name)), at, wrong);
                    break;
                case "type":
                    Demand(TypeOf(value) == word.Value.GetString() || TypeOf(value) == "integer" && word.Value.GetString() == "number", $"is no {word.Value}");
                    break;
                case "enum":
                    Demand(word.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)), $"is none of {word.Value}");
                    break;
                case "pattern":
                    Demand(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, word.Value.GetString()!), $"is not like {word.Value}");
                    break;
                case "minLength":
                    Demand(value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= word.Value.GetInt32(), "is too short");
                    break;
                case "maxLength":
                    Demand(value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= word.Value.GetInt32(), "is too long");
                    break;
                case "minItems":
                    Demand(value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= word.Value.GetInt32(), "has too few");
                    break;
                case "required":
                    foreach (var name in value.ValueKind == JsonValueKind.Object ? word.Value.EnumerateArray() : default)
                        Demand(value.TryGetProperty(name.GetString()!, out _), $"has no {name}");
                    break;
                case "properties":
                    foreach (var member in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
                        if (word.Value.TryGetProperty(member.Name, out var known))
                            Judge(member.Value, known, $"{at}/{member.Name}", wrong);
                    break;
                case "additionalProperties":
                    foreach (var member in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
                        if (!schema.GetProperty("properties").TryGetProperty(member.Name, out _))
                            Judge(member.Value, word.Value, $"{at}/{member.Name}", wrong);
                    break;
                case "items":
                    if (value.ValueKind == JsonValueKind.Array)
                        foreach (var (item, i) in value.EnumerateArray().Select((item, i) => (item, i)))
                            Judge(item, word.Value, $"{at}/{i}", wrong);
                    break;
                case "anyOf":
                    Demand(word.Value.EnumerateArray().Any(one => Fits(value, one)), "fits nothing of what it may be");
                    break;
                default:
                    throw new NotSupportedException($"schemas here have no {word.Name}");
            }

        void Demand(bool holds, string otherwise)
        {
            if (!holds)
                wrong.Add($"{at} {otherwise}");
        }
    }

    bool Fits(JsonElement value, JsonElement schema)
    {
        var wrong = new List<string>();
        Judge(value, schema, "", wrong);
        return wrong.Count == 0;
    }

    static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
