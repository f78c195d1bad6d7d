using CSysdig.Model.History;

namespace CSysdig.Views.Overview;

/// <summary>Some metrics by slices of time. What it told last is not counted again, where a slice still has the same rows.</summary>
sealed class SlicedNumbers(CaptureHistory history, OverviewNumbers numbers, params int[] metrics)
{
    /// <summary>The row at which each slice began, and the one behind the last.</summary>
    long[] _bounds = [];
    long[][] _slices = [];
    /// <summary>The row behind the last that was counted then.</summary>
    long _counted;

    /// <summary>Of each metric its number in each slice; a row of the history belongs to one alone.</summary>
    public long[][] By(TimeAxis axis)
    {
        var (bounds, counted) = (axis.RowsOf(history), numbers.Counted);
        var same = new int[axis.Width];
        for (var i = 0; i < same.Length; i++)
            same[i] = ToldOf(bounds[i], bounds[i + 1]);
        (_bounds, _counted, _slices) = (bounds, counted, [.. metrics.Select((metric, number) => numbers.IsOfStory(metric) ? numbers.Times(metric, axis) : Count(metric, number))]);
        return _slices;

        long[] Count(int metric, int number) => [.. same.Select((told, i) => told >= 0 ? _slices[number][told] : numbers.Between(metric, bounds[i], bounds[i + 1]))];
    }

    /// <summary>The place of the slice that had the rows when all of them were counted, or -1.</summary>
    int ToldOf(long from, long to) =>
        to <= _counted && Array.BinarySearch(_bounds, from) is >= 0 and var at && at + 1 < _bounds.Length && _bounds[at + 1] == to ? at : -1;
}
