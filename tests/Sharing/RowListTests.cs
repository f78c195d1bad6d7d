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

    /// <summary>Readers that are held up between two looks at a list find it much longer than it was: there are more of them than processors.</summary>
    [Fact]
    public void A_reader_never_looks_for_more_rows_than_the_room_it_looks_in()
    {
        const int first = 64, last = 1 << 14;
        int[] all = [.. Enumerable.Range(0, last)];
        RowList? list = null;
        var isOver = false;
        Together.Run([Fill, .. Enumerable.Repeat<Action>(Look, 2 * Environment.ProcessorCount)]);

        void Fill()
        {
            var more = new List<int>(last);
            for (var lists = 0; lists < 6000; lists++)
            {
                var next = new RowList();
                Volatile.Write(ref list, next);
                for (var rows = 0; rows < last; rows = next.Count)
                {
                    more.AddRange(all.AsSpan(rows, Math.Max(first, rows)));
                    next.Take(more);
                    next.Publish();
                }
            }
            Volatile.Write(ref isOver, true);
        }

        void Look()
        {
            while (!Volatile.Read(ref isOver))
                if (Volatile.Read(ref list) is { } shown)
                    for (var i = 0; i < 200; i++)
                        Assert.Equal(0, shown.CountBelow(0));
        }
    }
}
