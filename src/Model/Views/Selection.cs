using System.Text;

namespace CSysdig.Model.Views;

/// <summary>
/// The way from the whole machine to what is looked at: each drill-down chose a row of a view. Immutable: a screen keeps
/// the selection it was opened with, so that going back needs nothing.
/// </summary>
public sealed record Selection
{
    /// <summary>The whole machine under a filter of the command line.</summary>
    public Selection(string captureFilter = "") => CaptureFilter = captureFilter.Trim();

    /// <summary>The filter of the command line; holds for every screen.</summary>
    public string CaptureFilter { get; init; }
    /// <summary>The stretch of time that is looked at; null for all of it.</summary>
    public TimeRange? Range { get; init; }
    public IReadOnlyList<SelectionStep> Steps { get; private init; } = [];
    /// <summary>How deep in nested spans; 0 elsewhere.</summary>
    public int Depth { get; private init; }

    /// <summary>The selection one row of a view deeper.</summary>
    public Selection DrillDown(ViewDefinition view, string key, bool isText) => DrillDown(view, [key], isText);

    /// <summary>The selection of several rows of a view together.</summary>
    public Selection DrillDown(ViewDefinition view, IReadOnlyList<string> keys, bool isText)
    {
        var depth = view.DrillDownIncreasesDepth ? Depth + 1 : Depth;
        var column = view.RowKey ?? throw new InvalidOperationException($"rows of {view.Id} have no key");
        var step = new SelectionStep(view, column.FilterField ?? Views.Depth.Resolve(column.Field, Depth), keys, isText,
            view.PropagatesFilter ? Views.Depth.Resolve(view.Filter, depth) : "");
        return this with { Steps = [.. Steps, step], Depth = depth };
    }

    /// <summary>The filter of everything selected so far, without a view's own; empty for the whole machine.</summary>
    public string Filter => Combine(Range?.ToFilter() ?? "", Combine(CaptureFilter, StepFilter()));

    /// <summary>The filter with which a view is asked: the selection's and its own.</summary>
    public string FilterFor(ViewDefinition view) => Combine(Filter, Views.Depth.Resolve(view.Filter, Depth));

    /// <summary>Both filters must pass; an empty one always does.</summary>
    public static string Combine(string first, string second) =>
        first.Length == 0 ? second : second.Length == 0 ? first : $"({first}) and ({second})";

    string StepFilter()
    {
        var filter = new StringBuilder();
        foreach (var step in Steps)
        {
            if (filter.Length > 0)
                filter.Append(" and ");
            var text = step.ToFilter();
            filter.Append(Steps.Count > 1 ? $"({text})" : text);
        }
        return filter.ToString();
    }
}

/// <summary>One drill-down: a row of a view, or several together.</summary>
/// <param name="View">Where the row was.</param>
/// <param name="Field">The field whose value was chosen.</param>
/// <param name="Keys">That value, as the row shows it; of each row.</param>
/// <param name="IsText">The value is a text and stands in quotes in a filter.</param>
/// <param name="ViewFilter">The view's own filter where it stays in force, else empty.</param>
public sealed record SelectionStep(ViewDefinition View, string Field, IReadOnlyList<string> Keys, bool IsText, string ViewFilter)
{
    public string ToFilter()
    {
        var check = Keys.Count == 1 ? FieldCheck.Equal(Field, Keys[0], IsText) : FieldCheck.OneOf(Field, Keys, IsText);
        return ViewFilter.Length == 0 ? check : $"({ViewFilter}) and {check}";
    }
}
