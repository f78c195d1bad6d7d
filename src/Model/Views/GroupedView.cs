using CSysdig.Model.Fields;
using CSysdig.Model.Queries;

namespace CSysdig.Model.Views;

/// <summary>A view made on the spot: the events of a selection gathered by any field, the frequent values first.</summary>
public static class GroupedView
{
    const string Prefix = "by ";

    /// <summary>The view of a field.</summary>
    /// <exception cref="FieldException">There is no such field, or it has no value that events could be gathered by.</exception>
    public static ViewDefinition By(string field)
    {
        var bound = FieldCatalog.Bind(field);
        if ((bound.Definition.Flags & FieldFlags.FilterOnly) != 0)
            throw new FieldException($"{field} only tells events apart: it has no value to gather them by");
        return new ViewDefinition
        {
            Id = Prefix + field,
            Name = Prefix + field,
            Description = $"How often each value of {field} stands in the selection, with the bytes, the time and the failures that go with it.",
            Tips = ["Enter shows the processes behind a value.", "Values of a filter that is too wide are found here: gather, look, then keep or leave out."],
            Kind = ViewKind.Table,
            Filter = $"{field} exists",
            UseDefaults = true,
            WithIdleThreads = false,
            DrillDownTarget = field is "proc.pid" or "thread.tid" ? "threads" : "procs",
            Columns =
            [
                new ViewColumn { Name = "NA", Field = field, IsKey = true },
                new ViewColumn { Name = "EVENTS", Field = "evt.count", Aggregation = Aggregation.Sum, IsSorting = true, Description = "Events with the value." },
                new ViewColumn { Name = "BYTES IN", Field = "evt.buflen.in", Aggregation = Aggregation.Sum, Description = "Bytes read by them." },
                new ViewColumn { Name = "BYTES OUT", Field = "evt.buflen.out", Aggregation = Aggregation.Sum, Description = "Bytes written by them." },
                new ViewColumn { Name = "TIME", Field = "evt.latency", Aggregation = Aggregation.Sum, Description = "Time spent in their calls." },
                new ViewColumn { Name = "FAILED", Field = "evt.count.error", Aggregation = Aggregation.Sum, Description = "Calls that failed." },
                new ViewColumn { Name = field.ToUpperInvariant(), Field = field, Description = $"The value of {field}." },
            ],
        };
    }
}
