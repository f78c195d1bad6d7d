using CSysdig.Model.History;
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
        list.Take([Rows(9, 0), Rows(9, 5)]);
        list.Take([Rows(3, 7)]);
        Assert.Equal(0, list.Count);
        Assert.False(list.TryGet(0, out _));
        Assert.Equal(0, list.CountBelow(Row(100, 0)));
        list.Publish();
        Assert.Equal([Row(3, 7), Row(9, 0), Row(9, 5)], All(list));
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], new[] { Row(0, 0), Row(3, 7), Row(3, 8), Row(9, 0), Row(9, 1), Row(9, 5), Row(9, 6), Row(10, 0) }.Select(list.CountBelow));
    }

    /// <summary>Up to 4,096 rows of a chunk are listed, more are bits: both answer alike.</summary>
    [Theory]
    [InlineData(4095, 16)]
    [InlineData(4096, 16)]
    [InlineData(4097, 15)]
    [InlineData(EventChunk.Size, 1)]
    public void Few_rows_of_a_chunk_and_many_are_told_alike(int count, int step)
    {
        ushort[] places = [.. Enumerable.Range(0, count).Select(i => (ushort)(i * step + step - 1))];
        var list = new RowList();
        list.Take([Rows(2, places.AsSpan(0, count / 2))]);
        list.Publish();
        list.Take([Rows(2, places.AsSpan(count / 2))]);
        list.Publish();
        Assert.Equal(count, list.Count);
        Assert.Equal(places.Select(p => Row(2, p)), All(list));
        for (var place = 0; place < EventChunk.Size; place += 77)
            Assert.Equal(places.Count(p => p < place), list.CountBelow(Row(2, place)));
        Assert.Equal(count, list.CountBelow(Row(3, 0)));
    }

    [Fact]
    public void Rows_that_have_gone_are_counted_and_the_places_of_the_others_stay()
    {
        var list = new RowList();
        list.Take([Rows(3, 7), Rows(9, 0, 5), Rows(12, 1)]);
        list.Publish();
        list.Publish(Row(9, 3));
        Assert.Equal((3, 1L, 4L), (list.Count, list.Gone, list.Ever));
        list.Publish(Row(12, 0));
        Assert.Equal((1, 3L, 4L), (list.Count, list.Gone, list.Ever));
        Assert.True(list.TryGet(3, out var newest) && list.TryGet(0, out var gone) && newest == gone && newest == Row(12, 1));
        Assert.False(list.TryGet(4, out _));
        Assert.Equal((3L, 4L), (list.EverBelow(Row(12, 1)), list.EverBelow(Row(12, 2))));
        list.Publish(Row(13, 0));
        Assert.Equal((0, 4L, 4L, false), (list.Count, list.Gone, list.Ever, list.TryGet(3, out _)));
    }

    /// <summary>Readers that are held up between two looks at a list find it much longer than it was: there are more of them than processors.</summary>
    [Fact]
    public void A_reader_never_looks_for_more_rows_than_the_room_it_looks_in()
    {
        const int last = 1 << 12;
        RowList? list = null;
        var isOver = false;
        Together.Run([Fill, .. Enumerable.Repeat<Action>(Look, 2 * Environment.ProcessorCount)]);

        void Fill()
        {
            for (var lists = 0; lists < 3000; lists++)
            {
                var next = new RowList();
                Volatile.Write(ref list, next);
                for (var chunks = 0; chunks < last;)
                {
                    var more = new List<ChunkRows>();
                    for (var added = Math.Max(16, chunks); added > 0; added--, chunks++)
                        more.Add(s_rows[chunks % s_rows.Length]);
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
                        Assert.True(shown.CountBelow(0) == 0 && (shown.Count is var count && count == 0 || shown.TryGet(count - 1, out _)));
        }
    }

    static readonly ChunkRows[] s_rows = [.. Enumerable.Range(0, 1 << 14).Select(chunk => Rows(chunk, 1))];

    static IEnumerable<long> All(RowList list) => Enumerable.Range(0, list.Count).Select(place => list.TryGet(place, out var row) ? row : -1);

    static long Row(int chunk, int place) => ((long)chunk << EventChunk.Shift) + place;

    static ChunkRows Rows(int chunk, params ReadOnlySpan<ushort> places) => new(chunk, places);
}
