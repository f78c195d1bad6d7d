using CSysdig.Model.Fleets;
using CSysdig.Model.Views;

namespace CSysdig.Views.Layout;

/// <summary>What the list of hosts shows of each capture.</summary>
static class HostColumns
{
    /// <summary>A column.</summary>
    /// <param name="Rank">Those with the highest give way first where the screen is narrow.</param>
    /// <param name="Number">Null for a text, and where it is not known.</param>
    sealed record Column(string Name, NumberKind Kind, int Rank, string Description, Func<FleetCapture, double?> Number, Func<FleetCapture, string>? Text = null);

    static readonly Column[] s_all =
    [
        new("HOST", NumberKind.Text, 0, "The machine; where its capture does not name it, the file.", _ => null, capture => capture.Host),
        new("EVENTS", NumberKind.Count, 1, "Events that are loaded.", capture => capture.History?.Count),
        new("LOST", NumberKind.Count, 3, "Events that were lost while the capture was taken, as far as it says so.", capture => capture.History?.Lost.Events),
        new("FROM", NumberKind.Moment, 1, "When its first event happened.", capture => capture.History is { Count: > 0 } history ? history.FirstTimestamp : null),
        new("UNTIL", NumberKind.Moment, 2, "When its last event happened.", capture => capture.History is { Count: > 0 } history ? history.LastTimestamp : null),
        new("SIZE", NumberKind.Bytes, 4, "Bytes of the file.", capture => capture.Size),
        new("FILE", NumberKind.Text, 1, "What the capture is called.", _ => null, capture => capture.File),
        new("STATE", NumberKind.Text, 0, "Whether it is loaded, and what of it is missing.", _ => null, StateOf),
    ];

    /// <summary>The same as a view has them, for legend, sort and files.</summary>
    public static ViewDefinition View { get; } = new()
    {
        Id = "hosts",
        Name = "Hosts",
        Kind = ViewKind.Table,
        Columns = [.. s_all.Select((c, i) => new ViewColumn { Name = c.Name, Field = c.Kind == NumberKind.Moment ? "evt.rawtime" : "", Description = c.Description, IsSorting = i == 0 })],
    };

    public static NumberKind KindOf(int column) => s_all[column].Kind;

    public static int RankOf(int column) => s_all[column].Rank;

    public static double? NumberOf(FleetCapture capture, int column) => s_all[column].Number(capture);

    public static string TextOf(FleetCapture capture, int column) => s_all[column].Text?.Invoke(capture) ?? "";

    static string StateOf(FleetCapture capture) => capture switch
    {
        { Problem: { } problem } => problem,
        { History: null } => "waits",
        { History: { IsComplete: false, Progress: var progress } } => progress.BytesTotal > 0 ? $"reading {(int)(progress.Fraction * 100)} %" : "reading",
        _ => "loaded",
    };
}
