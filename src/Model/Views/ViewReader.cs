using System.Text.Json;
using CSysdig.Model.Queries;

namespace CSysdig.Model.Views;

/// <summary>Reads a view from csysdig's facts (views.json) and what is our own about it (view-texts.json).</summary>
static class ViewReader
{
    public static ViewDefinition Read(JsonElement fact, JsonElement texts) => new()
    {
        Id = Text(fact, "id")!,
        Name = Text(fact, "name")!,
        Description = Text(texts, "description") ?? "",
        Tips = Texts(texts, "tips"),
        Kind = Text(fact, "view_type") switch { "list" => ViewKind.List, "spectrogram" => ViewKind.Spectrogram, _ => ViewKind.Table },
        IsOnlyInJson = Flag(texts, "only_json"),
        IsRoot = Flag(fact, "is_root"),
        AppliesTo = Texts(fact, "applies_to"),
        Filter = Text(fact, "filter") ?? "",
        ScreenFilter = Text(texts, "filter"),
        UseDefaults = Flag(fact, "use_defaults"),
        DrillDownTarget = Text(fact, "drilldown_target"),
        DrillDownIncreasesDepth = Flag(fact, "drilldown_increase_depth"),
        PropagatesFilter = Member(fact, "propagate_filter").ValueKind != JsonValueKind.False,
        SpectrogramType = Text(fact, "spectro_type"),
        Tags = Texts(fact, "tags"),
        Columns = Columns(fact, texts),
        Actions = Actions(fact, texts),
    };

    /// <summary>The keys go first, the key of events before the key of groups.</summary>
    static List<ViewColumn> Columns(JsonElement fact, JsonElement texts)
    {
        var columns = fact.GetProperty("columns").EnumerateArray().Select(c => Column(c, Member(texts, "columns"))).ToList();
        return [.. columns.Where(c => c.IsKey), .. columns.Where(c => c.IsGroupKey), .. columns.Where(c => !c.IsKey && !c.IsGroupKey)];
    }

    static ViewColumn Column(JsonElement fact, JsonElement texts)
    {
        var name = Text(fact, "name")!;
        return new ViewColumn
        {
            Name = name,
            Field = Text(fact, "field")!.Replace(" ", ""),
            Description = Text(texts, name) ?? "",
            Width = Member(fact, "colsize") is { ValueKind: JsonValueKind.Number } width ? width.GetInt32() : -1,
            IsKey = Flag(fact, "is_key"),
            IsGroupKey = Flag(fact, "is_groupby_key"),
            IsSorting = Flag(fact, "is_sorting"),
            IsOwn = Flag(fact, "own"),
            Aggregation = Aggregate(Text(fact, "aggregation")),
            GroupAggregation = Aggregate(Text(fact, "groupby_aggregation")),
            Tags = Texts(fact, "tags"),
            FilterField = Text(fact, "filterfield"),
        };
    }

    static List<ViewAction> Actions(JsonElement fact, JsonElement texts)
    {
        var actions = new List<ViewAction>();
        if (Member(fact, "actions") is not { ValueKind: JsonValueKind.Array } all)
            return actions;
        foreach (var action in all.EnumerateArray())
        {
            var key = Text(action, "hotkey")!;
            actions.Add(new ViewAction(key[0], Text(action, "command")!, Text(Member(texts, "actions"), key) ?? "",
                Flag(action, "ask_confirmation"), Member(action, "wait_finish").ValueKind != JsonValueKind.False,
                Text(action, "screen_command") ?? Text(action, "command")!));
        }
        return actions;
    }

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
