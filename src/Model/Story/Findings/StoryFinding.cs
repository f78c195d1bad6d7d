using System.Globalization;
using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Findings;

/// <summary>A finding, ready to be shown. It never changes.</summary>
/// <param name="Number">The event that was the first evidence.</param>
/// <param name="What">The line: our words and captured texts. Escape it before it reaches a terminal.</param>
/// <param name="Comm">The process that was the first.</param>
/// <param name="Pids">The processes, the first ones.</param>
/// <param name="Since">When the call began that is the first evidence.</param>
/// <param name="Filter">Finds the evidence from <paramref name="Since"/> on; it holds no captured text.</param>
/// <param name="IsGrave">No ordinary work looks like this.</param>
public sealed record StoryFinding(
    FindingRule Rule, long Number, ulong Since, ulong First, ulong Last, long Count, byte[] What, byte[] Comm, IReadOnlyList<long> Pids, byte[] Container, string Filter, bool IsGrave)
{
    const int Subjects = 3;

    /// <summary>Which screen shows the evidence: never <see cref="EvidenceKind.Deed"/>, which is one of the others.</summary>
    public required EvidenceKind Evidence { get; init; }

    /// <summary>The numbers of the events that are the evidence, where the filter names each of them; else empty.</summary>
    public IReadOnlyList<long> Events { get; init; } = [];

    /// <summary>The filter names each event of the evidence.</summary>
    public bool IsNamed => Events.Count > 0;

    /// <summary>The line with every name that is kept, where <see cref="What"/> has the first ones.</summary>
    public required byte[] Text { get; init; }

    /// <summary>The threads that did it, the first ones.</summary>
    internal IReadOnlyList<FindingActor> Actors { get; init; } = [];

    /// <summary>The numbers of the events that it is made of, the first ones.</summary>
    internal IReadOnlyList<long> Made { get; init; } = [];

    /// <summary>The files and connections that it is about, by their names.</summary>
    internal IReadOnlyList<byte[]> Things { get; init; } = [];

    /// <summary>Of what moved from host to host: the same object for the lines of both hosts; else null.</summary>
    public object? Move { get; init; }

    /// <summary>It tells of the same as another, which may be told of it later.</summary>
    public bool IsSame(StoryFinding other) => Rule == other.Rule && First == other.First && Pids[0] == other.Pids[0];

    internal static StoryFinding Of(Finding finding)
    {
        var rule = finding.Rule;
        var what = WhatOf(rule, finding, Subjects);
        return new StoryFinding(rule, finding.Number, finding.Since, finding.First, finding.Last, finding.Count, what, finding.Comm, [.. finding.Pids],
            finding.Container is { } c ? c.Name.Length > 0 ? c.Name : c.Id : [], FilterOf(rule, finding), finding.IsGrave)
        {
            Evidence = rule.Evidence != EvidenceKind.Deed ? rule.Evidence : finding.HasBytes ? EvidenceKind.Bytes : EvidenceKind.Events,
            Events = rule.Evidence == EvidenceKind.Deed && !finding.HasMoreEvents ? [.. finding.Events] : [],
            Text = finding.Subjects.Count > Subjects ? WhatOf(rule, finding, int.MaxValue) : what,
            Actors = [.. finding.Actors],
            Made = [.. finding.Events],
            // What was done to a path that nobody had open has it for its subject.
            Things = [.. finding.Things, .. finding.Subjects.Append(finding.Key).Where(subject => subject.AsSpan().StartsWith("/"u8))],
        };
    }

    static byte[] WhatOf(FindingRule rule, Finding finding, int most)
    {
        var text = new Utf8Writer(128);
        text.Write(rule.Words);
        var shown = Math.Min(most, finding.Subjects.Count);
        var left = finding.SubjectsLeftOut + finding.Subjects.Count - shown;
        for (var i = 0; i < shown; i++)
        {
            text.Write(i == 0 ? ": "u8 : ", "u8);
            Quoted.Write(text, finding.Subjects[i]);
        }
        if (left > 0)
            text.Write(string.Create(CultureInfo.InvariantCulture, $" and {left:#,0} more"));
        if (finding.Bytes > 0)
            text.Write(rule.Kind == FindingKind.Flooded ? string.Create(CultureInfo.InvariantCulture, $" with {finding.Count:#,0} datagrams, {finding.Bytes / 1048576.0:0.0} MiB")
                : string.Create(CultureInfo.InvariantCulture, $", {finding.Bytes:#,0} bytes"));
        text.Write(finding.Tail);
        text.WrittenFrom(0).Replace((byte)0, (byte)' ');
        return text.Written.ToArray();
    }

    static string FilterOf(FindingRule rule, Finding finding)
    {
        if (rule.Evidence == EvidenceKind.Deed)
            return DeedOf(rule, finding);
        var filter = new StringBuilder(finding.Where);
        if (rule.Kind is not (FindingKind.TriedPasswords or FindingKind.GuessedPassword or FindingKind.LoggedIn))
            And(filter, Processes(finding));
        And(filter, rule.Check);
        return filter.ToString();
    }

    // Of much evidence the first events are named; behind them whatever looks like it.
    static string DeedOf(FindingRule rule, Finding finding)
    {
        var named = $"evt.num in ({string.Join(", ", finding.Events)})";
        if (!finding.HasMoreEvents)
            return named;
        var others = new StringBuilder($"evt.num>{finding.Events[^1]}");
        And(others, Processes(finding));
        And(others, rule.Check);
        return $"({named} or ({others}))";
    }

    static string Processes(Finding finding) => finding.Pids.Count == 1 ? $"proc.pid={finding.Pids[0]}" : $"proc.pid in ({string.Join(", ", finding.Pids)})";

    static void And(StringBuilder filter, string check)
    {
        if (check.Length > 0)
            filter.Append(filter.Length > 0 ? " and " : "").Append(check);
    }
}
