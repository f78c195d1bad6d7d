using System.Diagnostics;
using System.Globalization;
using CSysdig.Model.History;
using CSysdig.Model.Opening;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;

namespace CSysdig.QueryBench;

/// <summary>Loads a capture or standard input within so much memory, asks each view, and tells what the process took.</summary>
static class Budget
{
    public static int Run(string capture, long mebibytes, long window)
    {
        var options = new HistoryOptions { Memory = mebibytes << 20, Window = window };
        var clock = Stopwatch.StartNew();
        using var history = capture == "-" ? CaptureHistory.Open(Console.OpenStandardInput(), options) : CaptureHistory.Open(capture, options);
        history.Completion.Wait();
        Tell($"loaded {history.End:N0} events, {history.Count:N0} are there; {history.Progress.Failure ?? "all of them"}");
        foreach (var view in ViewCatalog.InJson(containers: true))
        {
            clock.Restart();
            var filter = new Selection().FilterFor(view);
            if (view.Kind == ViewKind.Table)
                Tell($"{view.Id}: {TableRun.Answer(history, view.ToTableQuery(filter)).RowCount:N0} rows");
            else
            {
                using var run = RowRun.Start(history, view.ToRowQuery(filter));
                run.Completion.Wait();
                Tell($"{view.Id}: {run.Count:N0} events");
            }
        }
        using var process = Process.GetCurrentProcess();
        var most = process.PeakWorkingSet64 >> 20;
        Console.WriteLine($"at most {most} MiB, {most / (double)mebibytes:F2} of what it may; {history.Problem ?? "everything was read"}");
        return most <= 1.3 * mebibytes && history.Problem is null && history.Progress.Failure is null ? 0 : 1;

        void Tell(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.ElapsedMilliseconds,7} ms {Environment.WorkingSet >> 20,5} MiB  {what}"));
    }
}
