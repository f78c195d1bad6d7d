using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters.Binding;

/// <summary>Which operators suit which types.</summary>
static class Operators
{
    static readonly ComparisonOperator[] s_any =
        [ComparisonOperator.Equal, ComparisonOperator.NotEqual, ComparisonOperator.In, ComparisonOperator.Intersects, ComparisonOperator.Exists];

    static readonly ComparisonOperator[] s_ordered =
        [.. s_any, ComparisonOperator.Less, ComparisonOperator.LessOrEqual, ComparisonOperator.Greater, ComparisonOperator.GreaterOrEqual];

    static readonly ComparisonOperator[] s_text =
    [
        .. s_ordered, ComparisonOperator.Contains, ComparisonOperator.ContainsIgnoreCase, ComparisonOperator.StartsWith, ComparisonOperator.EndsWith,
        ComparisonOperator.Glob, ComparisonOperator.GlobIgnoreCase, ComparisonOperator.Regex, ComparisonOperator.PathPrefix,
    ];

    static readonly ComparisonOperator[] s_bytes =
    [
        .. s_any, ComparisonOperator.Contains, ComparisonOperator.ContainsBytes, ComparisonOperator.StartsWith,
        ComparisonOperator.StartsWithBytes, ComparisonOperator.EndsWith,
    ];

    /// <summary>The operators that say something about values of a kind.</summary>
    public static IReadOnlyList<ComparisonOperator> Of(ValueKind kind) => kind switch
    {
        ValueKind.None => [ComparisonOperator.Exists],
        ValueKind.Text => s_text,
        ValueKind.Bytes => s_bytes,
        ValueKind.Address or ValueKind.Network => s_any,
        _ => s_ordered,
    };

    /// <exception cref="FilterException">The operator says nothing about values of the type.</exception>
    public static void Require(CheckNode check, Field field, ParamType type)
    {
        var kind = ValueKinds.Of(type);
        var suitable = Of(kind);
        if (!suitable.Contains(check.Operator))
            throw new FilterException(
                $"'{check.Operator.Text()}' does not suit {field.Definition.Name}, which is {kind.Name()}; use {string.Join(", ", suitable.Select(o => o.Text()))}",
                check.OperatorColumn);
    }
}
