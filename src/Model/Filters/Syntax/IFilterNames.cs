namespace CSysdig.Model.Filters.Syntax;

/// <summary>Words that stand for more: a condition or a list that was given a name.</summary>
interface IFilterNames
{
    /// <summary>The condition of a name that stands where a check could; null where the word can be none.</summary>
    /// <exception cref="FilterException">There is no such condition.</exception>
    SyntaxNode? Condition(string name, int column);

    /// <summary>The values of a list that is named among values; null for a value.</summary>
    /// <param name="isAlone">Nothing else stands between the brackets.</param>
    /// <exception cref="FilterException">A list must be meant, and there is none.</exception>
    IReadOnlyList<Literal>? List(Literal word, bool isAlone);
}
