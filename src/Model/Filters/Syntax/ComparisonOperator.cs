namespace CSysdig.Model.Filters.Syntax;

/// <summary>What a check does with a field's value.</summary>
enum ComparisonOperator : byte
{
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
    Contains, ContainsIgnoreCase, ContainsBytes, StartsWith, StartsWithBytes, EndsWith,
    Glob, GlobIgnoreCase, Regex, In, Intersects, PathPrefix, Exists,
}

/// <summary>How a check that compares with a list takes it (<c>= anyof (a, b)</c>); none for a single value.</summary>
enum Quantifier : byte { None, One, Any, All }

static class ComparisonOperators
{
    /// <summary>Every operator as it is written; a text stands before any other that it begins with.</summary>
    static readonly (string Text, ComparisonOperator Operator)[] s_all =
    [
        ("==", ComparisonOperator.Equal), ("=", ComparisonOperator.Equal), ("!=", ComparisonOperator.NotEqual),
        ("<=", ComparisonOperator.LessOrEqual), ("<", ComparisonOperator.Less),
        (">=", ComparisonOperator.GreaterOrEqual), (">", ComparisonOperator.Greater),
        ("contains", ComparisonOperator.Contains), ("icontains", ComparisonOperator.ContainsIgnoreCase),
        ("bcontains", ComparisonOperator.ContainsBytes), ("startswith", ComparisonOperator.StartsWith),
        ("bstartswith", ComparisonOperator.StartsWithBytes), ("endswith", ComparisonOperator.EndsWith),
        ("glob", ComparisonOperator.Glob), ("iglob", ComparisonOperator.GlobIgnoreCase), ("regex", ComparisonOperator.Regex),
        ("intersects", ComparisonOperator.Intersects), ("in", ComparisonOperator.In),
        ("pmatch", ComparisonOperator.PathPrefix), ("exists", ComparisonOperator.Exists),
    ];

    /// <summary>The words among the operators.</summary>
    public static IEnumerable<string> Words => s_all.Select(o => o.Text).Where(t => char.IsAsciiLetter(t[0]));

    /// <summary>The operator that a text begins with. As in sysdig no blank need follow it.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out ComparisonOperator found, out int length)
    {
        foreach (var (name, op) in s_all)
        {
            if (!text.StartsWith(name, StringComparison.Ordinal))
                continue;
            found = op;
            length = name.Length;
            return true;
        }
        found = default;
        length = 0;
        return false;
    }

    public static string Text(this ComparisonOperator op)
    {
        foreach (var (name, each) in s_all)
            if (each == op && name != "==")
                return name;
        throw new ArgumentOutOfRangeException(nameof(op));
    }

    public static string Text(this Quantifier quantifier) => quantifier switch
    {
        Quantifier.One => "oneof",
        Quantifier.Any => "anyof",
        Quantifier.All => "allof",
        _ => "",
    };

    /// <summary>The operator takes a list of values in brackets.</summary>
    public static bool TakesList(this ComparisonOperator op) =>
        op is ComparisonOperator.In or ComparisonOperator.Intersects or ComparisonOperator.PathPrefix;
}
