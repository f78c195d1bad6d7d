using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters;

/// <summary>Which event types conditions can let through at all, as far as what they ask of <c>evt.type</c> says so. What goes by a name is looked at once.</summary>
sealed class EventTypes
{
    readonly Dictionary<SyntaxNode, HashSet<string>?> _named = new(ReferenceEqualityComparer.Instance);

    /// <summary>The types by name; null where it may be any.</summary>
    public HashSet<string>? Of(SyntaxNode node) => node switch
    {
        AndNode and => Both(and.Terms),
        OrNode or => Any(or.Terms),
        CheckNode { Left: FieldOperand { Text: "evt.type" }, Right: null, Quantifier: Quantifier.None, Values.Count: > 0, Operator: ComparisonOperator.Equal or ComparisonOperator.In } check =>
            [.. check.Values.Select(value => value.Text)],
        // As rules write what never holds.
        CheckNode { Left: FieldOperand { Text: "evt.num" }, Operator: ComparisonOperator.Equal, Right: null, Values: [{ Text: "0" }] } => [],
        NamedNode { Condition: { } condition } => Named(condition),
        _ => null,
    };

    HashSet<string>? Named(SyntaxNode condition)
    {
        if (!_named.TryGetValue(condition, out var types))
            _named.Add(condition, types = Of(condition));
        return types;
    }

    HashSet<string>? Both(IReadOnlyList<SyntaxNode> terms)
    {
        HashSet<string>? all = null;
        foreach (var term in terms)
            if (Of(term) is { } types)
                all = all is null ? [.. types] : [.. all.Intersect(types)];
        return all;
    }

    HashSet<string>? Any(IReadOnlyList<SyntaxNode> terms)
    {
        var any = new HashSet<string>();
        foreach (var term in terms)
        {
            if (Of(term) is not { } types)
                return null;
            any.UnionWith(types);
        }
        return any;
    }
}
