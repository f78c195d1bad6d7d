using CSysdig.Model.Queries;

namespace CSysdig.Model.Views;

/// <summary>How a view shows its answer.</summary>
public enum ViewKind : byte { Table, List, Spectrogram }

/// <summary>A view as data: what it asks and where it leads.</summary>
public sealed record ViewDefinition
{
    /// <summary>As <c>-v</c> knows it.</summary>
    public required string Id { get; init; }
    public required string Name { get; init; }
    /// <summary>What it shows, in a sentence or two.</summary>
    public string Description { get; init; } = "";
    /// <summary>How to use it, a sentence each.</summary>
    public IReadOnlyList<string> Tips { get; init; } = [];
    public required ViewKind Kind { get; init; }
    /// <summary>Of things that no capture tells: for programs that ask for each of csysdig's views, and on no screen.</summary>
    public bool IsOnlyInJson { get; init; }
    /// <summary>One of the views to start with.</summary>
    public bool IsRoot { get; init; }
    /// <summary>Key fields whose rows can be opened with this view; the empty text stands for the whole machine.</summary>
    public IReadOnlyList<string> AppliesTo { get; init; } = [];
    /// <summary>The view's own filter; may hold <c>%depth</c>.</summary>
    public string Filter { get; init; } = "";
    /// <summary>The filter on screens where csysdig's own knows only the calls of its time; else null.</summary>
    public string? ScreenFilter { get; init; }
    public bool UseDefaults { get; init; }
    /// <summary>Threads that live have rows too, also without an event.</summary>
    public bool WithIdleThreads { get; init; } = true;
    /// <summary>The view that Enter opens, or null.</summary>
    public string? DrillDownTarget { get; init; }
    public bool DrillDownIncreasesDepth { get; init; }
    /// <summary>The view's own filter stays in force below it.</summary>
    public bool PropagatesFilter { get; init; }
    public string? SpectrogramType { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    /// <summary>All columns, the keys first.</summary>
    public required IReadOnlyList<ViewColumn> Columns { get; init; }
    public IReadOnlyList<ViewAction> Actions { get; init; } = [];

    /// <summary>The column that gathers events; null for a list.</summary>
    public ViewColumn? Key => Columns.FirstOrDefault(c => c.IsKey);
    public ViewColumn? GroupKey => Columns.FirstOrDefault(c => c.IsGroupKey);
    /// <summary>The column whose value drill-down selects: the group key where there is one.</summary>
    public ViewColumn? RowKey => GroupKey ?? Key;
    /// <summary>The columns that are shown.</summary>
    public IReadOnlyList<ViewColumn> Shown => [.. Columns.Where(c => !c.IsKey && !c.IsGroupKey)];

    /// <summary>All of its rows are of calls of which it is known how long they took.</summary>
    public bool NeedsLatency => Kind == ViewKind.Spectrogram || Filter.Contains(ViewColumn.Latency, StringComparison.Ordinal);

    /// <summary>Index in <see cref="Shown"/> of the column it is sorted by at first.</summary>
    public int SortColumn
    {
        get
        {
            var shown = Shown;
            for (var i = 0; i < shown.Count; i++)
                if (shown[i].IsSorting)
                    return i;
            return GroupKey is null ? 0 : Math.Min(1, shown.Count - 1);
        }
    }

    /// <summary>The same view with the columns of one tag: "default", or "containers" for <c>-pc</c>.</summary>
    public ViewDefinition WithTag(string tag) =>
        this with { Columns = [.. Columns.Where(c => c.Tags.Count == 0 || c.Tags.Contains(tag))] };

    /// <summary>The same view with the columns that csysdig has too.</summary>
    public ViewDefinition WithoutOwn() => this with { Columns = [.. Columns.Where(c => !c.IsOwn)] };

    /// <summary>The same view of many hosts: each row says of which it is.</summary>
    public ViewDefinition WithHost()
    {
        if (Shown is [{ Field: HostColumn.Field }, ..])
            return this;
        // What it is sorted by stays so.
        var sorted = Kind == ViewKind.Table ? Shown[SortColumn] : null;
        var at = Columns.TakeWhile(c => c.IsKey || c.IsGroupKey).Count();
        var behind = Kind == ViewKind.Table && RowKey is { Field: "fd.name" or "fd.containername" } ? Shown.FirstOrDefault(c => c.Field == "fd.rport") : null;
        return this with
        {
            Columns =
            [
                .. Columns.Take(at), HostColumn.View,
                .. Columns.Skip(at).SelectMany(c => (ViewColumn[])[c with { IsSorting = ReferenceEquals(c, sorted) }, .. ReferenceEquals(c, behind) ? [HostColumn.FarEnd] : Array.Empty<ViewColumn>()]),
            ],
        };
    }

    /// <summary>The same view with the filter of the screens.</summary>
    public ViewDefinition ForScreen() => this with { Filter = ScreenFilter ?? Filter };

    /// <summary>The question a table or spectrogram view asks of events that pass a filter (its own included by the caller).</summary>
    public TableQuery ToTableQuery(string filter, int depth = 0) => new()
    {
        Filter = filter,
        KeyField = Depth.Resolve((Key ?? throw new InvalidOperationException($"view {Id} has no key")).Field, depth),
        GroupField = GroupKey is { } group ? Depth.Resolve(group.Field, depth) : null,
        Columns = QueryColumns(depth),
        UseDefaults = UseDefaults,
        SortColumn = SortColumn,
        WithThreads = WithIdleThreads,
    };

    /// <summary>The question a list view asks of events that pass a filter (its own included by the caller).</summary>
    public RowQuery ToRowQuery(string filter, int depth = 0) => new(filter) { Columns = QueryColumns(depth), UseDefaults = UseDefaults };

    List<QueryColumn> QueryColumns(int depth) =>
        [.. Shown.Select(c => new QueryColumn(Depth.Resolve(c.Field, depth), c.Aggregation, c.GroupAggregation) { IsFarEnd = c.IsFarEnd })];
}

/// <summary>A column of a view.</summary>
public sealed record ViewColumn
{
    internal const string Latency = "evt.latency";

    public required string Name { get; init; }
    /// <summary>The field it shows; may hold <c>%depth</c>.</summary>
    public required string Field { get; init; }
    public string Description { get; init; } = "";
    public bool IsLatency => Field == Latency;
    /// <summary>Characters in csysdig; 0 takes what is left, -1 is not given.</summary>
    public int Width { get; init; } = -1;
    public bool IsKey { get; init; }
    public bool IsGroupKey { get; init; }
    public bool IsSorting { get; init; }
    public Aggregation Aggregation { get; init; }
    public Aggregation GroupAggregation { get; init; }
    /// <summary>csysdig has no such column: it stands on our screens alone.</summary>
    public bool IsOwn { get; init; }
    /// <summary>See <see cref="QueryColumn.IsFarEnd"/>.</summary>
    public bool IsFarEnd { get; init; }
    /// <summary>The tags under which it is shown; empty for always.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
    /// <summary>The field that drill-down compares instead of <see cref="Field"/>, or null.</summary>
    public string? FilterField { get; init; }
}

/// <summary>A command of a view on its selected row; <c>%field</c> stands for the row's value.</summary>
/// <param name="ScreenCommand">What runs instead where csysdig's own needs a shell; else the command itself.</param>
public sealed record ViewAction(char HotKey, string Command, string Description, bool AsksConfirmation, bool WaitsForFinish, string ScreenCommand);
