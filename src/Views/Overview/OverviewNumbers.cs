using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Story;
using CSysdig.Model.Views;

namespace CSysdig.Views.Overview;

/// <summary>What the metrics say of a selection, in all and by slices of time. Used by one thread, while others count.</summary>
sealed class OverviewNumbers : IDisposable
{
    readonly CaptureHistory _history;
    readonly StoryRun _story;
    readonly TimeRange? _range;
    readonly MetricRun _run;
    /// <summary>Of each metric its place among the questions; -1 for what the story tells.</summary>
    readonly int[] _queries;

    public OverviewNumbers(CaptureHistory history, StoryRun story, Selection selection)
    {
        (_history, _story, _range) = (history, story, selection.Range);
        var queries = new List<MetricQuery>();
        _queries = [.. Metrics.All.Select(metric =>
        {
            if (metric.Query is not { } query)
                return -1;
            queries.Add(query with { Filter = Selection.Combine(selection.Filter, query.Filter) });
            return queries.Count - 1;
        })];
        _run = MetricRun.Start(history, selection.Filter, queries);
    }

    /// <summary>Another value than before where a number may have changed. Of a machine that is watched all are looked at together, now and then.</summary>
    public (int Counted, object? Findings, object? Sessions) Version => (_run.Version, _history.IsLive ? null : _story.Report, _history.IsLive ? null : _story.Sessions);

    /// <summary>Of a machine that is watched: what was there is counted, and what comes is.</summary>
    public bool IsComplete => _run.HasCaughtUp && (_history.IsLive || _story.Completion.IsCompleted);

    /// <summary>Why no more will come, where that is a fault of the program.</summary>
    public Exception? Fault => _run.Completion.Exception ?? _story.Completion.Exception;

    public long Total(int metric) => IsOfStory(metric) ? TimesOf(metric).LongCount() : _run.Total(_queries[metric]);

    /// <summary>It is counted by the story, not by rows.</summary>
    public bool IsOfStory(int metric) => _queries[metric] < 0;

    /// <summary>The row behind the last that was counted.</summary>
    public long Counted => _run.Asked;

    /// <summary>A metric's number over the rows from one on to before another.</summary>
    public long Between(int metric, long from, long to) => _run.Between(_queries[metric], from, to);

    /// <summary>How often what the story counts was in each of so many slices of time.</summary>
    public long[] Times(int metric, TimeAxis axis)
    {
        var slices = new long[axis.Width];
        foreach (var time in TimesOf(metric))
            slices[axis.SliceOf(time)]++;
        return slices;
    }

    public void Dispose() => _run.Dispose();

    IEnumerable<ulong> TimesOf(int metric)
    {
        var times = Metrics.All[metric].Kind switch
        {
            MetricKind.Sessions => _story.Sessions.Rows.Select(row => row.Start),
            MetricKind.GraveFindings => Findings(isGrave: true),
            _ => Findings(isGrave: false),
        };
        return _range is { } range ? times.Where(time => time >= range.From && time <= range.Until) : times;
    }

    IEnumerable<ulong> Findings(bool isGrave) => _story.Report.Groups.SelectMany(group => group.Findings).Where(finding => finding.IsGrave == isGrave).Select(finding => finding.First);
}
