using CSysdig.Model.Filters.Binding;
using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters;

/// <summary>A filter ready to be asked of events. It may own scratch buffers: one instance a thread.</summary>
public sealed class Filter
{
    Filter(FilterNode root) => Root = root;

    /// <summary>Reads a filter as sysdig's users write it.</summary>
    /// <exception cref="FilterException">Where the text is wrong, with the column and what was expected.</exception>
    public static Filter Parse(string text, FilterDialect dialect = FilterDialect.EnterExit) =>
        new(FilterBinder.Bind(FilterParser.Parse(text, dialect)));

    public bool Test(Event e) => Root.Test(e);

    /// <summary>
    /// The parts, for queries over kept events: a part whose <see cref="FilterNode.Scope"/> is a thread's or an fd's
    /// version, or the event's type, is asked once a version and never again. Its parts keep scratch too: one a thread.
    /// </summary>
    public FilterNode Root { get; }
}
