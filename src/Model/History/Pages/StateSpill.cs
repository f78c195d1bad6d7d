using System.Collections.Concurrent;
using CSysdig.Model.History.Packing;
using CSysdig.Model.State;

namespace CSysdig.Model.History.Pages;

/// <summary>
/// Puts full pages of versions of threads and fds, and the facts of threads that have ended, aside in a spool when memory is needed, and lets
/// go of them what a window needs no more. <see cref="StatePages"/> fetches them.
/// </summary>
sealed class StateSpill : IDisposable
{
    /// <summary>Events after which nobody changes any more what belongs to a thread that has ended.</summary>
    const long Settled = 1 << 16;
    /// <summary>What the facts of a thread take, about.</summary>
    const long FactBytes = 4096;
    const int MostWaiting = 4;

    readonly MachineState _state;
    readonly StatePages _pages;
    readonly Spool _spool;
    readonly PackingThread<Page> _packer;
    readonly PageWriter _writer;
    /// <summary>Of each page of facts how many threads are still there, and of each thread there which pages of versions it needs.</summary>
    readonly Dictionary<int, int> _left = [];
    readonly ConcurrentDictionary<TrackedThread, (int[] Threads, int[] Fds)> _needed = [];
    /// <summary>How many bytes of texts there were when a page of versions began.</summary>
    readonly List<long> _threadTexts = [], _fdTexts = [];
    int _threadsAside, _fdsAside, _factsAside, _firstThreads, _firstFds;
    string? _failure;

    /// <summary>A page to be put aside: of versions by its number, of facts with their threads.</summary>
    readonly record struct Page(int Number, PageKind Kind, TrackedThread[] Threads);

    enum PageKind : byte { ThreadVersions, FdVersions, Facts }

    public StateSpill(MachineState state, StatePages pages, Spool spool)
    {
        (_state, _pages, _spool) = (state, pages, spool);
        _writer = new PageWriter(pages.Names);
        _packer = new PackingThread<Page>("history state", MostWaiting, Pack, failure => Volatile.Write(ref _failure, failure));
    }

    /// <summary>One line on why no more can be put aside, or null.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>How many pages were put aside.</summary>
    public int Aside => _threadsAside + _fdsAside + _factsAside;

    /// <summary>About what versions in memory and the facts of ended threads take; told to the thread that changes state.</summary>
    public long Bytes => StatePages.VersionBytes * (_state.ThreadVersions.Count + _state.FdVersions.Count - (long)(_threadsAside + _fdsAside) * PagedList<FdInfo>.PageSize)
        + FactBytes * _state.Ended.Count + _state.TextBytes - _state.TextsAside;

    /// <summary>Puts the oldest aside as far as all take more than they may; for the thread that changes state, after a few events.</summary>
    public void Fit(long most, long number)
    {
        var before = Bytes;
        Mark(_threadTexts, _state.ThreadVersions.Count);
        Mark(_fdTexts, _state.FdVersions.Count);
        while (Bytes > most && Failure is null && (TryFacts(number) | TryVersions()))
        {
        }
        _pages.Leave(before - Bytes);
    }

    /// <summary>Nothing more will be put aside: waits until what was is stored.</summary>
    public void Complete() => _packer.Finish();

    public void Dispose() => _packer.Dispose();

    /// <summary>Nobody asks about an event before this one any more: threads that ended before it go, and versions that none of the others needs.</summary>
    /// <param name="threadVersions">How many versions of threads there were before it, and <paramref name="fdVersions"/> of fds.</param>
    public void DropBefore(long number, int threadVersions, int fdVersions)
    {
        HashSet<int> threads = [], fds = [];
        // A main thread may have ended before those that see its fds.
        var owners = _state.Tracked.Values.Where(t => t.Ended >= number).Select(t => t.FdOwner).ToHashSet();
        foreach (var (at, thread) in _state.Tracked)
        {
            if (thread.Ended < number && !owners.Contains(thread))
            {
                lock (_left)
                {
                    _state.Tracked.TryRemove(at, out _);
                    if (!thread.IsHome)
                        LetGo(thread);
                }
            }
            else if (_needed.TryGetValue(thread, out var needed))
            {
                threads.UnionWith(needed.Threads);
                fds.UnionWith(needed.Fds);
            }
            // What one that has ended leaves is whole until it is put aside: it is being written perhaps.
            else if (thread.Ended != long.MaxValue)
                thread.Facts.Need(v => threads.Add(PageOf(v)), v => fds.Add(PageOf(v)));
            else
                thread.Facts.DropBefore(number, v => threads.Add(PageOf(v)), v => fds.Add(PageOf(v)));
        }
        DropVersions(_pages.Threads, _state.ThreadVersions, ref _firstThreads, PageOf(threadVersions), threads);
        DropVersions(_pages.Fds, _state.FdVersions, ref _firstFds, PageOf(fdVersions), fds);
    }

