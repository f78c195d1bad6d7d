using System.Collections.Concurrent;
using CSysdig.Model.History.Packing;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>
/// Versions of threads and fds, and the facts of threads that have ended, in packed pages of a spool or a cache file. They are put aside
/// when memory is needed, and fetched as somebody asks for them, by any thread; of those that were fetched the newest few stay. A page that
/// can't be read leaves threads and fds of which nothing is known, and a <see cref="Problem"/>.
/// </summary>
sealed class StatePages : IThreadFacts, IDisposable
{
    /// <summary>Facts of so many threads are a page.</summary>
    public const int FactPage = 256;
    /// <summary>Events after which nobody changes any more what belongs to a thread that has ended.</summary>
    const long Settled = 1 << 16;
    /// <summary>What a version takes without its texts, about.</summary>
    const long VersionBytes = 450;
    /// <summary>The same of the facts of a thread.</summary>
    const long FactBytes = 4096;
    const int MostWaiting = 4, LeastFetched = 8;

    readonly MachineState _state;
    readonly StateNames _names;
    readonly Spool _spool;
    readonly Unpackers _file;
    readonly string _damage;
    readonly List<CacheSection> _threads = [], _fds = [], _facts = [];
    /// <summary>Of each page of facts how many threads are still there, and of each thread there which pages of versions it needs.</summary>
    readonly Dictionary<int, int> _left = [];
    readonly ConcurrentDictionary<TrackedThread, (int[] Threads, int[] Fds)> _needed = [];
    readonly Queue<(Action Drop, long Bytes)> _fetched = new();
    readonly PackingThread<Page> _packer;
    readonly PageWriter _writer;
    string? _problem, _failure;
    /// <summary>How many bytes of texts there were when a page of versions began.</summary>
    readonly List<long> _threadTexts = [], _fdTexts = [];
    int _threadsAside, _fdsAside, _factsAside, _firstThreads, _firstFds;
    long _fetchedBytes, _garbage;

    /// <summary>A page to be put aside: of versions by its number, of facts with their threads.</summary>
    readonly record struct Page(int Number, PageKind Kind, TrackedThread[] Threads);

    enum PageKind : byte { ThreadVersions, FdVersions, Facts }

    /// <summary>State that is all in memory.</summary>
    /// <param name="memory">What pages that were fetched may take together.</param>
    public StatePages(MachineState state, Spool spool, long memory)
        : this(state, new StateNames(), spool, new Unpackers(spool), memory, "what was known of threads and fds can't be read again: some are not known")
    {
    }

    /// <summary>State that lies in a cache file.</summary>
    public StatePages(MachineState state, StateNames names, Spool file, Unpackers unpackers, StateSections sections, long memory)
        : this(state, names, file, unpackers, memory, "the cache file has been damaged: some threads and fds are not known; quit, and open the capture again")
    {
        _threads.AddRange(sections.ThreadVersions);
        _fds.AddRange(sections.FdVersions);
        _facts.AddRange(sections.Facts);
    }

    StatePages(MachineState state, StateNames names, Spool spool, Unpackers file, long memory, string damage)
    {
        (_state, _names, _spool, _file, _damage, FetchedLimit) = (state, names, spool, file, damage, memory);
        _writer = new PageWriter(names);
        _packer = new PackingThread<Page>("history state", MostWaiting, Pack, failure => Volatile.Write(ref _failure, failure));
        state.ThreadVersions.Fetch = FetchThreads;
        state.FdVersions.Fetch = FetchFds;
    }

    /// <summary>One line on facts that could not be read, or null.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>One line on why no more can be put aside, or null.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>What pages that were fetched may take together.</summary>
    public long FetchedLimit { get; }

    /// <summary>How many pages were put aside.</summary>
    public int Aside => _threadsAside + _fdsAside + _factsAside;

    /// <summary>About what versions in memory and the facts of ended threads take; told to the thread that changes state.</summary>
    public long Bytes => VersionBytes * (_state.ThreadVersions.Count + _state.FdVersions.Count - (long)(_threadsAside + _fdsAside) * PagedList<FdInfo>.PageSize) + FactBytes * _state.Ended.Count
        + _state.TextBytes - _state.TextsAside;

    /// <summary>Puts the oldest aside as far as all take more than they may; for the thread that changes state, after a few events.</summary>
    public void Fit(long most, long number)
    {
        var before = Bytes;
        Mark(_threadTexts, _state.ThreadVersions.Count);
        Mark(_fdTexts, _state.FdVersions.Count);
        while (Bytes > most && Failure is null && (TryFacts(number) | TryVersions(_state.FdVersions, ref _fdsAside, PageKind.FdVersions) | TryVersions(_state.ThreadVersions, ref _threadsAside, PageKind.ThreadVersions)))
        {
        }
        Leave(before - Bytes);
    }

