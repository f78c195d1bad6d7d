namespace CSysdig.Model.State;

/// <summary>
/// Versions in the order of their numbers, on pages: a number that a busy server opens and closes has millions, which nobody has to copy to add one or to let
/// the first of them go. One thread adds, any thread reads below <see cref="Count"/>; where there is no more room, or the first are let go, there is another object.
/// </summary>
sealed class OlderVersions<T>
{
    internal const int PageShift = 13, PageSize = 1 << PageShift;
    const int Mask = PageSize - 1, Least = 2;

    /// <summary>The first page, which is shorter where it is the only one.</summary>
    readonly Page _page;
    /// <summary>The pages behind it; most things have none. One is made when it is needed.</summary>
    readonly Page[] _more;
    /// <summary>The place of the first on the first page.</summary>
    readonly int _first;
    volatile int _count;

    OlderVersions(Page page, Page[] more, int first, int count)
    {
        (_page, _more, _first) = (page, more, first);
        _count = count;
    }

    readonly record struct Page(long[] Since, T?[] Versions)
    {
        public Page(int size) : this(new long[size], new T?[size])
        {
        }
    }

    public int Count => _count;

    public T? this[int index] => PageAt(_first + index).Versions[(_first + index) & Mask];

    /// <summary>The number of the event from which a version holds.</summary>
    public long SinceOf(int index) => PageAt(_first + index).Since[(_first + index) & Mask];

    /// <summary>How many hold from an event or from before it.</summary>
    public int Until(long number)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (SinceOf(middle) <= number)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Adds one behind the last; false where there is no room.</summary>
    public bool TryAdd(long since, T? version)
    {
        var (number, at) = ((_first + _count) >> PageShift, (_first + _count) & Mask);
        if (number > _more.Length)
            return false;
        if (number > 0 && at == 0)
            _more[number - 1] = new Page(PageSize);
        var page = number > 0 ? _more[number - 1] : _page;
        if (at == page.Since.Length)
            return false;
        page.Since[at] = since;
        page.Versions[at] = version;
        _count++;
        return true;
    }

    /// <summary>The same with room for more.</summary>
    public static OlderVersions<T> WithRoom(OlderVersions<T>? full)
    {
        if (full is null)
            return new OlderVersions<T>(new Page(Least), [], 0, 0);
        if (full._page.Since.Length is < PageSize and var length)
        {
            var size = Math.Min(PageSize, length * 2);
            return new OlderVersions<T>(new Page(Versioned.Grown(full._page.Since, size), Versioned.Grown(full._page.Versions, size)), [], 0, full._count);
        }
        return new OlderVersions<T>(full._page, Versioned.Grown(full._more, Math.Max(Least, full._more.Length * 2)), full._first, full._count);
    }

    /// <summary>Those from one on. Of many some before it may stay on its page.</summary>
    public OlderVersions<T> From(int index)
    {
        var (first, end) = (_first + index, _first + _count);
        if (end <= PageSize)
            return new OlderVersions<T>(new Page(_page.Since[first..end], _page.Versions[first..end]), [], 0, end - first);
        var (page, last) = (first >> PageShift, (end - 1) >> PageShift);
        return new OlderVersions<T>(PageAt(first), _more[page..last], first & Mask, end - first);
    }

    Page PageAt(int place) => place < PageSize ? _page : _more[(place >> PageShift) - 1];
}
