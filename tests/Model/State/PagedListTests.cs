using System.Runtime.CompilerServices;
using CSysdig.Model.State;

namespace CSysdig.Tests.Model.State;

/// <summary>Of a page that is put aside what somebody holds is at hand, and only for so long.</summary>
public sealed class PagedListTests
{
    int _fetched;

    [Fact]
    public void What_is_held_needs_no_fetching_until_nobody_holds_it()
    {
        var (list, held) = Filled();
        list.Hold(3, held);
        list.Keep(0, null);
        Assert.Same(held, list[3]);
        Assert.Equal(0, _fetched);
        Assert.Equal("fetched", list[4]);
        Assert.Equal(1, _fetched);
        GC.KeepAlive(held);
        Assert.Equal("fetched", LetGo(list));

        list.Hold(3, held);
        list.GiveUp(1);
        Assert.Same(held, list[3]);
        list.GiveUp(0);
        Assert.Equal("fetched", list[3]);
        GC.KeepAlive(held);
    }

    (PagedList<string>, string) Filled()
    {
        var list = new PagedList<string>
        {
            Fetch = _ =>
            {
                _fetched++;
                return [.. Enumerable.Repeat("fetched", PagedList<string>.PageSize)];
            },
        };
        for (var i = 0; i <= PagedList<string>.PageSize; i++)
            list.Add(new string('x', i + 1));
        return (list, list[3]);
    }

    static string LetGo(PagedList<string> list)
    {
        HoldNew(list);
        GC.Collect();
        return list[5];
    }

    // Out of the caller's frame, which would hold it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void HoldNew(PagedList<string> list) => list.Hold(5, new string('y', 7));
}
