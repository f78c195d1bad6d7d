using CSysdig.Capture.Scap;
using CSysdig.Model.Filters.Binding;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.State;

namespace CSysdig.Model.Filters;

/// <summary>A filter ready to be asked of events. It may own scratch buffers: one instance a thread.</summary>
public sealed class Filter
{
    Filter(FilterNode root, IEnumerable<string> askedTypes)
    {
        Root = root;
        AskedTypes = [.. askedTypes];
    }

    /// <summary>Reads a filter as sysdig's users write it.</summary>
    /// <exception cref="FilterException">Where the text is wrong, with the column and what was expected.</exception>
    /// <param name="compat">What counts from the time a filter asked before does so.</param>
    public static Filter Parse(string text, FilterDialect dialect = FilterDialect.Older, bool asPrinted = false, bool compat = false)
    {
        var tree = FilterParser.Parse(text, dialect);
        return new(new FilterBinder(new OperandBinder(asPrinted, compat), dialect).Bind(tree), SiblingTypes.AskedBy(tree));
    }

    /// <summary>Reads a filter in the language of a capture's age.</summary>
    /// <param name="asPrinted">Fields have the values which the tool of that age prints, also where it misreads them.</param>
    /// <exception cref="FilterException">Where the text is wrong, with the column and what was expected.</exception>
    public static Filter Parse(string text, MachineState state, bool asPrinted = false) => Parse(text, DialectOf(state), asPrinted, state.Compat);

    /// <summary>The language of a capture's age: that of the tool whose view of its state is meant.</summary>
    public static FilterDialect DialectOf(MachineState state) =>
        state.Generation != Generation.EnterExit ? FilterDialect.Newer : state.Compat ? FilterDialect.Sysdig029 : FilterDialect.Older;

    public bool Test(Event e) => Root.Test(e);

    /// <summary>There are events of this name.</summary>
    public static bool IsEventType(string name) => EventNames.Contains(name);

    /// <summary>Types it asks for that calls of other names may stand for (<see cref="SiblingTypes"/>).</summary>
    public IReadOnlyList<string> AskedTypes { get; }

    /// <summary>
    /// The parts, for queries over kept events: one that reads a thread's or an fd's version alone, or the event's type
    /// (<see cref="FilterNode.Reads"/>), is asked once a version and never again. Its parts keep scratch too: one a thread.
    /// </summary>
    public FilterNode Root { get; }
}
