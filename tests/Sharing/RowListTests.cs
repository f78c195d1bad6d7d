using CSysdig.Model.Queries;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>One thread adds rows to a list; any thread reads what has been published.</summary>
public sealed class RowListTests
{
    [Fact]
    public void Rows_of_several_threads_are_sorted_and_seen_when_they_are_published()
    {
        var list = new RowList();
        list.Take([9, 12]);
        list.Take([3]);
        Assert.Equal(0, list.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[0]);
        Assert.Equal(0, list.CountBelow(100));
        list.Publish();
        Assert.Equal([3, 9, 12], Enumerable.Range(0, list.Count).Select(i => list[i]));
        Assert.Equal([0, 0, 1, 1, 2, 3], new[] { 0, 3, 4, 9, 10, 13 }.Select(list.CountBelow));
    }

    [Fact]
    public void A_reader_never_sees_more_rows_than_there_is_room_for()
    {
        // A list outgrows its room seldom: many of them are filled before the readers' eyes.
        RowList? list = null;
        var isOver = false;
        Together.Run(
            () =>
            {
                for (var i = 0; i < 3000; i++)
                {
                    var next = new RowList();
                    Volatile.Write(ref list, next);
                    for (var rows = 0; rows < 2000; rows += 50)
                    {
                        next.Take([.. Enumerable.Range(rows, 50)]);
                        next.Publish();
                    }
                }
                Volatile.Write(ref isOver, true);
            },
            () =>
            {
                while (!Volatile.Read(ref isOver))
                    if (Volatile.Read(ref list) is { } shown)
                    {
                        var count = shown.Count;
                        Assert.InRange(shown.CountBelow(int.MaxValue), count, 2000);
                        if (count > 0)
                            Assert.Equal(count - 1, shown[count - 1]);
                    }
            });
    }
}
