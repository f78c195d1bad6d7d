using CSysdig.Model.History;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

public sealed class WindowMemoryTests
{
    // What is alive in the process of the tests is more than the one and less than the other.
    [Theory, InlineData(24L << 20, true), InlineData(16L << 30, false)]
    public async Task Where_memory_is_full_the_oldest_events_go_though_the_window_has_room(long memory, bool goes)
    {
        using var folder = new TemporaryFolder();
        using var history = CaptureHistory.Open(Repository.Repeated(folder, 8), new HistoryOptions { Window = long.MaxValue - 1, WindowBytes = 1L << 40, Memory = memory });
        await history.Completion;
        Assert.Null(history.Progress.Failure);
        Assert.Equal(goes, history.First > 0);
        var cursor = history.CreateCursor();
        cursor.Load(history.End - 1);
        Assert.Equal(history.End, cursor.Event.Number);
    }
}
