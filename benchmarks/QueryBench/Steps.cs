using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;

namespace CSysdig.QueryBench;

/// <summary>What a user of csysdig does at a loaded capture.</summary>
sealed class Steps(CaptureHistory history)
{
    static readonly string[] s_below = ["threads", "files", "connections", "syscalls", "errors", "directories"];

    static readonly string[] s_fieldFilters =
    [
        "proc.name=perl", "fd.name contains /etc", "evt.type=openat and fd.name contains /etc", "evt.failed=true", "evt.res!=SUCCESS",
        "fd.type=ipv4 and evt.buflen>100", "user.name=root", "fd.sport=6667", "proc.pname=sshd", "evt.dir=> and fd.type=file",
        "fd.name startswith /tmp", "proc.cmdline contains http", "fd.l4proto=udp", "evt.type in (read, write)", "thread.tid=1",
    ];

    static readonly string[] s_bufferFilters =
    [
        "evt.buffer contains PRIVMSG", "evt.buffer contains password", "evt.buffer contains GET", "evt.buffer contains @udp1",
        "evt.buffer contains ELF", "evt.buffer contains nothing-has-this", "fd.type=ipv4 and evt.buffer contains HTTP",
    ];

    static readonly string[] s_keys =
        ["proc.name", "fd.name", "evt.type", "user.name", "fd.directory", "proc.pid", "fd.sip", "fd.sport", "evt.cpu", "proc.exepath"];

    readonly Selection _machine = new();

    public IEnumerable<Timings> All()
    {
        yield return DrillDown();
        yield return DrillUp();
        yield return ChangeOfView();
        yield return Filters("new filter on fields", s_fieldFilters);
        yield return Filters("new filter on buffers", s_bufferFilters);
        yield return Search();
        yield return GroupBy();
        yield return Overview();
    }

    Timings DrillDown()
    {
        var timings = new Timings("drill-down: a process, six views");
        var procs = View("procs");
        var top = TableRun.Answer(history, Query(procs, _machine));
        for (var row = 0; row < Math.Min(10, top.RowCount); row++)
            foreach (var below in s_below)
                Ask(timings, Query(View(below), _machine.DrillDown(procs, top.KeyText(row), top.HasTextKey)));
        return timings;
    }

    Timings DrillUp()
    {
        var timings = new Timings("drill-up");
        using (var before = TableRun.Start(history, Query(View("procs"), _machine)))
            before.Completion.Wait();
        for (var i = 0; i < 10; i++)
            Ask(timings, Query(View("procs"), _machine));
        return timings;
    }

    Timings ChangeOfView()
    {
        var timings = new Timings("change of view: each table once");
        foreach (var view in ViewCatalog.All.Where(v => v.Kind == ViewKind.Table && !v.IsOnlyInJson && v.AppliesTo.Contains("") && v.Id != "procs"))
            Ask(timings, Query(view, _machine));
        return timings;
    }

    Timings Filters(string step, string[] filters)
    {
        var timings = new Timings(step);
        foreach (var filter in filters)
            Ask(timings, Query(View("procs"), new Selection(filter)));
        return timings;
    }

    Timings Search()
    {
        var timings = new Timings("search in all buffers, as event lines");
        foreach (var filter in s_bufferFilters)
        {
            RowRun? run = null;
            timings.Take(() => (run = RowRun.Start(history, new RowQuery(filter, RowKind.EventLines))).Completion, () => run!.Count > 0 || run.RowsAsked > 0);
            run!.Dispose();
        }
        return timings;
    }

    Timings GroupBy()
    {
        var timings = new Timings("group by a field: events and bytes");
        foreach (var key in s_keys)
            Ask(timings, new TableQuery
            {
                KeyField = key,
                Columns = [new QueryColumn(key), new QueryColumn("evt.count", Aggregation.Sum), new QueryColumn("evt.buflen", Aggregation.Sum)],
                SortColumn = 1,
                UseDefaults = true,
            });
        return timings;
    }

    Timings Overview()
    {
        var timings = new Timings("overview: all numbers");
        for (var i = 0; i < 5; i++)
        {
            MetricRun? run = null;
            timings.Take(() => (run = MetricRun.Start(history, "", [.. Metrics.All.Select(metric => metric.Query).OfType<MetricQuery>()])).Completion, () => run!.Version > 0);
            run!.Dispose();
        }
        return timings;
    }

    void Ask(Timings timings, TableQuery query)
    {
        TableRun? run = null;
        timings.Take(() => (run = TableRun.Start(history, query)).Completion, () => run!.Result is not null);
        run!.Dispose();
    }

    static TableQuery Query(ViewDefinition view, Selection selection) => view.ToTableQuery(selection.FilterFor(view), selection.Depth);

    static ViewDefinition View(string id) => ViewCatalog.Find(id)!;
}
