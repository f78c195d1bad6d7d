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

    internal static StoryFinding Of(Finding finding)
    {
        var rule = FindingRule.Of(finding.Kind);
        return new StoryFinding(rule, finding.Number, finding.Since, finding.First, finding.Last, finding.Count, WhatOf(rule, finding), finding.Comm, [.. finding.Pids],
            finding.Container is { } c ? c.Name.Length > 0 ? c.Name : c.Id : [], FilterOf(rule, finding), finding.IsGrave);
    }

    static byte[] WhatOf(FindingRule rule, Finding finding)
    {
        var text = new Utf8Writer(128);
        text.Write(rule.Words);
        var left = finding.SubjectsLeftOut + Math.Max(0, finding.Subjects.Count - Subjects);
        for (var i = 0; i < Math.Min(Subjects, finding.Subjects.Count); i++)
        {
            text.Write(i == 0 ? ": "u8 : ", "u8);
            text.Write(finding.Subjects[i]);
        }
        if (left > 0)
            text.Write(string.Create(CultureInfo.InvariantCulture, $" and {left:#,0} more"));
        text.Write(finding.Tail);
        if (finding.Bytes > 0)
            text.Write(string.Create(CultureInfo.InvariantCulture, $" with {finding.Count:#,0} datagrams, {finding.Bytes / 1048576.0:0.0} MiB"));
        text.WrittenFrom(0).Replace((byte)0, (byte)' ');
        return text.Written.ToArray();
    }

    static string FilterOf(FindingRule rule, Finding finding)
    {
        var filter = new StringBuilder(finding.Where);
        if (rule.Kind is not (FindingKind.TriedPasswords or FindingKind.GuessedPassword or FindingKind.LoggedIn))
            And(finding.Pids.Count == 1 ? $"proc.pid={finding.Pids[0]}" : $"proc.pid in ({string.Join(", ", finding.Pids)})");
        if (rule.Check.Length > 0)
            And(rule.Check);
        return filter.ToString();

        void And(string check) => filter.Append(filter.Length > 0 ? " and " : "").Append(check);
    }
}
