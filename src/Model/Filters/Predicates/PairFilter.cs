using CSysdig.Model.Fields;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Text;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>A field compared with another (<c>thread.tid != val(proc.pid)</c>); false where either has no value.</summary>
sealed class PairFilter(Field left, Field right, ComparisonOperator op, ValueKind kind) : FilterNode
{
    public override FieldReads Reads => left.Reads | right.Reads;
    internal override IEnumerable<string> Fields => [left.Definition.Name, right.Definition.Name];
    internal override int Cost => 60;

    public static bool Supports(ComparisonOperator op) => op is not (ComparisonOperator.Regex or ComparisonOperator.PathPrefix
        or ComparisonOperator.ContainsBytes or ComparisonOperator.StartsWithBytes or ComparisonOperator.Glob or ComparisonOperator.GlobIgnoreCase);

    public override bool Test(Event e)
    {
        var x = default(FieldValue);
        var y = default(FieldValue);
        if (!left.TryGet(e, ref x) || !right.TryGet(e, ref y))
            return false;
        return op switch
        {
            ComparisonOperator.Contains => x.Bytes.IndexOf(y.Bytes) >= 0,
            ComparisonOperator.ContainsIgnoreCase => AsciiCase.Contains(x.Bytes, y.Bytes),
            ComparisonOperator.StartsWith => x.Bytes.StartsWith(y.Bytes),
            ComparisonOperator.EndsWith => x.Bytes.EndsWith(y.Bytes),
            _ => Ordering.Holds(op, Compare(x, y)),
        };
    }

    int Compare(in FieldValue x, in FieldValue y) => kind switch
    {
        ValueKind.Unsigned => ((ulong)x.Number).CompareTo((ulong)y.Number),
        ValueKind.Double => x.Double.CompareTo(y.Double),
        _ when kind.IsNumber() => x.Number.CompareTo(y.Number),
        _ => x.Bytes.SequenceCompareTo(y.Bytes),
    };
}
