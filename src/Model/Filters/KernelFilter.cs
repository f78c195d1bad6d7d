using System.Globalization;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters;

/// <summary>
/// What the kernel can decide of a filter, so that nobody has to fetch what will not pass: checks that all must hold, of ids, of the call and of
/// its failure. Names are left out: the kernel's name of a thread is not always the one that is shown.
/// </summary>
/// <param name="Pid">The only process, or 0.</param>
/// <param name="Tid">The only thread, or 0.</param>
/// <param name="FailedOnly">Only calls that failed.</param>
/// <param name="Types">The only event types, by name; null for all.</param>
/// <param name="Text">The checks as they were written.</param>
public sealed record KernelFilter(int Pid, int Tid, bool FailedOnly, IReadOnlySet<string>? Types, string Text)
{
    public static KernelFilter None { get; } = new(0, 0, false, null, "");

    /// <exception cref="FilterException">The text is no filter.</exception>
    public static KernelFilter Of(string text, FilterDialect dialect)
    {
        if (text.Length == 0)
            return None;
        var root = FilterParser.Parse(text, dialect);
        var result = None;
        foreach (var term in root is AndNode and ? and.Terms : [root])
            if (term is CheckNode { Left: FieldOperand field, Right: null, Quantifier: Quantifier.None } check && With(result, field.Text, check) is { } narrower)
                result = narrower with { Text = result.Text.Length == 0 ? term.ToString() : $"{result.Text} and {term}" };
        return result;
    }

    /// <summary>The filter and one check more, or null where the kernel can't decide it.</summary>
    static KernelFilter? With(KernelFilter filter, string field, CheckNode check)
    {
        var isEqual = check.Operator == ComparisonOperator.Equal && check.Values.Count == 1;
        return field switch
        {
            "proc.pid" when isEqual && filter.Pid == 0 && Id(check) is > 0 and var pid => filter with { Pid = pid },
            "thread.tid" when isEqual && filter.Tid == 0 && Id(check) is > 0 and var tid => filter with { Tid = tid },
            "evt.failed" when isEqual && check.Values[0].Text == "true" => filter with { FailedOnly = true },
            "evt.type" when (isEqual || check.Operator == ComparisonOperator.In) && filter.Types is null =>
                filter with { Types = check.Values.Select(v => v.Text).ToHashSet() },
            _ => null,
        };
    }

    static int Id(CheckNode check) => int.TryParse(check.Values[0].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
