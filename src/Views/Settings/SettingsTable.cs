using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;

namespace CSysdig.Views.Settings;

/// <summary>Every setting: what the reader knows, the file that is handed out explains, and the schema tells editors.</summary>
static class SettingsTable
{
    public static IReadOnlyList<Setting<UserSettings>> Program { get; } =
    [
        Setting<UserSettings>.Word("theme", "\"terminal\"", "How it looks: \"terminal\" takes the terminal's own sixteen colours, \"dark\" and \"light\" bring theirs, \"mono\" has none. "
            + "NO_COLOR in the environment overrules it.",
            [("terminal", ThemeName.Terminal), ("dark", ThemeName.Dark), ("light", ThemeName.Light), ("mono", ThemeName.Mono)], (settings, theme) => settings with { Theme = theme }),
        Setting<UserSettings>.Text("start-view", "\"procs\"", "The view to start with; csysdig --list-views names them.", (settings, value) => settings with { StartView = value.Text }),
        Setting<UserSettings>.Flag("containers", "false", "Columns of containers in every view, as with -pc.", (settings, on) => settings with { Containers = on }),
        Setting<UserSettings>.Word("dig-time", "\"day\"", "The time in dig: \"day\" for the time of day, \"start\" for seconds since the start, \"delta\" since the event before.",
            [("day", DigTime.Day), ("start", DigTime.Start), ("delta", DigTime.Delta)], (settings, time) => settings with { DigTime = time }),
        Setting<UserSettings>.Flag("utc", "false", "Times in UTC instead of those of this machine's zone, as with --utc.", (settings, on) => settings with { Utc = on }),
        Setting<UserSettings>.Text("memory", "\"2G\"", "Memory that may be used for a capture, as with --memory: \"2G\", \"500M\".", (settings, value) => settings with { Memory = value.Text }),
        Setting<UserSettings>.Text("chisels", "\"/opt/chisels\"", "Folders with views in Lua beside ~/.chisels and /usr/share/sysdig/chisels, with colons between. A folder that lies beside a "
            + "capture is not looked into by itself: what came with the capture may be part of what was done.", (settings, value) => settings with { Chisels = value.Text }),
        Setting<UserSettings>.Flag("cache", "true", "Captures that take longer than a second to load are kept in ~/.cache/csysdig (or $XDG_CACHE_HOME/csysdig), so that they are there at once the "
            + "next time: all of their events with names and bytes, compressed, 4 GiB at most. false keeps nothing, as --no-cache.", (settings, on) => settings with { Cache = on }),
    ];

    /// <summary>The tables of the file, and what stands in them as an example.</summary>
    public static IReadOnlyList<(string Name, string Description, string Example)> Tables { get; } =
    [
        ("looks", "Single looks, over those of the theme: colours by name or as \"#rrggbb\", \"on\" before the ground, and bold, faint, underline or reverse.", """
            [looks]
            selected = "black on cyan"
            alarm = "bold brightred"
            read = "#88c0d0"
            """),
        ("keys", "Other keys: an action by the name that docs/keys.md has, and a key or a list of keys. A key that is given to one action is taken from the action that has it otherwise.", """
            [keys]
            views = "w"
            filter = ["F4", "f"]
            """),
        ("colour", $"Rows in colours of your own: those that a filter lets through, of several rules by the first that holds; {ColourRule.Most} rules at most. An event has the look where the filter lets it through; a row of a "
            + "table where the table would have it too if it were filtered so: where one of its events passes. \"view\" is the id of the only view in which the rule holds, or \"dig\".", """
            [[colour]]
            filter = "fd.sport=4444 or fd.sport=6667"
            look = "bold black on yellow"

            [[colour]]
            view = "procs"
            filter = "user.name=root"
            look = "magenta"
            """),
        ("view", "Views of your own. \"opens\" is the view behind Enter; a column's numbers are joined by \"sum\", \"average\", \"rate\" (by second), \"min\", \"max\" or \"first\".", """
            [[view]]
            id = "web_files"
            name = "Web server files"
            description = "Files that nginx reads and writes."
            filter = "proc.name=nginx and fd.type=file"
            key = "fd.name"
            opens = "procs"
            columns = [
              { title = "BYTES", field = "evt.buflen", joined = "sum", sort = true },
              { title = "OPS", field = "evt.count", joined = "sum" },
              { title = "File", field = "fd.name" },
            ]
            """),
    ];

