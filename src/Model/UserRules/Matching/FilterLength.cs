using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.UserRules.Matching;

/// <summary>How long a condition is with its macros put in: within each other they may be longer than any memory.</summary>
static class FilterLength
{
    public const int Most = 64_000;

    public static bool IsWithin(SyntaxNode tree, long most) => Left(tree, most) >= 0;

    /// <summary>What is left of a length behind a condition; below 0 it is looked at no further.</summary>
    static long Left(SyntaxNode node, long most)
    {
        if (most < 0)
            return most;
        return node switch
        {
            AndNode and => and.Terms.Aggregate(most, (left, term) => Left(term, left - 5)),
            OrNode or => or.Terms.Aggregate(most, (left, term) => Left(term, left - 4)),
            NotNode not => Left(not.Term, most - 4),
            NamedNode { Condition: { } condition } => Left(condition, most - 2),
            _ => most - node.ToString().Length,
        };
    }
}
