using CSysdig.Model.History.Bytes;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>
/// Versions of threads and fds, and the records of threads that have ended, in packed pages of a spool or a cache file. They are put aside
/// when memory is needed, and fetched as somebody asks for them, by any thread; of those that were fetched the newest few stay. A page that
/// can't be read leaves threads and fds of which nothing is known, and a <see cref="Problem"/>.
/// </summary>
sealed class StatePages : IThreadRecords, IDisposable
{
    /// <summary>Records of so many threads are a page.</summary>
    public const int RecordPage = 256;
    /// <summary>Events after which nobody changes any more what belongs to a thread that has ended.</summary>
    const long Settled = 1 << 16;
    /// <summary>What a version takes with its texts, about.</summary>
    const long VersionBytes = 400;
    /// <summary>The same of a record.</summary>
    const long RecordBytes = 4096;
    const int MostWaiting = 4, LeastFetched = 8;

    readonly MachineState _state;
    readonly StateNames _names;
    readonly Spool _spool;
    readonly Unpackers _file;
    readonly long _memory;
    readonly string _damage;
    readonly List<CacheSection> _threads = [], _fds = [], _records = [];
    readonly Queue<(Action Drop, long Bytes)> _fetched = new();
    readonly PackingThread<Page> _packer;
    readonly PageWriter _writer;
    string? _problem, _failure;
    int _threadsAside, _fdsAside, _recordsAside;
    long _fetchedBytes;

    /// <summary>A page to be put aside: of versions by its number, of records with their threads.</summary>
    readonly record struct Page(int Number, PageKind Kind, TrackedThread[] Threads);

