using System.Globalization;
using CSysdig.Capture.Events;
using CSysdig.Model.Calls;
using CSysdig.Model.History;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>What a capture doesn't know.</summary>
static class Gaps
{
    const int MostStretches = 20;

    /// <summary>A sentence each, made of the program's words and numbers.</summary>
    /// <param name="cut">What <see cref="Cut"/> has found.</param>
    public static IReadOnlyList<string> Of(CaptureHistory history, ReportFacts facts, string? cut)
    {
        var all = new List<string>();
        var sessions = facts.Sessions;
        all.Add(Line($"The capture begins at {UtcText.Of(history.FirstTimestamp)}: what went before it is not in it, but for the processes, files and connections that were open then."));
        if (sessions.Count(s => s.Row.IsOlder) is > 0 and var older)
            all.Add(Line($"{older:#,0} of the sessions told here were open before it began: how they began, and what was done in them until then, is not known."));
        if (sessions.Count(s => s.Row.IsOpen) is > 0 and var open)
            all.Add(Line($"{open:#,0} of the sessions told here were open still when it ended, at {UtcText.Of(history.LastTimestamp)}."));
        if (history.First > 0)
            all.Add(Line($"The first {history.First:#,0} events were let go before the report was made."));
        if (history.Losses.Message is { } losses)
            all.Add($"Of the file: {losses}");
        if (history.Forgotten is { } forgotten)
            all.Add($"For want of memory: {forgotten}");
        AddLost(all, history.Lost.All);
        if (cut is not null)
            all.Add(cut);
        var left = facts.Story.LeftOut + facts.Sessions.Sum(s => s.Transcript?.LeftOut ?? 0) + facts.TracesLeftOut;
        if (left > 0)
            all.Add(Line($"{left:#,0} further things (findings, commands, files, connections, traces) are left out: there was no room for them."));
        if (facts.FindingsLeftOut > 0)
            all.Add(Line($"{facts.FindingsLeftOut:#,0} findings stand in the timeline without their evidence."));
        if (facts.FilesProblem is { } problem)
            all.Add($"What files held was not looked at: {SafeText.Clean(problem)}");
        all.Add("Names of machines are those that stood in captured bytes and arguments; none was looked up.");
        return all;
    }

    static void AddLost(List<string> all, LostStretch[] lost)
    {
        foreach (var stretch in lost.Take(MostStretches))
            all.Add(Line($"Events are missing between {UtcText.Of(stretch.From)} and {UtcText.Of(stretch.Until)}: {(stretch.Events > 0 ? Line($"{stretch.Events:#,0} of them") : "how many, the capture does not say")}."));
        if (lost.Length > MostStretches)
            all.Add(Line($"So they are in {lost.Length - MostStretches:#,0} stretches more."));
    }

    /// <summary>A sentence about buffers that were cut, or null. It takes a look at every call that moved bytes.</summary>
    public static string? Cut(CaptureHistory history)
    {
        var (calls, cut, longest) = (0L, 0L, 0);
        var cursor = history.CreateCursor();
        var chunks = history.Rows.Chunks;
        for (var row = history.First; row < history.End;)
        {
            var chunk = chunks.Lend(EventChunk.NumberOf(row));
            for (var last = Math.Min(history.End - 1, row | EventChunk.Mask); row <= last; row++)
                if (IoCall.Is((EventCode)chunk.ClassOf(EventChunk.IndexOf(row)).Code) && cursor.Load(row) && IoCall.TryRead(cursor.Event, out var call) && call.Count > 0)
                {
                    calls++;
                    longest = Math.Max(longest, call.Data.Length);
                    cut += call.Data.Length < call.Count ? 1 : 0;
                }
            chunks.GiveBack(chunk);
        }
        return cut == 0 ? null
            : Line($"Of {calls:#,0} calls that moved bytes {cut:#,0} moved more than the capture kept of them; the longest buffer in it has {longest:#,0} bytes.");
    }

    static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
