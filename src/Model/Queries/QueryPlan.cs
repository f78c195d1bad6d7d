using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Predicates;
using CSysdig.Model.State;

namespace CSysdig.Model.Queries;

/// <summary>How a question is answered, in words: what is asked once for which thing, and what of every event. For who wonders why it takes long.</summary>
public static class QueryPlan
{
    /// <summary>The plan of each part of a filter that is answered for itself: <c>proc.name: thread version; evt.buffer: event</c>.</summary>
    public static string Of(string filter, MachineState state) => filter.Length == 0 ? "" : Join(Of(Filter.Parse(filter, Filter.DialectOf(state)).Root));

    /// <summary>The same of a table: filter, key and columns.</summary>
    public static string Of(TableQuery query, MachineState state) =>
        Join([Of(query.Filter, state), .. TableScan.AllColumns(query).Select(c => c.Field).Prepend(query.KeyField).Select(f => $"{f}: {ReadPlan.Of(FieldCatalog.Bind(f))}")]);

    static IEnumerable<string> Of(FilterNode node) => RowTest.IsTakenApart(node) ? node.Parts.SelectMany(Of)
        : [$"{string.Join(", ", node.Fields.Distinct())}: {(node is ITestsField check ? ReadPlan.Of(check.Field) : ReadPlan.Of(node.Reads))}"];

    static string Join(IEnumerable<string> parts) => string.Join("; ", parts.Where(p => p.Length > 0).Distinct());
}