    enum PageKind : byte { ThreadVersions, FdVersions, Records }

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
        _records.AddRange(sections.Records);
    }

    StatePages(MachineState state, StateNames names, Spool spool, Unpackers file, long memory, string damage)
    {
        (_state, _names, _spool, _file, _memory, _damage) = (state, names, spool, file, memory, damage);
        _writer = new PageWriter(names);
        _packer = new PackingThread<Page>("history state", MostWaiting, Pack, failure => Volatile.Write(ref _failure, failure));
        state.ThreadVersions.Fetch = FetchThreads;
        state.FdVersions.Fetch = FetchFds;
    }

    /// <summary>One line on facts that could not be read, or null.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>One line on why no more can be put aside, or null.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>How many pages were put aside.</summary>
    public int Aside => _threadsAside + _fdsAside + _recordsAside;

    /// <summary>About what versions in memory and the records of ended threads take; told to the thread that changes state.</summary>
    public long Bytes => VersionBytes * (_state.ThreadVersions.Count + _state.FdVersions.Count - (long)(_threadsAside + _fdsAside) * PagedList<FdInfo>.PageSize) + RecordBytes * _state.Ended.Count;

    /// <summary>Puts the oldest aside as far as all take more than they may; for the thread that changes state.</summary>
    public void Fit(long most, long number)
    {
        while (Bytes > most && Failure is null && (TryRecords(number) | TryVersions(_state.FdVersions, ref _fdsAside, PageKind.FdVersions) | TryVersions(_state.ThreadVersions, ref _threadsAside, PageKind.ThreadVersions)))
        {
        }
    }

    /// <summary>Nothing more will be put aside: waits until what was is stored.</summary>
    public void Complete() => _packer.Finish();

    public void Dispose() => _packer.Dispose();

    /// <summary>Where a page of each kind lies, as far as it was put aside.</summary>
    public (IReadOnlyList<CacheSection> Threads, IReadOnlyList<CacheSection> Fds, IReadOnlyList<CacheSection> Records) Sections => (_threads, _fds, _records);

    public StateNames Names => _names;

    public ThreadRecord Fetch(TrackedThread thread)
    {
        var page = thread.Place / RecordPage;
        var found = new List<(TrackedThread Thread, ThreadRecord Record)>(RecordPage);
        Read(_records, page, (ref from) =>
        {
            _ = TextTable.Read(ref from);
            for (var left = MachineReader.Count(ref from); left > 0; left--)
                found.Add((_state.Tracked[StateHead.Number(ref from, _state.Tracked.Count)], RecordFields.Read(ref from, _state)));
        });
        ThreadRecord? wanted = null;
        var bytes = 0L;
        foreach (var (other, record) in found)
        {
            if (other.Place / RecordPage != page)
                continue;
            other.Keep(record);
            bytes += record.Bytes;
            wanted ??= other == thread ? record : null;
        }
        Kept(() => found.ForEach(f => f.Thread.Keep(null)), bytes);
        if (wanted is not null)
            return wanted;
        Volatile.Write(ref _problem, _damage);
        return new ThreadRecord(_state);
    }

    bool TryRecords(long number)
    {
        var threads = new TrackedThread[RecordPage];
        if (_state.Ended.Count < RecordPage || _state.Ended.ElementAt(RecordPage - 1).Number > number - Settled)
            return false;
        for (var i = 0; i < threads.Length; i++)
            threads[i] = _state.Ended.Dequeue().Thread;
        _packer.Put(new Page(_recordsAside++, PageKind.Records, threads));
        return true;
    }

    bool TryVersions<T>(PagedList<T> versions, ref int aside, PageKind kind) where T : class
    {
        // Of the newest page but one the last event may still change a version.
        if (aside + 2 > versions.Count >> PagedList<T>.PageShift)
            return false;
        _packer.Put(new Page(aside++, kind, []));
        return true;
    }

    void Pack(Page page, Packer packer)
    {
        switch (page.Kind)
        {
            case PageKind.ThreadVersions:
                Store(_threads, page.Number, packer, _writer.Threads(_state.ThreadVersions.PageAtHand(page.Number)));
                _state.ThreadVersions.Keep(page.Number, null);
                break;
            case PageKind.FdVersions:
                Store(_fds, page.Number, packer, _writer.Fds(_state.FdVersions.PageAtHand(page.Number)));
                _state.FdVersions.Keep(page.Number, null);
                break;
            default:
                Store(_records, page.Number, packer, _writer.Records(page.Threads));
                for (var i = 0; i < page.Threads.Length; i++)
                    page.Threads[i].PutAside(this, page.Number * RecordPage + i);
                break;
        }
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
        var thread = _state.Tracked[StateHead.Number(ref from, _state.Tracked.Count)];
        int container = from.ReadInt32(), user = from.ReadInt32(), loginUser = from.ReadInt32(), group = from.ReadInt32();
        var info = VersionFields.ReadThread(ref from, texts);
        info.Version = i;
        info.Thread = thread;
        info.Container = _names.Containers.At(container);
        info.User = _names.Users.At(user);
        info.LoginUser = _names.Users.At(loginUser);
        info.Group = _names.Groups.At(group);
        return info;
    }, i => new ThreadInfo { Version = i, Thread = _nobody ??= new TrackedThread(new MachineState(keepHistory: false)) { Tid = -1 }, Tid = -1, Pid = -1 });

    TrackedThread? _nobody;

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
        Read(sections, page, (ref from) =>
        {
            var texts = TextTable.Read(ref from);
            for (var i = 0; i < fetched.Length; i++)
                fetched[i] = version(ref from, first + i, texts);
        });
        for (var i = 0; i < fetched.Length; i++)
            fetched[i] ??= unknown(first + i);
        versions.Keep(page, fetched);
        Kept(() => versions.Keep(page, null), VersionBytes * fetched.Length);
        return fetched;
    }

    void Read(List<CacheSection> sections, int page, PageUse use)
    {
        try
        {
            CacheSection section;
            lock (sections)
                section = sections[page];
            _file.Read(section, bytes =>
            {
                var from = new MessagePackReader(bytes);
                use(ref from);
                return from.End ? true : throw new InvalidDataException("there is more than was expected");
            });
        }
        catch (Exception e) when (Unpacker.IsDamage(e))
        {
            Volatile.Write(ref _problem, _damage);
        }
    }

    /// <summary>Something was fetched, and is kept until others have taken its room.</summary>
    void Kept(Action drop, long bytes)
    {
        lock (_fetched)
        {
            _fetched.Enqueue((drop, bytes));
            _fetchedBytes += bytes;
            while (_fetched.Count > LeastFetched && _fetchedBytes > _memory)
            {
                var (oldest, size) = _fetched.Dequeue();
                oldest();
                _fetchedBytes -= size;
            }
        }
    }
}
