using System.Collections;
using System.Collections.Concurrent;

namespace CSysdig.Model.State;

/// <summary>
/// What is numbered in the order in which it was made: versions of threads or fds. One thread adds, and any thread asks of what was there
/// before. A full page that nobody changes any more may be put aside; it is fetched when something in it is asked for, by any thread.
/// </summary>
public sealed class PagedList<T> : IReadOnlyList<T> where T : class
{
    internal const int PageShift = 9, PageSize = 1 << PageShift, PageMask = PageSize - 1;

    T[]?[] _pages = new T[]?[4];
    /// <summary>Of pages that are put aside what somebody else holds.</summary>
    readonly ConcurrentDictionary<int, WeakReference<T>> _held = [];
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
            return PageAtHand(index >> PageShift) is { } page ? page[index & PageMask]
                : _held.TryGetValue(index, out var held) && held.TryGetTarget(out var one) ? one
                : Fetch!(index >> PageShift)[index & PageMask];
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

    /// <summary>One of a page that is going to be put aside is at hand for as long as somebody holds it.</summary>
    internal void Hold(int index, T one) => _held[index] = new WeakReference<T>(one);

    /// <summary>Nobody asks for what is in a page any more.</summary>
    internal void GiveUp(int page)
    {
        if (!_held.IsEmpty)
            for (var index = page << PageShift; index < page + 1 << PageShift; index++)
                _held.TryRemove(index, out _);
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
