using CSysdig.Model.State;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>Versions that lie in a cache file until somebody asks for one.</summary>
public sealed class PagedListTests
{
    sealed record Version(int Number);

    [Fact]
    public void A_version_is_one_object_whoever_fetches_its_page()
    {
        const int count = PagedList<Version>.PageSize * 20 + 7;
        var fetched = 0;
        var list = new PagedList<Version>(count, page =>
        {
            Interlocked.Increment(ref fetched);
            var first = page * PagedList<Version>.PageSize;
            return [.. Enumerable.Range(first, Math.Min(PagedList<Version>.PageSize, count - first)).Select(i => new Version(i))];
        });
        var seen = new Version[4][];
        Together.Run(4, thread => seen[thread] = [.. list]);
        Assert.Equal(Enumerable.Range(0, count), seen[0].Select(v => v.Number));
        Assert.All(seen, versions => Assert.True(versions.Zip(seen[0]).All(pair => ReferenceEquals(pair.First, pair.Second))));
        Assert.InRange(fetched, 21, 84);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[count]);
    }

    [Fact]
    public void What_stands_in_the_list_twice_is_one_object_too()
    {
        var list = new PagedList<Version>(600, page => [.. Enumerable.Range(page * 512, page == 0 ? 512 : 88).Select(i => i == 599 ? null : new Version(i))],
            new Dictionary<int, int> { [599] = 3 });
        Assert.Same(list[3], list[599]);
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
