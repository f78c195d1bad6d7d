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

    static CaptureHistory History => Honeypot.History;

    [Fact]
    public void Slices_are_those_of_their_own_rows_whenever_they_are_asked_for_and_wherever_they_move()
    {
        using var story = StoryRun.Start(History);
        using var numbers = new OverviewNumbers(History, story, new Selection());
        var axis = TimeAxis.Of(History, 100);
        var sliced = new SlicedNumbers(History, numbers, s_all);
        // Nothing, or little, is counted yet.
        sliced.By(axis);
        Together.Until(() => numbers.IsComplete);
        // By no column, by three, and to other columns.
        foreach (var next in new[] { axis, axis, axis with { From = axis.Boundary(3) }, axis with { Step = axis.Step * 2 } })
        {
            var slices = sliced.By(next);
            Assert.Equal(new SlicedNumbers(History, numbers, s_all).By(next), slices);
            // Each row is in one slice.
            Assert.All(s_all, metric => Assert.Equal(numbers.Total(metric), slices[metric].Sum()));
        }
    }
}