    public static IReadOnlyList<Setting<ColourRule>> Colour { get; } =
    [
        Setting<ColourRule>.Text("filter", "\"user.name=root\"", "Which rows, in sysdig's filter language.", (rule, value) => rule with { Filter = value.Checked(filter => Filter.Parse(filter)) }),
        Setting<ColourRule>.Text("look", "\"bold magenta\"", "How they look, as in [looks].", (rule, value) => rule with { Look = Look.TryParse(value.Text, out var look) ? look : throw value.Wrong(Look.Expected) }),
        Setting<ColourRule>.Text("view", "\"procs\"", "The id of the only view in which it holds, or \"dig\"; without it in all.", (rule, value) => rule with { View = value.Text, Place = value.Place }),
    ];

    public static IReadOnlyList<Setting<ViewColumn>> Column { get; } =
    [
        Setting<ViewColumn>.Text("title", "\"BYTES\"", "What it is called; without it, as its field.", (column, value) => column with { Name = value.Text }),
        Setting<ViewColumn>.Text("field", "\"evt.buflen\"", "The field that it shows.", (column, value) => column with { Field = value.Checked(field => FieldCatalog.Bind(field)) }),
        Setting<ViewColumn>.Word("joined", "\"sum\"", "How the values of a row's events become one; \"rate\" is by the second.",
            [("first", Aggregation.None), ("sum", Aggregation.Sum), ("average", Aggregation.Average), ("rate", Aggregation.TimeAverage), ("min", Aggregation.Min), ("max", Aggregation.Max)],
            (column, aggregation) => column with { Aggregation = aggregation }),
        Setting<ViewColumn>.Flag("sort", "true", "The view is sorted by it at first.", (column, on) => column with { IsSorting = on }),
        Setting<ViewColumn>.Text("description", "\"Bytes of the file.\"", "What it says.", (column, value) => column with { Description = value.Text }),
    ];

    /// <summary>Of a view; its key is a column that stands before the others.</summary>
    public static IReadOnlyList<Setting<ViewDefinition>> View { get; } =
    [
        Setting<ViewDefinition>.Text("id", "\"web_files\"", "As -v knows it.", (view, value) => view with { Id = value.Text }),
        Setting<ViewDefinition>.Text("name", "\"Web server files\"", "As the list of views has it; without it, the id.", (view, value) => view with { Name = value.Text }),
        Setting<ViewDefinition>.Text("description", "\"Files that nginx reads and writes.\"", "What it shows.", (view, value) => view with { Description = value.Text }),
        Setting<ViewDefinition>.Text("filter", "\"proc.name=nginx\"", "Which events it is about.", (view, value) => view with { Filter = value.Checked(filter => Filter.Parse(filter)) }),
        Setting<ViewDefinition>.Text("key", "\"fd.name\"", "The field whose values become rows.",
            (view, value) => view with { Columns = [new ViewColumn { Name = "NA", Field = value.Checked(field => FieldCatalog.Bind(field)), IsKey = true }, .. view.Columns] }),
        Setting<ViewDefinition>.Text("opens", "\"procs\"", "The id of the view behind Enter.", (view, value) => view with { DrillDownTarget = value.Text }),
        new("columns", "[]", "What a row shows, from the left.", SettingsSchema.ListOf(Column, "field"), (view, value) => view with { Columns = [.. view.Columns, .. SettingsReader.Columns(value)] }),
    ];

    /// <summary>Styles as settings call them.</summary>
    public static IReadOnlyList<string> Looks { get; } = [.. Enum.GetNames<Style>().Where(name => name is not (nameof(Style.Last) or nameof(Style.Colour))).Select(name => name.ToLowerInvariant())];
}
