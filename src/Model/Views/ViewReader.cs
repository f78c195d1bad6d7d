using System.Text.Json;
using CSysdig.Model.Queries;

namespace CSysdig.Model.Views;

/// <summary>Reads a view as <c>views.json</c> and scripts write it.</summary>
static class ViewReader
{
    public static ViewDefinition Read(JsonElement view) => new()
    {
        Id = Text(view, "id")!,
        Name = Text(view, "name")!,
        Description = Text(view, "description") ?? "",
        Tips = Texts(view, "tips"),
        Kind = Text(view, "view_type") switch { "list" => ViewKind.List, "spectrogram" => ViewKind.Spectrogram, _ => ViewKind.Table },
        IsOnlyInJson = Flag(view, "only_json"),
        IsRoot = Flag(view, "is_root"),
        AppliesTo = Texts(view, "applies_to"),
        Filter = Text(view, "filter") ?? "",
        ScreenFilter = Text(view, "screen_filter"),
        UseDefaults = Flag(view, "use_defaults"),
        DrillDownTarget = Text(view, "drilldown_target"),
        DrillDownIncreasesDepth = Flag(view, "drilldown_increase_depth"),
        PropagatesFilter = Member(view, "propagate_filter").ValueKind != JsonValueKind.False,
        SpectrogramType = Text(view, "spectro_type"),
        Tags = Texts(view, "tags"),
        Columns = Columns(view),
        Actions = Actions(view),
    };

    /// <summary>The keys go first, the key of events before the key of groups.</summary>
    static List<ViewColumn> Columns(JsonElement view)
    {
        var columns = view.GetProperty("columns").EnumerateArray().Select(Column).ToList();
        return [.. columns.Where(c => c.IsKey), .. columns.Where(c => c.IsGroupKey), .. columns.Where(c => !c.IsKey && !c.IsGroupKey)];
    }

    static ViewColumn Column(JsonElement column) => new()
    {
        Name = Text(column, "name")!,
        Field = Text(column, "field")!.Replace(" ", ""),
        Description = Text(column, "description") ?? "",
        Width = Member(column, "colsize") is { ValueKind: JsonValueKind.Number } width ? width.GetInt32() : -1,
        IsKey = Flag(column, "is_key"),
        IsGroupKey = Flag(column, "is_groupby_key"),
        IsSorting = Flag(column, "is_sorting"),
        IsOwn = Flag(column, "own"),
        Aggregation = Aggregate(Text(column, "aggregation")),
        GroupAggregation = Aggregate(Text(column, "groupby_aggregation")),
        Tags = Texts(column, "tags"),
        FilterField = Text(column, "filterfield"),
    };

    static List<ViewAction> Actions(JsonElement view) =>
        Member(view, "actions") is { ValueKind: JsonValueKind.Array } actions ? [.. actions.EnumerateArray().Select(Action)] : [];

    static ViewAction Action(JsonElement action) => new(Text(action, "hotkey")![0], Text(action, "command")!, Text(action, "description") ?? "",
        Flag(action, "ask_confirmation"), Member(action, "wait_finish").ValueKind != JsonValueKind.False, Text(action, "screen_command") ?? Text(action, "command")!);

    static Aggregation Aggregate(string? name) => name switch
    {
        null => Aggregation.None,
        "SUM" => Aggregation.Sum,
        "AVG" => Aggregation.Average,
        "TIME_AVG" => Aggregation.TimeAverage,
        "MIN" => Aggregation.Min,
        "MAX" => Aggregation.Max,
        "LAST" => Aggregation.Last,
        "SPAN" => Aggregation.Span,
        _ => throw new InvalidDataException($"there is no aggregation {name}"),
    };

    static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : default;

    static string? Text(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    static bool Flag(JsonElement of, string name) => Member(of, name).ValueKind == JsonValueKind.True;

    static List<string> Texts(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.Array } texts ? [.. texts.EnumerateArray().Select(t => t.GetString()!)] : [];
}