    void Mark(List<long> texts, int versions)
    {
        while (texts.Count <= versions >> PagedList<FdInfo>.PageShift)
            texts.Add(_state.TextBytes);
    }

    bool TryFacts(long number)
    {
        var threads = new TrackedThread[StatePages.FactPage];
        if (_state.Ended.Count < threads.Length || _state.Ended.ElementAt(threads.Length - 1).Number > number - Settled)
            return false;
        for (var i = 0; i < threads.Length; i++)
            threads[i] = _state.Ended.Dequeue().Thread;
        _packer.Put(new Page(_factsAside++, PageKind.Facts, threads));
        return true;
    }

    /// <summary>The older page of the two kinds: what happened of late is asked about most.</summary>
    bool TryVersions() => _fdTexts[_fdsAside] <= _threadTexts[_threadsAside] ? TryFds() || TryThreads() : TryThreads() || TryFds();

    bool TryFds() => TryVersions(_state.FdVersions, ref _fdsAside, PageKind.FdVersions);

    bool TryThreads() => TryVersions(_state.ThreadVersions, ref _threadsAside, PageKind.ThreadVersions);

    bool TryVersions<T>(PagedList<T> versions, ref int aside, PageKind kind) where T : class
    {
        // Of the newest page but one the last event may still change a version.
        if (aside + 2 > versions.Count >> PagedList<T>.PageShift)
            return false;
        _packer.Put(new Page(aside++, kind, []));
        _state.TextsAside = Math.Min(_threadTexts[_threadsAside], _fdTexts[_fdsAside]);
        return true;
    }

    void Pack(Page page, Packer packer)
    {
        // Pages stand in the order of their numbers: behind one that could not be stored there is none.
        if (Failure is { } failure)
            throw new IOException(failure);
        switch (page.Kind)
        {
            case PageKind.ThreadVersions:
                HoldLiving(page.Number);
                Store(_pages.Threads, _state.ThreadVersions, page.Number, packer, _writer.Threads);
                break;
            case PageKind.FdVersions:
                Store(_pages.Fds, _state.FdVersions, page.Number, packer, _writer.Fds);
                break;
            default:
                Store(_pages.Facts, packer, _writer.Facts(page.Threads));
                PutAside(page);
                break;
        }
    }

    /// <summary>What is known of a thread that lives is in memory anyway, and asked about all the time however old it is.</summary>
    void HoldLiving(int page)
    {
        foreach (var version in _state.ThreadVersions.PageAtHand(page) ?? [])
            if (version.Thread is { Ended: long.MaxValue } thread && ReferenceEquals(thread.Versions.Newest, version))
                _state.ThreadVersions.Hold(version.Version, version);
    }

    delegate ReadOnlySpan<byte> Written<T>(ReadOnlySpan<T> versions);

    void Store<T>(PageSections sections, PagedList<T> versions, int number, Packer packer, Written<T> written) where T : class
    {
        // It may have been let go while it waited.
        if (versions.PageAtHand(number) is { } page)
            Store(sections, packer, written(page));
        else
            sections.Add(default);
        versions.Keep(number, null);
    }

    void Store(PageSections sections, Packer packer, ReadOnlySpan<byte> raw)
    {
        var packed = packer.Pack(raw);
        sections.Add(new CacheSection(_spool.Append(packed), packed.Length, raw.Length, Checksum.Of(packed)));
    }

    void PutAside(Page page)
    {
        lock (_left)
        {
            _left[page.Number] = page.Threads.Length;
            for (var i = 0; i < page.Threads.Length; i++)
            {
                var thread = page.Threads[i];
                HashSet<int> threads = [], fds = [];
                thread.Facts.Need(v => threads.Add(PageOf(v)), v => fds.Add(PageOf(v)));
                _needed[thread] = ([.. threads], [.. fds]);
                thread.PutAside(_pages, page.Number * StatePages.FactPage + i);
                if (!_state.Tracked.ContainsKey(thread.Number))
                    LetGo(thread);
            }
        }
    }

    static int PageOf(int version) => version >> PagedList<FdInfo>.PageShift;

    void LetGo(TrackedThread thread)
    {
        _needed.TryRemove(thread, out _);
        var page = thread.Place / StatePages.FactPage;
        if (--_left[page] == 0)
            _pages.Facts.Free(page, _spool);
    }

    /// <param name="first">The first page that may still be there.</param>
    void DropVersions<T>(PageSections sections, PagedList<T> versions, ref int first, int end, HashSet<int> needed) where T : class
    {
        var before = first;
        first = end;
        for (var page = before; page < end; page++)
        {
            if (needed.Contains(page))
            {
                first = Math.Min(first, page);
                continue;
            }
            sections.Free(page, _spool);
            versions.Keep(page, null);
            versions.GiveUp(page);
        }
    }
}
