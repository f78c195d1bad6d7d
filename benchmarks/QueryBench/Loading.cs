using System.Diagnostics;
using CSysdig.Model.History;
using CSysdig.Model.Opening;
using CSysdig.Model.Queries;
using CSysdig.Model.Story;
using CSysdig.Model.Views;

namespace CSysdig.QueryBench;

/// <summary>Loads a capture alone, and while somebody reads its story, looks at a view and types a filter: how much longer it takes, and how long it stood still.</summary>
static class Loading
{
    const string Typed = "proc.name contains sshd and fd.name contains etc";
    static readonly TimeSpan s_keystroke = TimeSpan.FromMilliseconds(300);

    public static void Run(string capture, int times)
    {
        var alone = new List<double>();
        var asked = new List<double>();
        var stall = 0.0;
        // Turn about: what else the machine does hits both.
        for (var i = 0; i < times; i++)
        {
            alone.Add(Load(capture, isAsked: false).Took);
            var (took, longest) = Load(capture, isAsked: true);
            asked.Add(took);
            stall = Math.Max(stall, longest);
            Console.WriteLine($"loaded in {alone[^1]:F0} ms alone, in {took:F0} ms while it was asked; longest stall {longest:F0} ms");
        }
        Console.WriteLine($"best: {alone.Min():F0} ms alone, {asked.Min():F0} ms while it was asked: {asked.Min() / alone.Min():F2} times; longest stall {stall:F0} ms");
    }

    static (double Took, double Stall) Load(string capture, bool isAsked)
    {
        var clock = Stopwatch.StartNew();
        using var history = CaptureHistory.Open(capture, new HistoryOptions());
        using var story = isAsked ? StoryRun.Start(history) : null;
        using var first = isAsked ? Start(history, "") : null;
        TableRun? typed = null;
        var (count, grown, keystroke, stall, keys) = (0L, 0.0, 0.0, 0.0, 0);
        while (!history.IsComplete)
        {
            Thread.Sleep(1);
            var now = clock.Elapsed.TotalMilliseconds;
            if (history.Count != count)
                (count, grown) = (history.Count, now);
            else if (count > 0)
                stall = Math.Max(stall, now - grown);
            if (!isAsked || now - keystroke < s_keystroke.TotalMilliseconds)
                continue;
            keystroke = now;
            typed?.Dispose();
            typed = Start(history, Typed[..WordEnd(keys++)]);
        }
        var took = clock.Elapsed.TotalMilliseconds;
        typed?.Dispose();
        return (took, stall);
    }

    /// <summary>A filter that is being typed parses at the ends of its checks alone; each keystroke asks one of these anew.</summary>
    static int WordEnd(int keys) => keys % 2 == 0 ? Typed.IndexOf(" and", StringComparison.Ordinal) : Typed.Length;

    static TableRun Start(CaptureHistory history, string filter)
    {
        var view = ViewCatalog.Start();
        return TableRun.Start(history, view.ToTableQuery(new Selection(filter).FilterFor(view)));
    }
}
