using System.Text.Json;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Keys;
using CSysdig.Views.Settings;
using Tomlyn;
using Tomlyn.Model;

namespace CSysdig.Tests.Views.Settings;

/// <summary>What editors are told of the settings is what the reader takes.</summary>
public sealed partial class SettingsSchemaTests
{
    static readonly JsonSchema s_schema = JsonSchema.Parse(SettingsSchema.Json());

    [Fact]
    public void The_file_that_is_handed_out_names_the_schema_and_is_right_with_every_setting_in_it()
    {
        Assert.StartsWith("#:schema ./settings.schema.json\n", SettingsFile.Default());
        var text = Commented().Replace(SettingsFile.Default(), "$1");
        Assert.Equal(SettingsTable.Program.Select(setting => setting.Name).Concat(SettingsTable.Tables.Select(table => table.Name)).Order(), Toml(text).Keys.Order());
        Assert.Empty(Judge(text));
    }

    [Theory]
    [InlineData("theme = \"pink\"")]
    [InlineData("containers = \"yes\"")]
    [InlineData("memory = 2")]
    [InlineData("colour = 1")]
    [InlineData("[looks]\nalarms = \"red\"")]
    [InlineData("[keys]\nview = \"w\"")]
    [InlineData("[keys]\nviews = []")]
    [InlineData("[keys]\nviews = 2")]
    [InlineData("[[view]]\nid = \"x\"")]
    [InlineData("[[view]]\nid = \"x\"\nkey = \"fd.name\"\ncolumns = [ { title = \"a\" } ]")]
    [InlineData("[[view]]\nid = \"x\"\nkey = \"fd.name\"\ncolumns = [ { field = \"fd.name\", joined = \"all\" } ]")]
    public void What_the_reader_refuses_the_schema_refuses_too(string text)
    {
        Assert.Throws<SettingsException>(() => SettingsFile.Parse(text, "settings.toml"));
        Assert.NotEmpty(Judge(text));
    }

    [Fact]
    public void Every_word_of_the_schema_is_one_that_the_reader_takes()
    {
        using var schema = JsonDocument.Parse(SettingsSchema.Json());
        var settings = schema.RootElement.GetProperty("properties");
        foreach (var setting in settings.EnumerateObject().Where(setting => setting.Value.TryGetProperty("enum", out _)))
            foreach (var word in setting.Value.GetProperty("enum").EnumerateArray())
                SettingsFile.Parse($"{setting.Name} = \"{word.GetString()}\"", "settings.toml");
        foreach (var style in settings.GetProperty("looks").GetProperty("properties").EnumerateObject())
            SettingsFile.Parse($"[looks]\n{style.Name} = \"red\"", "settings.toml");
        foreach (var action in settings.GetProperty("keys").GetProperty("properties").EnumerateObject())
            Assert.Contains(SettingsFile.Parse($"[keys]\n{action.Name} = [\"ü\", \"Ctrl+D\"]", "settings.toml").Keys.Rows, row => row.Keys[0] == "ü" && row.Act == Meant(action.Name));
    }

    static Act Meant(string action) => KeyTable.Rows.First(row => row.Name == action).Act;

    static IReadOnlyList<string> Judge(string text) => s_schema.Judge(JsonSerializer.Serialize(Plain(Toml(text))));

    static TomlTable Toml(string text) => TomlSerializer.Deserialize<TomlTable>(text)!;

    static object? Plain(object? value) => value switch
    {
        TomlTable table => table.ToDictionary(pair => pair.Key, pair => Plain(pair.Value)),
        TomlTableArray tables => tables.Select(Plain).ToList(),
        TomlArray array => array.Select(Plain).ToList(),
        _ => value,
    };

    [GeneratedRegex(@"^# ((?:[a-z-]+ = |\[|\]|  \{ ).*)$", RegexOptions.Multiline)]
    private static partial Regex Commented();
}
