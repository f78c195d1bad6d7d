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
    /// <summary>What the answer depends on; <see cref="FieldScope.Event"/> when on more than one kind of thing.</summary>
    public abstract FieldScope Scope { get; }
    public virtual FilterJoin Join => FilterJoin.None;
    public virtual IReadOnlyList<FilterNode> Parts => [];
    public abstract bool Test(Event e);

    /// <summary>No event outside of this stretch of time passes.</summary>
    /// <param name="first">The time of the capture's first event.</param>
    internal virtual TimeRange TimesOf(ulong first) => TimeRange.All;

    /// <summary>What a test costs beside others, roughly in nanoseconds; the cheap ones of an and/or are asked first.</summary>
    internal abstract int Cost { get; }

    /// <summary>
    /// The field counts from the time it was asked before (evt.deltatime, with --compat), so what stands before it in the filter decides
    /// when it is asked, as in sysdig.
    /// </summary>
    internal virtual bool KeepsOrder => Parts.Any(p => p.KeepsOrder);
}
