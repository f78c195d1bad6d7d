using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Keys;
using Tomlyn.Syntax;

namespace CSysdig.Views.Settings;

/// <summary>Turns the tables of a settings file into settings; whatever it does not know is an error that says what there is.</summary>
sealed class SettingsReader(string path)
{
    public UserSettings Read(IEnumerable<KeyValueSyntax> pairs, UserSettings settings)
    {
        foreach (var pair in pairs)
        {
            var value = TomlValue.Of(path, pair);
            settings = value.Key switch
            {
                "theme" => settings with
                {
                    Theme = value.OneOf(("terminal", ThemeName.Terminal), ("dark", ThemeName.Dark), ("light", ThemeName.Light), ("mono", ThemeName.Mono)),
                },
                "start-view" => settings with { StartView = value.Text },
                "containers" => settings with { Containers = value.Flag },
                "dig-time" => settings with { DigTime = value.OneOf(("day", DigTime.Day), ("start", DigTime.Start), ("delta", DigTime.Delta)) },
                "utc" => settings with { Utc = value.Flag },
                "memory" => settings with { Memory = value.Text },
                "chisels" => settings with { Chisels = value.Text },
                "cache" => settings with { Cache = value.Flag },
                _ => throw value.Unknown("theme", "start-view", "containers", "dig-time", "utc", "memory", "chisels", "cache"),
            };
        }
        return settings;
    }

    public UserSettings ReadTable(TableSyntaxBase table, UserSettings settings)
    {
        var name = table.Name?.ToString().Trim();
        var values = table.Items.Select(pair => TomlValue.Of(path, pair)).ToList();
        return name switch
        {
            "looks" => settings with { Looks = values.ToDictionary(StyleOf, value => Look.TryParse(value.Text, out var look) ? look : throw value.Wrong(Look.Expected)) },
            "keys" => settings with { Keys = ReadKeys(values, table) },
            "view" when table is TableArraySyntax => settings with { Views = [.. settings.Views, ReadView(values, table)] },
            _ => throw TomlValue.Error(path, table.Span, $"there is no table {name} here; there are [keys], [looks] and [[view]]"),
        };
    }

    KeyMap ReadKeys(List<TomlValue> values, TableSyntaxBase table)
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
        return keys.Lost is { } lost ? throw TomlValue.Error(path, table.Span, lost) : keys;
    }

    static Style StyleOf(TomlValue value) =>
        Enum.TryParse<Style>(value.Key.Replace("-", ""), ignoreCase: true, out var style) && Enum.IsDefined(style) && !char.IsDigit(value.Key[0])
            ? style : throw value.Unknown([.. Enum.GetNames<Style>().Where(n => n != nameof(Style.Last)).Select(n => n.ToLowerInvariant())]);

    ViewDefinition ReadView(List<TomlValue> values, TableSyntaxBase table)
    {
        string? id = null, name = null, key = null, description = "", filter = "", opens = null;
        var columns = new List<ViewColumn>();
        foreach (var value in values)
            switch (value.Key)
            {
                case "id": id = value.Text; break;
                case "name": name = value.Text; break;
                case "description": description = value.Text; break;
                case "filter": filter = Checked(value, () => Filter.Parse(value.Text)); break;
                case "key": key = Checked(value, () => FieldCatalog.Bind(value.Text)); break;
                case "opens": opens = value.Text; break;
                case "columns": columns.AddRange(value.Tables.Select(ReadColumn)); break;
                default: throw value.Unknown("id", "name", "description", "filter", "key", "opens", "columns");
            }
        if (id is null || key is null || columns.Count == 0)
            throw TomlValue.Error(path, table.Span, "a view needs an id, a key and columns");
        return new ViewDefinition
        {
            Id = id, Name = name ?? id, Description = description, Kind = ViewKind.Table, IsRoot = false, Filter = filter, UseDefaults = true, WithIdleThreads = false,
            AppliesTo = AppliesTo, DrillDownTarget = opens, Columns = [new ViewColumn { Name = "NA", Field = key, IsKey = true }, .. columns],
        };
    }

    ViewColumn ReadColumn(IReadOnlyList<TomlValue> values)
    {
        var column = new ViewColumn { Name = "", Field = "" };
        foreach (var value in values)
            column = value.Key switch
            {
                "title" => column with { Name = value.Text },
                "field" => column with { Field = Checked(value, () => FieldCatalog.Bind(value.Text)) },
                "joined" => column with
                {
                    Aggregation = value.OneOf(("first", Aggregation.None), ("sum", Aggregation.Sum), ("average", Aggregation.Average),
                        ("rate", Aggregation.TimeAverage), ("min", Aggregation.Min), ("max", Aggregation.Max)),
                },
                "sort" => column with { IsSorting = value.Flag },
                "description" => column with { Description = value.Text },
                _ => throw value.Unknown("title", "field", "joined", "sort", "description"),
            };
        return column.Field.Length > 0 ? column with { Name = column.Name.Length > 0 ? column.Name : column.Field }
            : throw new SettingsException($"{path}: a column needs a field");
    }

    // A view of one's own may be wanted anywhere.
    static IReadOnlyList<string> AppliesTo => [.. ViewCatalog.All.SelectMany(view => view.AppliesTo).Distinct()];

    static string Checked(TomlValue value, Action check)
    {
        try
        {
            check();
            return value.Text;
        }
        catch (Exception e) when (e is FilterException or FieldException)
        {
            throw value.Wrong(e.Message);
        }
    }
}
