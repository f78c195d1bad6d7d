using CSysdig.Model.Fields;

namespace CSysdig.Model.Filters.Predicates;

/// <summary>How the parts of a filter are joined.</summary>
public enum FilterJoin : byte
{
    /// <summary>A single check without parts.</summary>
    None,
    And, Or, Not,
}

/// <summary>A part of a filter that can be asked alone.</summary>
public abstract class FilterNode
{
    /// <summary>What decides the answer: what all parts read.</summary>
    public virtual FieldReads Reads => Parts.Aggregate(FieldReads.None, (reads, part) => reads | part.Reads);
    /// <summary>The fields that are asked.</summary>
    internal virtual IEnumerable<string> Fields => Parts.SelectMany(p => p.Fields);
    public virtual FilterJoin Join => FilterJoin.None;
    public virtual IReadOnlyList<FilterNode> Parts => [];
    public abstract bool Test(Event e);

    /// <summary>No event outside of this stretch of time passes.</summary>
    /// <param name="first">The time of the capture's first event.</param>
    internal virtual TimeRange TimesOf(ulong first) => TimeRange.All;

    /// <summary>What a test costs beside others, roughly in nanoseconds; the cheap ones of an and/or are asked first.</summary>
    internal abstract int Cost { get; }
}
