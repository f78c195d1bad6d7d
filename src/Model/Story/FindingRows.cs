using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Story;

/// <summary>The rows of a history that are a finding's evidence.</summary>
public sealed class FindingRows : IDisposable
{
    readonly long[] _named = [];
    readonly RowRun? _found;

    /// <summary>Looks for them, to the end.</summary>
    public FindingRows(CaptureHistory history, StoryGroup group, StoryFinding finding)
    {
        if (finding.IsNamed)
        {
            _named = [.. finding.Events.Select(history.RowOf).Where(row => row >= 0)];
            return;
        }
        _found = RowRun.Start(history, new RowQuery(FilterOf(history, group, finding), RowKind.EventLines));
        _found.Completion.GetAwaiter().GetResult();
        _found.Settle();
    }

    public int Count => _found?.Count ?? _named.Length;

    public long this[int index] => _found?[index] ?? _named[index];

    /// <summary>What finds the evidence and nothing else. Of named events their numbers say it all; else what was then is a part of it.</summary>
    public static string FilterOf(CaptureHistory history, StoryGroup group, StoryFinding finding) =>
        finding.IsNamed ? finding.Filter : $"({finding.Filter}) and {group.StretchOf(finding, history.LastTimestamp).ToFilter()}";

    public void Dispose() => _found?.Dispose();
}
