using CSysdig.Model.History;
using CSysdig.Model.Story;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Overview;

namespace CSysdig.Tests.Views;

/// <summary>The bars of the overview: what was told is told again, where nothing has come.</summary>
public sealed class SlicedNumbersTests
{
    static readonly int[] s_all = [.. Enumerable.Range(0, Metrics.All.Count)];

    [Fact]
    public async Task Slices_that_were_not_counted_to_their_end_are_counted_again()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        await history.Completion;
        using var story = StoryRun.Start(history);
        using var numbers = new OverviewNumbers(history, story, new Selection());
        var axis = TimeAxis.Of(history, 100);
        var sliced = new SlicedNumbers(history, numbers, s_all);
        // Nothing, or little, is counted yet.
        sliced.By(axis);
        Together.Until(() => numbers.IsComplete);
        AssertTrue(sliced, history, numbers, axis);
    }

    [Fact]
    public async Task Slices_that_moved_on_are_those_of_their_own_rows()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        await history.Completion;
        using var story = StoryRun.Start(history);
        using var numbers = new OverviewNumbers(history, story, new Selection());
        Together.Until(() => numbers.IsComplete);
        var axis = TimeAxis.Of(history, 100);
        var sliced = new SlicedNumbers(history, numbers, s_all);
        sliced.By(axis);
        // By three columns, by none, and to other columns.
        foreach (var next in new[] { axis with { From = axis.Boundary(3) }, axis with { From = axis.Boundary(3) }, axis with { Step = axis.Step * 2 } })
            AssertTrue(sliced, history, numbers, next);
    }

    static void AssertTrue(SlicedNumbers sliced, CaptureHistory history, OverviewNumbers numbers, TimeAxis axis)
    {
        var slices = sliced.By(axis);
        Assert.Equal(new SlicedNumbers(history, numbers, s_all).By(axis), slices);
        // Each row is in one slice.
        Assert.All(s_all, metric => Assert.Equal(numbers.Total(metric), slices[metric].Sum()));
    }
}
