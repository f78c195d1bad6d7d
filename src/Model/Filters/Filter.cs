namespace CSysdig.Model.Filters;

/// <summary>The filter language of an age: where the tools contradict each other, the capture's generation decides.</summary>
public enum FilterDialect : byte
{
    /// <summary>sysdig 0.29.3, for captures with enter and exit events.</summary>
    EnterExit,
    /// <summary>libs 0.25.4, for captures of exit events only: <c>==</c>, and <c>and</c> before <c>or</c> without brackets.</summary>
    ExitOnly,
}

/// <summary>A filter ready to be asked of events. It may own scratch buffers: one instance a thread.</summary>
public sealed class Filter
{
    Filter() { }

    /// <summary>Reads a filter as sysdig's users write it.</summary>
    /// <exception cref="FilterException">Where the text is wrong, with the column and what was expected.</exception>
    public static Filter Parse(string text, FilterDialect dialect = FilterDialect.EnterExit) => throw new NotImplementedException();

    public bool Test(Event e) => throw new NotImplementedException();

    /// <summary>
    /// The parts, for queries over kept events: a part whose <see cref="FilterNode.Scope"/> is a thread's or an fd's
    /// version, or the event's type, is asked once a version and never again. Its parts keep scratch too: one a thread.
    /// </summary>
    public FilterNode Root => throw new NotImplementedException();
}

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
    /// <summary>What the answer depends on; <see cref="Fields.FieldScope.Event"/> when on more than one kind of thing.</summary>
    public abstract Fields.FieldScope Scope { get; }
    public virtual FilterJoin Join => FilterJoin.None;
    public virtual IReadOnlyList<FilterNode> Parts => [];
    public abstract bool Test(Event e);
}

/// <summary>A filter can't be read. <see cref="Column"/> counts from 0.</summary>
public sealed class FilterException(string message, int column) : Exception(message)
{
    public int Column { get; } = column;
}
