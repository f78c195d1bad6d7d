namespace CSysdig.Model.Slices;

/// <summary>A set of event numbers, one bit each; runs of numbers cost next to nothing.</summary>
sealed class NumberSet
{
    const int Bits = 12, Words = (1 << Bits) / 64;

    static readonly ulong[] s_full = [.. Enumerable.Repeat(ulong.MaxValue, Words)];

    readonly List<ulong[]?> _pages = [];

    public void Add(long number)
    {
        var at = (int)(number >> Bits);
        while (_pages.Count <= at)
            _pages.Add(null);
        var page = _pages[at] ??= new ulong[Words];
        if (ReferenceEquals(page, s_full))
            return;
        page[Word(number)] |= 1UL << (int)(number & 63);
        // Numbers come in order: when the last bit is set, the page is as full as it gets.
        if ((number & ((1 << Bits) - 1)) == (1 << Bits) - 1 && !page.AsSpan().ContainsAnyExcept(ulong.MaxValue))
            _pages[at] = s_full;
    }

    public bool Contains(long number)
    {
        var at = number >> Bits;
        return at >= 0 && at < _pages.Count && _pages[(int)at] is { } page && (page[Word(number)] >> (int)(number & 63) & 1) != 0;
    }

    static int Word(long number) => (int)(number & ((1 << Bits) - 1)) >> 6;
}
