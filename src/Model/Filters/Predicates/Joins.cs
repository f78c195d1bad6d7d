using CSysdig.Model.Fields;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>All parts hold. An and within an and is taken apart, and cheap parts stand first.</summary>
sealed class AndFilter(IEnumerable<FilterNode> parts) : FilterNode
{
    readonly FilterNode[] _parts = Joined.Flatten(parts, FilterJoin.And);

    public override FilterJoin Join => FilterJoin.And;
    public override IReadOnlyList<FilterNode> Parts => _parts;
    internal override int Cost => Joined.Cost(_parts);
    internal override TimeRange TimesOf(ulong first) => _parts.Aggregate(TimeRange.All, (times, part) => times.And(part.TimesOf(first)));

    public override bool Test(Event e)
    {
        foreach (var part in _parts)
            if (!part.Test(e))
                return false;
        return true;
    }
}

/// <summary>At least one part holds.</summary>
sealed class OrFilter(IEnumerable<FilterNode> parts) : FilterNode
{
    readonly FilterNode[] _parts = Joined.Flatten(parts, FilterJoin.Or);

    public override FilterJoin Join => FilterJoin.Or;
    public override IReadOnlyList<FilterNode> Parts => _parts;
    internal override int Cost => Joined.Cost(_parts);
    internal override TimeRange TimesOf(ulong first) => _parts.Select(part => part.TimesOf(first)).Aggregate((times, part) => times.Or(part));

    public override bool Test(Event e)
    {
        foreach (var part in _parts)
            if (part.Test(e))
                return true;
        return false;
    }
}

/// <summary>The part does not hold; so it is where the part's field has no value.</summary>
sealed class NotFilter(FilterNode part) : FilterNode
{
    readonly FilterNode[] _parts = [part];

    public override FilterJoin Join => FilterJoin.Not;
    public override IReadOnlyList<FilterNode> Parts => _parts;
    internal override int Cost => part.Cost;

    public override bool Test(Event e) => !part.Test(e);
}

/// <summary>Exactly one part holds (<c>oneof</c>).</summary>
sealed class OneOfFilter(FilterNode[] parts) : FilterNode
{
    public override IReadOnlyList<FilterNode> Parts => parts;
    internal override int Cost => Joined.Cost(parts);

    public override bool Test(Event e)
    {
        var count = 0;
        foreach (var part in parts)
            if (part.Test(e) && ++count > 1)
                return false;
        return count == 1;
    }
}

static class Joined
{
    public static FilterNode[] Flatten(IEnumerable<FilterNode> parts, FilterJoin join)
    {
        FilterNode[] flat = [.. parts.SelectMany(p => p.Join == join ? p.Parts : [p])];
        // What counts from the time it was asked before is asked as the filter is written, as in sysdig.
        return flat.Any(p => (p.Reads & FieldReads.Order) != 0) ? flat : [.. flat.OrderBy(p => p.Cost)];
    }

    public static int Cost(FilterNode[] parts) => parts.Sum(p => p.Cost);
}
