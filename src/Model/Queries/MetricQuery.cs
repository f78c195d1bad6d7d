namespace CSysdig.Model.Queries;

/// <summary>A number over time: how many events pass a filter, or what a field of theirs sums up to.</summary>
/// <param name="Filter">Empty for every event.</param>
/// <param name="Field">Null counts events.</param>
public sealed record MetricQuery(string Filter, string? Field = null);
