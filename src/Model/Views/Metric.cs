using CSysdig.Model.Queries;

namespace CSysdig.Model.Views;

/// <summary>What a metric counts.</summary>
public enum MetricKind : byte
{
    /// <summary>Events, or what a field of theirs sums up to.</summary>
    Events,
    /// <summary>Login sessions, by when they began.</summary>
    Sessions,
    /// <summary>Findings of the story that are grave by themselves, by their first evidence.</summary>
    GraveFindings,
    /// <summary>The other findings.</summary>
    OtherFindings,
}

/// <summary>A number of the overview: what it counts, and the view in which it is the number of rows or the sum of a column.</summary>
/// <param name="Id">As settings and tests know it.</param>
/// <param name="Group">What it is about: files, network ...</param>
/// <param name="About">A sentence for who has selected it.</param>
public sealed record Metric(string Id, string Group, string Name, string About)
{
    public MetricKind Kind { get; init; }

    /// <summary>The events it counts, where its view does not choose them.</summary>
    public string Filter { get; init; } = "";

    /// <summary>The view that tells more, where it is a table; else the events themselves are shown.</summary>
    public string? View { get; init; }

    /// <summary>The view's column that it is the sum of, where that is no count of events.</summary>
    public string? Column { get; init; }

    /// <summary>It is a number of bytes.</summary>
    public bool IsBytes => Column is not null;

    /// <summary>The question; null for what the story tells.</summary>
    public MetricQuery? Query => Kind != MetricKind.Events ? null : View is null ? new MetricQuery(Filter)
        : ViewCatalog.Find(View)! is var view ? new MetricQuery(view.Filter, view.Shown.FirstOrDefault(c => c.Name == Column)?.Field) : null;
}