    /// <summary>So much is garbage that lived too long for the collector to look at it soon: when it is much, the collector is asked to.</summary>
    void Leave(long bytes)
    {
        if (Interlocked.Add(ref _garbage, bytes) is var garbage && garbage > FetchedLimit && Interlocked.CompareExchange(ref _garbage, 0, garbage) == garbage)
            Tidying.Compact();
    }

    /// <summary>Nothing more will be put aside: waits until what was is stored.</summary>
    public void Complete() => _packer.Finish();

    public void Dispose() => _packer.Dispose();

    /// <summary>Where a page of each kind lies, as far as it was put aside.</summary>
    public (IReadOnlyList<CacheSection> Threads, IReadOnlyList<CacheSection> Fds, IReadOnlyList<CacheSection> Facts) Sections => (_threads, _fds, _facts);

    public StateNames Names => _names;

    public ThreadFacts Fetch(TrackedThread thread)
    {
        var page = thread.Place / FactPage;
        var found = new List<(TrackedThread Thread, ThreadFacts Facts)>(FactPage);
        Read(_facts, page, (ref from) =>
        {
            _ = TextTable.Read(ref from);
            for (var left = MachineReader.Count(ref from); left > 0; left--)
                found.Add((ThreadOf(from.ReadInt32()), FactFields.Read(ref from, _state)));
        });
        ThreadFacts? wanted = null;
        var bytes = 0L;
        foreach (var (other, facts) in found)
        {
            if (other == s_nobody || other.Place / FactPage != page)
                continue;
            other.Keep(facts);
            bytes += facts.Bytes;
            wanted ??= other == thread ? facts : null;
        }
        Kept(() => found.ForEach(f => f.Thread.Keep(null)), bytes);
        if (wanted is not null)
            return wanted;
        if (_state.Tracked.ContainsKey(thread.Number))
            Volatile.Write(ref _problem, _damage);
        return new ThreadFacts(_state);
    }

    void Mark(List<long> texts, int versions)
    {
        while (texts.Count <= versions >> PagedList<FdInfo>.PageShift)
            texts.Add(_state.TextBytes);
    }

