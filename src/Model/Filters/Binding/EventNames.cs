using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Parameters;

namespace CSysdig.Model.Filters.Binding;

/// <summary>The names that evt.type can have: those of the event table, also as earlier tools print them, and of system calls that come as generic events.</summary>
static class EventNames
{
    static readonly HashSet<string> s_all =
    [
        .. EventTable.All.ToArray().Select(e => e.Name),
        .. ((Dialect[])[Dialect.Pairs, Dialect.LaterPairs]).SelectMany(d => EventTable.All.ToArray().Select(e => Encoding.ASCII.GetString(d.Name(e.Code)))),
        .. Syscalls.All.Values,
        .. Syscalls.All.Keys.Select(code => Encoding.ASCII.GetString(Dialect.Pairs.SyscallName(code))),
    ];

    public static bool Contains(string name) => s_all.Contains(name);

    /// <exception cref="FilterException">evt.type is compared with a name that no event has.</exception>
    public static void Require(CheckNode check)
    {
        if (check.Operator is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.In or ComparisonOperator.Intersects))
            return; // the others take parts of names
        foreach (var value in check.Values)
        {
            if (s_all.Contains(value.Text))
                continue;
            if (value.Bytes.Length == 0)
                throw new FilterException("expected the name of an event, for example openat", value.Column);
            var near = Text.NearestWord.Of(value.Text, s_all);
            throw new FilterException($"there is no event type {value.Text}" + (near is null ? "" : $"; did you mean {near}?"), value.Column);
        }
    }
}
