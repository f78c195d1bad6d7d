using System.Globalization;
using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Slices;
using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Overview;
using CSysdig.Views.Text;

namespace CSysdig.Views.Frame;

/// <summary>The first line: source, time span, events, progress, what was lost, host. What does not fit is left out from the least wanted.</summary>
static class Header
{
    /// <summary>Columns between two parts.</summary>
    const int Gap = 3, MostFinding = 48;

    public static void Compose(CaptureHistory history, HeaderFacts facts, Pulse? pulse, TimeRange? range, bool paused, ulong? countedFrom, HistoryRecording? recording, HistoryRecording? keeping, Line line)
    {
        var progress = history.Progress;
        var loss = facts.Loss.Length > 0 ? facts.Loss : "0 lost";
        var state = progress.Failure is not null ? "stopped"
            : progress.IsComplete ? ""
            : pulse is not null ? range is null ? "live" : "past"
            : progress.BytesTotal > 0 ? $"reading {(int)(progress.Fraction * 100)} %" : "reading";
        List<Part> parts =
        [
            new("csysdig", Style.Title, 0),
            new(history.Remote ?? (history.Path == "-" ? "standard input" : Path.GetFileName(history.Path)), Style.Bold, 1),
            new(state, pulse is not null && range is null ? Style.Bold : Style.Warning, 1),
            new(facts.Findings.Count ?? "", Style.Alarm, 1),
            new(ShortText.Middle(facts.Findings.Newest ?? "", MostFinding), Style.Warning, 3),
            new(history.Count == 0 ? "" : Span(new TimeRange(history.FirstTimestamp, history.LastTimestamp), range), Style.Text, 3),
            new($"{history.Count:#,0} events", Style.Text, pulse is null ? 2 : 5),
            new(pulse?.Rate ?? "", Style.Text, 2),
            new(pulse?.Load ?? "", Style.Text, 4),
            new(pulse?.Cost ?? "", Style.Dim, 4),
            new(paused ? "paused" : "", Style.Warning, 1),
            new(countedFrom is { } from ? $"+- from {Clock.TimeOfDay(from)}" : "", Style.Warning, 1),
            new(SizeOf("rec", recording), Style.Warning, 1),
            new(SizeOf("keep", keeping), Style.Dim, 2),
            new(loss, facts.Loss.Length > 0 ? Style.Alarm : Style.Dim, facts.Loss.Length > 0 ? 1 : 4),
        ];
        Write(parts, facts.Host.Length > 0 ? $"host {facts.Host}" : "", line);
    }

    /// <summary>What stands side by side, and at the right end the host.</summary>
    public static void Write(List<Part> parts, string host, Line line)
    {
        parts.RemoveAll(part => part.Text.Length == 0);
        while (parts.Count > 2 && Columns(parts) + (host.Length > 0 ? host.Length + Gap : 0) + 2 > line.Width)
        {
            if (host.Length > 0)
                host = "";
            else
                parts.Remove(parts.OrderBy(part => part.Rank).Last());
        }
        line.Unbox(1);
        foreach (var part in parts)
            line.Write(SafeText.Clean(part.Text), part.Style).Write("   ");
        line.Box(Math.Max(line.Column, line.Width - host.Length - 1), host.Length);
        line.Write(SafeText.Clean(host), Style.Dim);
    }

    /// <summary>
    /// From the first event to the newest, or the stretch that was chosen of it, in local time; with the day where it changes, and
    /// with what is not UTC.
    /// </summary>
    public static string Span(TimeRange all, TimeRange? range)
    {
        var shown = range is { } chosen ? all.And(chosen) : all;
        var of = range is null ? "" : $" ({Units.Duration(shown.Length)} of {Units.Duration(all.Length)})";
        var (from, to) = (LocalClock.Current.At(shown.From), LocalClock.Current.At(shown.Until));
        var format = from.Date == to.Date ? "HH:mm:ss" : "MM-dd HH:mm:ss";
        var (first, last) = (from.ToString(format, CultureInfo.InvariantCulture), to.ToString(format, CultureInfo.InvariantCulture));
        return $"{first}{(from.Offset != to.Offset ? Offset(from) : "")} – {last}{(from.Offset == to.Offset && to.Offset == TimeSpan.Zero ? "" : Offset(to))}{of}";
    }

    static string SizeOf(string what, HistoryRecording? running) => running is { Completion.IsCompleted: false } ? $"{what} {Units.Bytes(running.Size)}" : "";

    static string Offset(DateTimeOffset time) => time.ToString(" zzz", CultureInfo.InvariantCulture);

    static int Columns(List<Part> parts) => parts.Sum(part => Cells.Of(part.Text) + Gap) - Gap;

    /// <param name="Rank">What has the highest is left out first.</param>
    public readonly record struct Part(string Text, Style Style, int Rank);
}

/// <summary>What the header knows of the machine and of what could not be read so far.</summary>
sealed record HeaderFacts(string Host, string Loss)
{
    public static HeaderFacts None { get; } = new("", "");

    /// <summary>How many findings there are, with the key to them, and what the newest is; null for none.</summary>
    public (string? Count, string? Newest) Findings { get; init; }

    public static HeaderFacts Take(CaptureHistory history)
    {
        var losses = history.Losses;
        List<string> lost = [];
        if (history.Lost is { All.Length: > 0, Events: var events })
            lost.Add(events > 0 ? $"{Sparkline.Lost} {events.ToString("#,0", CultureInfo.InvariantCulture)} events lost" : $"{Sparkline.Lost} events lost");
        if (losses.TruncatedAt is { } at)
            lost.Add($"cut at byte {at.ToString("#,0", CultureInfo.InvariantCulture)}");
        Add(lost, losses.DamagedBlocks, "damaged");
        Add(lost, losses.UnknownEventCount, "unknown events");
        Add(lost, losses.UnknownBlockCount, "unknown blocks");
        Add(lost, history.State.ForgottenProcesses, "processes forgotten");
        return new(history.State.Machine.HostName, string.Join(", ", lost));
    }

    static void Add(List<string> lost, long count, string what)
    {
        if (count > 0)
            lost.Add($"{count.ToString("#,0", CultureInfo.InvariantCulture)} {what}");
    }
}
