using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Keys;
using Tomlyn.Syntax;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Views.Settings;

/// <summary>Turns the tables of a settings file into settings; whatever it does not know is an error that says what there is.</summary>
static class SettingsReader
{
    public static UserSettings Read(IEnumerable<TomlValue> values, UserSettings settings) => Take(SettingsTable.Program, values, settings);

    public static UserSettings ReadTable(string path, TableSyntaxBase table, UserSettings settings)
    {
        var name = table.Name?.ToString().Trim();
        var values = table.Items.Select(pair => TomlValue.Of(path, pair)).ToList();
        return name switch
        {
            "looks" => settings with { Looks = With(settings.Looks, values.Select(value => (StyleOf(value), Look.TryParse(value.Text, out var look) ? look : throw value.Wrong(Look.Expected)))) },
            "colour" when table is TableArraySyntax => ReadColour(path, table, values, settings),
            "keys" => settings with { Keys = ReadKeys(values) is var keys && keys.Lost is { } lost ? throw TomlValue.Error(path, table.Span, lost) : keys },
            "view" when table is TableArraySyntax => settings with { Views = [.. settings.Views, ReadView(values) ?? throw TomlValue.Error(path, table.Span, "a view needs an id, a key and columns")] },
            _ => throw TomlValue.Error(path, table.Span, $"there is no table {name} here; there are [keys], [looks], [[colour]] and [[view]]"),
        };
    }

    public static IEnumerable<ViewColumn> Columns(TomlValue value) => value.Tables.Select(members =>
    {
        var column = Take(SettingsTable.Column, members, new ViewColumn { Name = "", Field = "" });
        return column.Field.Length == 0 ? throw value.Wrong("a column needs a field")
            : column with { Name = column.Name.Length > 0 ? column.Name : column.Field };
    });

    static T Take<T>(IReadOnlyList<Setting<T>> known, IEnumerable<TomlValue> values, T whole) =>
        values.Aggregate(whole, (sofar, value) => known.FirstOrDefault(setting => setting.Name == value.Key) is { } setting
            ? setting.Take(sofar, value) : throw value.Unknown([.. known.Select(setting => setting.Name)]));

    static KeyMap ReadKeys(List<TomlValue> values)
    {
        var keys = KeyMap.Default;
        foreach (var value in values)
        {
            try
            {
                keys = keys.Bind(value.Key, value.Texts);
            }
            catch (KeyException e)
            {
                throw value.Wrong(e.Message);
            }
        }
        return keys;
    }

    static UserSettings ReadColour(string path, TableSyntaxBase table, List<TomlValue> values, UserSettings settings)
    {
        if (settings.Colours.Count >= ColourRule.Most)
            throw TomlValue.Error(path, table.Span, $"there are {ColourRule.Most} rules for colours already");
        var rule = Take(SettingsTable.Colour, values, new ColourRule("", default, "", ""));
        if (rule.Filter.Length == 0 || values.All(value => value.Key != "look"))
            throw TomlValue.Error(path, table.Span, "a colour needs a filter and a look");
        return settings with { Looks = With(settings.Looks, [((Style)((int)Style.Colour + settings.Colours.Count), rule.Look)]), Colours = [.. settings.Colours, rule] };
    }

    static Dictionary<Style, Attribute> With(IReadOnlyDictionary<Style, Attribute> looks, IEnumerable<(Style Style, Attribute Look)> others)
    {
        var all = new Dictionary<Style, Attribute>(looks);
        foreach (var (style, look) in others)
            all[style] = look;
        return all;
    }

    static Style StyleOf(TomlValue value) =>
        SettingsTable.Looks.Contains(value.Key.Replace("-", "")) ? Enum.Parse<Style>(value.Key.Replace("-", ""), ignoreCase: true) : throw value.Unknown([.. SettingsTable.Looks]);

    /// <summary>Null for one that lacks what a view must have.</summary>
    static ViewDefinition? ReadView(List<TomlValue> values)
    {
        var view = Take(SettingsTable.View, values, new ViewDefinition
        {
            Id = "", Name = "", Kind = ViewKind.Table, UseDefaults = true, WithIdleThreads = false, AppliesTo = AppliesTo, Columns = [],
        });
        return view.Id.Length == 0 || view.Key is null || view.Shown.Count == 0 ? null : view with { Name = view.Name.Length > 0 ? view.Name : view.Id };
    }

    // A view of one's own may be wanted anywhere.
    static IReadOnlyList<string> AppliesTo => [.. ViewCatalog.All.SelectMany(view => view.AppliesTo).Distinct()];
}
