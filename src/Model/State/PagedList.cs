using System.Collections;

namespace CSysdig.Model.State;

/// <summary>
/// What is numbered in the order in which it was made: versions of threads or fds. One thread adds, and any thread asks of what was there
/// before. A full page that nobody changes any more may be put aside; it is fetched when something in it is asked for, by any thread.
/// </summary>
public sealed class PagedList<T> : IReadOnlyList<T> where T : class
{
    internal const int PageShift = 9, PageSize = 1 << PageShift, PageMask = PageSize - 1;

    T[]?[] _pages = new T[]?[4];
    int _count;

    /// <summary>An empty one.</summary>
    public PagedList()
    {
    }

    /// <summary>One whose pages are all put aside.</summary>
    internal PagedList(int count)
    {
        _count = count;
        _pages = new T[]?[PagesOf(count)];
    }

    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets a page that was put aside.</summary>
    internal Func<int, T[]>? Fetch { get; set; }

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return (PageAtHand(index >> PageShift) ?? Fetch!(index >> PageShift))[index & PageMask];
        }
    }

    internal static int PagesOf(int count) => (int)((count + (long)PageMask) >> PageShift);

    /// <summary>A page that is in memory, or null.</summary>
    internal T[]? PageAtHand(int page) => Volatile.Read(ref Volatile.Read(ref _pages)[page]);

    /// <summary>Keeps a page that was fetched, or puts it aside.</summary>
    internal void Keep(int page, T[]? fetched)
    {
        // While pages are moved to a longer array none may change.
        lock (this)
            Volatile.Write(ref _pages[page], fetched);
    }

    internal void Add(T one)
    {
        var page = _count >> PageShift;
        if ((_count & PageMask) == 0)
            lock (this)
            {
                if (page == _pages.Length)
                    Volatile.Write(ref _pages, Versioned.Grown(_pages, page * 2));
                Volatile.Write(ref _pages[page], new T[PageSize]);
            }
        _pages[page]![_count & PageMask] = one;
        Volatile.Write(ref _count, _count + 1);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
