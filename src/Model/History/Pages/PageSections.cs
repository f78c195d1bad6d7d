using CSysdig.Model.History.Packing;

namespace CSysdig.Model.History.Pages;

/// <summary>Where the pages of one kind lie packed, by their numbers. Any thread adds, asks and frees.</summary>
sealed class PageSections(IEnumerable<CacheSection> stored)
{
    readonly List<CacheSection> _sections = [.. stored];

    /// <summary>Where a page lies; a section without a length where it was not put aside, or let go.</summary>
    public CacheSection this[int page]
    {
        get
        {
            lock (_sections)
                return page < _sections.Count ? _sections[page] : default;
        }
    }

    /// <summary>Where each page lies.</summary>
    public IReadOnlyList<CacheSection> All
    {
        get
        {
            lock (_sections)
                return [.. _sections];
        }
    }

    /// <summary>Adds the next page; a section without a length where it was let go before it was stored.</summary>
    public void Add(CacheSection section)
    {
        lock (_sections)
            _sections.Add(section);
    }

    /// <summary>A page is needed no more.</summary>
    public void Free(int page, Spool spool)
    {
        lock (_sections)
        {
            if (page >= _sections.Count || _sections[page].Length == 0)
                return;
            spool.Free(_sections[page].Offset, _sections[page].Packed);
            _sections[page] = default;
        }
    }
}