    bool TryFacts(long number)
    {
        var threads = new TrackedThread[FactPage];
        if (_state.Ended.Count < FactPage || _state.Ended.ElementAt(FactPage - 1).Number > number - Settled)
            return false;
        for (var i = 0; i < threads.Length; i++)
            threads[i] = _state.Ended.Dequeue().Thread;
        _packer.Put(new Page(_factsAside++, PageKind.Facts, threads));
        return true;
    }

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
        switch (page.Kind)
        {
            case PageKind.ThreadVersions:
                Store(_threads, _state.ThreadVersions, page.Number, packer, _writer.Threads);
                break;
            case PageKind.FdVersions:
                Store(_fds, _state.FdVersions, page.Number, packer, _writer.Fds);
                break;
            default:
                Store(_facts, page.Number, packer, _writer.Facts(page.Threads));
                PutAside(page);
                break;
        }
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
                thread.PutAside(this, page.Number * FactPage + i);
                if (!_state.Tracked.ContainsKey(thread.Number))
                    LetGo(thread);
            }
        }
    }

    static int PageOf(int version) => version >> PagedList<FdInfo>.PageShift;

    /// <summary>Nobody asks about an event before this one any more: threads that ended before it go, and versions that none of the others needs.</summary>
    /// <param name="start">How many versions there were before it.</param>
    public void DropBefore(long number, ChunkStart start)
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
        DropVersions(_threads, _state.ThreadVersions, ref _firstThreads, PageOf(start.ThreadVersions), threads);
        DropVersions(_fds, _state.FdVersions, ref _firstFds, PageOf(start.FdVersions), fds);
    }

    void LetGo(TrackedThread thread)
    {
        _needed.TryRemove(thread, out _);
        var page = thread.Place / FactPage;
        if (--_left[page] == 0)
            Free(_facts, page);
    }

    /// <param name="first">The first page that may still be there.</param>
    void DropVersions<T>(List<CacheSection> sections, PagedList<T> versions, ref int first, int end, HashSet<int> needed) where T : class
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
            Free(sections, page);
            versions.Keep(page, null);
        }
    }

    void Free(List<CacheSection> sections, int page)
    {
        lock (sections)
        {
            if (page >= sections.Count || sections[page].Length == 0)
                return;
            _spool.Free(sections[page].Offset, sections[page].Packed);
            sections[page] = default;
        }
    }

    delegate ReadOnlySpan<byte> Written<T>(ReadOnlySpan<T> versions);

    void Store<T>(List<CacheSection> sections, PagedList<T> versions, int number, Packer packer, Written<T> written) where T : class
    {
        // It may have been let go while it waited.
        if (versions.PageAtHand(number) is { } page)
            Store(sections, number, packer, written(page));
        else
            sections.Add(default);
        versions.Keep(number, null);
    }

    void Store(List<CacheSection> sections, int number, Packer packer, ReadOnlySpan<byte> raw)
    {
        if (number != sections.Count)
            throw new IOException("a page before this one is not stored");
        var packed = packer.Pack(raw);
        var section = new CacheSection(_spool.Append(packed), packed.Length, raw.Length, Checksum.Of(packed));
        lock (sections)
            sections.Add(section);
    }

    ThreadInfo[] FetchThreads(int page) => Fetch(_threads, _state.ThreadVersions, page, (ref from, i, texts) =>
    {
        var thread = ThreadOf(from.ReadInt32());
        int container = from.ReadInt32(), user = from.ReadInt32(), loginUser = from.ReadInt32(), group = from.ReadInt32();
        var info = VersionFields.ReadThread(ref from, texts);
        info.Version = i;
        info.Thread = thread;
        info.Container = _names.Containers.At(container);
        info.User = _names.Users.At(user);
        info.LoginUser = _names.Users.At(loginUser);
        info.Group = _names.Groups.At(group);
        return info;
    }, i => new ThreadInfo { Version = i, Thread = s_nobody, Tid = -1, Pid = -1 });

    /// <summary>One that was let go, which what is asked of does not need, is nobody.</summary>
    TrackedThread ThreadOf(int number) => (uint)number < (uint)_state.Registered ? _state.Tracked.GetValueOrDefault(number, s_nobody) : throw new InvalidDataException("a thread that never was");

    static readonly TrackedThread s_nobody = new(new MachineState(keepHistory: false)) { Tid = -1 };

    FdInfo[] FetchFds(int page) => Fetch(_fds, _state.FdVersions, page, (ref from, i, texts) =>
    {
        var info = VersionFields.ReadFd(ref from, texts);
        info.Version = i;
        return info;
    }, i => new FdInfo { Version = i });

    delegate void PageUse(ref MessagePackReader from);

    delegate T Version<T>(ref MessagePackReader from, int number, byte[][] texts);

    /// <summary>A page of versions, filled up with unknown ones where it can't be read.</summary>
    T[] Fetch<T>(List<CacheSection> sections, PagedList<T> versions, int page, Version<T> version, Func<int, T> unknown) where T : class
    {
        var first = page << PagedList<T>.PageShift;
        var fetched = new T[Math.Min(PagedList<T>.PageSize, versions.Count - first)];
        var length = Read(sections, page, (ref from) =>
        {
            var texts = TextTable.Read(ref from);
            for (var i = 0; i < fetched.Length; i++)
                fetched[i] = version(ref from, first + i, texts);
        });
        for (var i = 0; i < fetched.Length; i++)
            fetched[i] ??= unknown(first + i);
        versions.Keep(page, fetched);
        Kept(() => versions.Keep(page, null), VersionBytes * fetched.Length + length);
        return fetched;
    }

    /// <summary>How long the page is before it is packed, texts and all; 0 where it can't be read.</summary>
    int Read(List<CacheSection> sections, int page, PageUse use)
    {
        try
        {
            CacheSection section;
            lock (sections)
                section = page < sections.Count ? sections[page] : default;
            // Who asks of events that were let go meanwhile is told that they are gone.
            if (section.Length == 0)
                return 0;
            _file.Read(section, bytes =>
            {
                var from = new MessagePackReader(bytes);
                use(ref from);
                return from.End ? true : throw new InvalidDataException("there is more than was expected");
            });
            return section.Length;
        }
        catch (Exception e) when (Unpacker.IsDamage(e))
        {
            Volatile.Write(ref _problem, _damage);
            return 0;
        }
    }

    /// <summary>Something was fetched, and is kept until others have taken its room.</summary>
    void Kept(Action drop, long bytes)
    {
        var dropped = 0L;
        lock (_fetched)
        {
            _fetched.Enqueue((drop, bytes));
            _fetchedBytes += bytes;
            while (_fetched.Count > LeastFetched && _fetchedBytes > FetchedLimit)
            {
                var (oldest, size) = _fetched.Dequeue();
                oldest();
                _fetchedBytes -= size;
                dropped += size;
            }
        }
        Leave(dropped);
    }
}
