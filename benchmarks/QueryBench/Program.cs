using System.Diagnostics;
using System.Globalization;
using CSysdig.Model.History;
using CSysdig.Model.Opening;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.QueryBench;

// What a user of csysdig waits for, without a terminal.
//   QueryBench FILE            loading, memory, then each kind of step
//   QueryBench FILE CACHE      the same; the history comes from, or goes to, the folder CACHE
//   QueryBench FILE - MIB      the same within so many mebibytes, as csysdig --memory; CACHE may stand in place of -
//   QueryBench FILE = PROGRAM  the same steps with the real csysdig
//   QueryBench FILE within MIB [WINDOW]  what it takes within so many mebibytes, asked for each view; FILE - is standard input
//   QueryBench FILE +          loading alone, and while it is asked; + 5 for five times each

if (args.Length == 0)
{
    Console.Error.WriteLine("QueryBench FILE [CACHE | - [MIB] | = PROGRAM | + [TIMES] | within MIB [WINDOW]]: name a capture, best one of ten million events");
    return 2;
}
if (args is [_, "=", var program])
{
    RealCsysdig.Run(program, args[0]);
    return 0;
}
if (args is [_, "within", var mebibytes, ..])
    return Budget.Run(args[0], long.Parse(mebibytes, CultureInfo.InvariantCulture), args.Length > 3 ? long.Parse(args[3], CultureInfo.InvariantCulture) : long.MaxValue);
if (args is [_, "+", ..])
{
    Loading.Run(args[0], args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 3);
    return 0;
}
var clock = Stopwatch.StartNew();
var options = new HistoryOptions { CacheFolder = args.Length > 1 && args[1] != "-" ? args[1] : null };
if (args.Length > 2)
    options = options with { Memory = long.Parse(args[2], CultureInfo.InvariantCulture) << 20 };
using var history = CaptureHistory.Open(args[0], options);
using (var first = TableRun.Start(history, ViewCatalog.Start().ToTableQuery(new Selection().FilterFor(ViewCatalog.Start()))))
{
    while (first.Result is not { RowCount: > 0 } && !first.Completion.IsCompleted)
        Thread.Sleep(1);
    Console.WriteLine($"first rows            {clock.ElapsedMilliseconds,6} ms{(history.IsFromCache ? ", from the cache" : "")}");
    history.Completion.Wait();
    Console.WriteLine($"loaded                {clock.ElapsedMilliseconds,6} ms  {history.Count:N0} events {history.Progress.Failure}");
    first.Completion.Wait();
    Console.WriteLine($"first view complete   {clock.ElapsedMilliseconds,6} ms");
}
var asked = clock.ElapsedMilliseconds;
var other = ViewCatalog.Find("files")!;
_ = TableRun.Answer(history, other.ToTableQuery(new Selection().FilterFor(other)));
Console.WriteLine($"another view complete {clock.ElapsedMilliseconds - asked,6} ms after it was asked");
history.Caching.Wait();
Console.WriteLine($"cache written         {clock.ElapsedMilliseconds,6} ms");
TellMemory("after loading");
Console.WriteLine($"| {"step",-38} | times | first p50 | first p99 |    p50 |    p99 | (ms)");
foreach (var timings in new Steps(history).All())
    Console.WriteLine(timings);
TellMemory("at the end");
return 0;

void TellMemory(string when)
{
    using var process = Process.GetCurrentProcess();
    Console.WriteLine($"memory {when,-14} {process.WorkingSet64 >> 20,6} MiB, at most {process.PeakWorkingSet64 >> 20} MiB: "
        + $"{(process.PeakWorkingSet64 - (100 << 20)) / (double)Math.Max(1, history.Count):F1} bytes an event and 100 MiB");
}
