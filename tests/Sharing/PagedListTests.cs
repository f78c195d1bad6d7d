using CSysdig.Model.State;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>Versions that one thread adds, of which full pages are put aside and fetched again.</summary>
public sealed class PagedListTests
{
    sealed record Version(int Number);

    [Fact]
    public void Pages_are_put_aside_and_fetched_while_others_read_and_more_is_added()
    {
        const int count = PagedList<Version>.PageSize * 200 + 7;
        var list = new PagedList<Version>();
        var fetched = 0;
        list.Fetch = page =>
        {
            Interlocked.Increment(ref fetched);
            Version[] versions = [.. Enumerable.Range(page * PagedList<Version>.PageSize, PagedList<Version>.PageSize).Select(i => new Version(i))];
            if (page % 3 == 0)
                list.Keep(page, versions);
            return versions;
        };
        Together.Run([() =>
            {
                for (var i = 0; i < count; i++)
                {
                    list.Add(new Version(i));
                    if (i % 300 == 299 && i > 2 * PagedList<Version>.PageSize)
                        list.Keep(i * 7 % ((i >> PagedList<Version>.PageShift) - 1), null);
                }
            }, .. Enumerable.Range(0, 2).Select<int, Action>(seed => () =>
            {
                var random = new Random(seed);
                for (var seen = 0; seen < count;)
                    if ((seen = list.Count) > 0 && random.Next(seen) is var i)
                        Assert.Equal((seen - 1, i), (list[seen - 1].Number, list[i].Number));
            })]);
        Assert.Equal(Enumerable.Range(0, count), list.Select(v => v.Number));
        Assert.True(fetched > 50, $"{fetched} pages were fetched");
        Assert.Throws<ArgumentOutOfRangeException>(() => list[count]);
    }

    [Theory]
    [InlineData(0, 0), InlineData(1, 1), InlineData(512, 1), InlineData(513, 2), InlineData(int.MaxValue, 4194304)]
    public void A_page_holds_so_many(int count, int pages) => Assert.Equal(pages, PagedList<Version>.PagesOf(count));

    [Fact]
    public void What_was_added_is_read_while_more_is_added()
    {
        var list = new PagedList<Version>();
        var published = 0;
        Together.Run(
            () =>
            {
                for (var i = 0; i < 200_000; i++)
                {
                    list.Add(new Version(i));
                    Volatile.Write(ref published, i + 1);
                }
            },
            () =>
            {
                for (var seen = 0; seen < 200_000;)
                    if ((seen = Volatile.Read(ref published)) > 0)
                        Assert.Equal((seen - 1, seen / 2), (list[seen - 1].Number, list[seen / 2].Number));
            });
    }
}
