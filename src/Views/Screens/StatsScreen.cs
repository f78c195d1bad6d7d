using System.Globalization;
using CSysdig.Model.Queries;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Screens;

/// <summary>What the loaded capture takes, at the moment when it was asked for: for who wonders where memory or time went.</summary>
sealed class StatsScreen : TextScreen
{
    public StatsScreen(IScreenHost host) : base(host)
    {
        var s = host.History.Statistics;
        Heading("What is loaded");
        Number("events", s.Events, host.History.IsFromCache ? "from the cache" : s.LoadedIn == TimeSpan.Zero ? "and more to come" : Number($"loaded in {s.LoadedIn.TotalSeconds:F2} s"));
        if (host.History.Lost is { All.Length: > 0 and var stretches, Events: var lost })
            Number("lost", lost, Number($"events, and where the capture does not say how many; in {stretches:N0} stretches, with ! on the timeline"));
        Number("thread versions", s.ThreadVersions, "each time that something became known of a thread or process");
        Number("fd versions", s.FdVersions, "the same of files, connections and other fds");
        Blank();
        Heading("What it takes");
        Number("chunks", s.Chunks, Number($"of 65,536 events; {s.ChunksInMemory:N0} in memory, with {Size(s.ColumnBytes)}"));
        Number("state pages", s.StatePages, "of versions, and of threads that have ended, are put aside");
        Number("fetched", s.Fetched, "times one that was put aside was needed");
        Entry("put aside", $"{Size(s.SpoolBytes)} packed, {Size(s.SpoolMemory)} of it in memory", Style.Key);
        Number("answers", TableRun.AnswersOf(host.History), "kept whole, so that going back costs nothing");
        Entry("managed", $"{Size(s.ManagedBytes)} by the collector, what it has not yet collected too", Style.Key);
        Entry("process", $"{Size(s.ProcessBytes)} as the system counts", Style.Key);
    }

    public override string Title => "Stats";

    void Number(string name, long count, string about) => Entry(name, Number($"{count:N0} {about}"), Style.Key);

    static string Size(long bytes) => Number($"{bytes / (double)(1 << 20):N1} MiB");

    static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
