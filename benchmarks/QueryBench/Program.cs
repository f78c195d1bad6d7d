using System.Diagnostics;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Views.Catalog;

// What a user of csysdig waits for, without a terminal: loading, then drill-down, back, another view, a new filter.
// QueryBench FILE [REPEAT]

if (args.Length == 0)
{
    Console.Error.WriteLine("QueryBench FILE [REPEAT]: name a capture, best one of two million events");
    return 2;
}
var repeat = args.Length > 1 ? int.Parse(args[1]) : 5;
var clock = Stopwatch.StartNew();
using var history = CaptureHistory.Open(args[0], new HistoryOptions { CacheFolder = args.Length > 2 ? args[2] : null });
using (var first = TableRun.Start(history, ViewCatalog.Start().ToTableQuery(new Selection().FilterFor(ViewCatalog.Start()))))
{
    while (first.Result is not { RowCount: > 0 } && !history.IsComplete)
        Thread.Sleep(1);
    Console.WriteLine($"first rows            {clock.ElapsedMilliseconds,6} ms");
    history.Completion.Wait();
    Console.WriteLine($"loaded                {clock.ElapsedMilliseconds,6} ms  {history.Count:N0} events");
    first.Completion.Wait();
    Console.WriteLine($"first view complete   {clock.ElapsedMilliseconds,6} ms");
}
Console.WriteLine($"memory                {Environment.WorkingSet >> 20,6} MiB");

var machine = new Selection();
var procs = View("procs");
var worst = 0L;
Ask("view procs", procs, machine);
var top = TableRun.Answer(history, Query(procs, machine));
var process = machine.DrillDown(procs, top.KeyText(0), top.HasTextKey);
Ask("drill-down: threads", View("threads"), process);
Ask("drill-down: its connections", View("connections"), process);
var connections = TableRun.Answer(history, Query(View("connections"), machine));
var connection = process.DrillDown(View("connections"), connections.KeyText(0), connections.HasTextKey);
Ask("drill-down: incoming", View("procs"), connection);
Ask("back: procs", procs, machine);
foreach (var view in ViewCatalog.All.Where(v => v.Kind == ViewKind.Table && v.AppliesTo.Contains("") && !v.Id.StartsWith("kubernetes")))
    Ask("view " + view.Id, view, machine);
foreach (var filter in new[] { "proc.name=perl", "fd.name contains /etc", "evt.type=openat and fd.name contains /etc", "evt.failed=true", "evt.res!=SUCCESS", "evt.buffer contains PRIVMSG", "fd.type=ipv4 and evt.buflen>100" })
    Ask($"filter {filter}", procs, new Selection(filter));
AskRows("echo of the connection", new RowQuery(connection.Filter, RowKind.InputOutput));
AskRows("echo of everything", new RowQuery("", RowKind.InputOutput));
AskRows("dig of the process", new RowQuery(process.Filter, RowKind.EventLines));
AskRows("list spy_users", View("spy_users").ToRowQuery(machine.FilterFor(View("spy_users"))));
Console.WriteLine($"slowest               {worst,6} ms");
return 0;

ViewDefinition View(string id) => ViewCatalog.Find(id)!;

TableQuery Query(ViewDefinition view, Selection selection) => view.ToTableQuery(selection.FilterFor(view), selection.Depth);

void Ask(string what, ViewDefinition view, Selection selection) =>
    Measure(what, () => TableRun.Answer(history, Query(view, selection)).RowCount);

void AskRows(string what, RowQuery query) => Measure(what, () =>
{
    using var run = RowRun.Start(history, query);
    run.Completion.Wait();
    return run.Count;
});

void Measure(string what, Func<int> ask)
{
    var times = new List<long>();
    var busy = Environment.CpuUsage.TotalTime;
    var rows = 0;
    try
    {
        for (var i = 0; i < repeat; i++)
        {
            var started = Stopwatch.GetTimestamp();
            rows = ask();
            times.Add((long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }
    catch (CSysdig.Model.Fields.FieldException e)
    {
        Console.WriteLine($"{what,-42} {e.Message}");
        return;
    }
    worst = Math.Max(worst, times.Min());
    busy = (Environment.CpuUsage.TotalTime - busy) / repeat;
    Console.WriteLine($"{what,-42} first {times[0],5} ms  best {times.Min(),5} ms  processor {busy.TotalMilliseconds,5:F0} ms  {rows,8:N0} rows");
}
