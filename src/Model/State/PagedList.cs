using System.Collections;

namespace CSysdig.Model.State;

/// <summary>
/// Versions of threads or fds, or their texts, in the order in which they were made. One thread adds, and any thread asks of what was there before. Those that lie in a cache file
/// are fetched, a page of them at a time, when one is first asked for, by any thread.
/// </summary>
public sealed class PagedList<T> : IReadOnlyList<T> where T : class
{
    internal const int PageShift = 9, PageSize = 1 << PageShift, PageMask = PageSize - 1;

    readonly Func<int, T?[]>? _fetch;
    readonly IReadOnlyDictionary<int, int>? _again;
    T?[]?[] _pages = new T?[]?[4];
    int _count;

    /// <summary>An empty one.</summary>
    public PagedList()
    {
    }

    /// <param name="fetch">Gives a page: all of it but what stands in the list a second time.</param>
    /// <param name="again">Where that stands first.</param>
    internal PagedList(int count, Func<int, T?[]> fetch, IReadOnlyDictionary<int, int>? again = null)
    {
        _count = count;
        _fetch = fetch;
        _again = again;
        _pages = new T?[]?[PagesOf(count)];
    }

    public int Count => Volatile.Read(ref _count);

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var page = Volatile.Read(ref _pages[index >> PageShift]) ?? Fetch(index >> PageShift);
            return page[index & PageMask] ?? this[_again![index]];
        }
    }

    internal static int PagesOf(int count) => (int)((count + (long)PageMask) >> PageShift);

    internal void Add(T one)
    {
        var page = Count >> PageShift;
        if (page == _pages.Length)
            Volatile.Write(ref _pages, Timeline.Grown(_pages, page * 2));
        (_pages[page] ??= new T?[PageSize])[Count & PageMask] = one;
        Volatile.Write(ref _count, Count + 1);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Of two threads that fetch the same page one is heard: a version is one object.</summary>
    T?[] Fetch(int page)
    {
        var fetched = _fetch!(page);
        return Interlocked.CompareExchange(ref _pages[page], fetched, null) ?? fetched;
    }
}
