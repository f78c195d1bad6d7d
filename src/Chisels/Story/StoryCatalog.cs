using CSysdig.Chisels.Story.Timeline;

namespace CSysdig.Chisels.Story;

/// <summary>The chisels that tell what happened.</summary>
static class StoryCatalog
{
    public static ChiselDefinition[] All { get; } =
    [
        new("timeline", "Performance", "Events a second by any field, as a chart in the terminal",
        [
            new("field", "string", true, "whose values make the rows; proc.name when left out"),
            new("bucket", "string", true, "the time of one column, such as 1s, 100ms or 5m; what fits the width when left out"),
            new("rows", "int", true, "how many values get a row of their own; 10 when left out"),
        ], s => new TimelineChisel(s)),
    ];
}
