using CSysdig.Model.History.Packing;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>
/// Versions of threads and fds, and the facts of threads that have ended, that lie in packed pages of a spool (<see cref="StateSpill"/>) or a
/// cache file. They are fetched as somebody asks for them, by any thread; of those that were fetched the newest few stay. A page that can't be
/// read leaves threads and fds of which nothing is known, and a <see cref="Problem"/>.
/// </summary>
sealed class StatePages : IThreadFacts
{
    /// <summary>Facts of so many threads are a page.</summary>
    public const int FactPage = 256;
    /// <summary>What a version takes without its texts, about.</summary>
    public const long VersionBytes = 450;
    const int LeastFetched = 8;

    readonly MachineState _state;
    readonly Unpackers _file;
    readonly string _damage;
    readonly long _memory;
    readonly Queue<(Action Drop, long Bytes)> _fetched = new();
    string? _problem;
    long _fetchedBytes, _garbage;

    /// <summary>State that is all in memory.</summary>
    /// <param name="memory">What pages that were fetched may take together.</param>
    public StatePages(MachineState state, Spool spool, long memory)
        : this(state, new StateNames(), new Unpackers(spool), new StateSections(default, [], [], []), memory, "what was known of threads and fds can't be read again: some are not known")
    {
    }

    /// <summary>State that lies in a cache file.</summary>
    public StatePages(MachineState state, StateNames names, Unpackers file, StateSections sections, long memory)
        : this(state, names, file, sections, memory, "the cache file has been damaged: some threads and fds are not known; quit, and open the capture again")
    {
    }

    StatePages(MachineState state, StateNames names, Unpackers file, StateSections sections, long memory, string damage)
    {
        (_state, Names, _file, _memory, _damage) = (state, names, file, memory, damage);
        (Threads, Fds, Facts) = (new(sections.ThreadVersions), new(sections.FdVersions), new(sections.Facts));
        state.ThreadVersions.Fetch = FetchThreads;
        state.FdVersions.Fetch = FetchFds;
    }

    public StateNames Names { get; }

    /// <summary>Where pages of versions of threads lie.</summary>
    public PageSections Threads { get; }

    /// <summary>The same of fds.</summary>
    public PageSections Fds { get; }

    /// <summary>The same of the facts of threads that have ended.</summary>
    public PageSections Facts { get; }

    /// <summary>One line on facts that could not be read, or null.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>So much is garbage that lived too long for the collector to look at it soon: when it is much, the collector is asked to.</summary>
    public void Leave(long bytes)
    {
        var garbage = Interlocked.Add(ref _garbage, bytes);
        if (garbage <= _memory || Interlocked.CompareExchange(ref _garbage, 0, garbage) != garbage)
            return;
        // Whoever watches a machine would be held up.
        if (_state.IsLive)
            Tidying.Sweep();
        else
            Tidying.Compact();
    }

    public ThreadFacts Fetch(TrackedThread thread)
    {
        var page = thread.Place / FactPage;
        var found = new List<(TrackedThread Thread, ThreadFacts Facts)>(FactPage);
        Read(Facts, page, (ref from) =>
        {
            _ = TextTable.Read(ref from);
            for (var left = MachineReader.Count(ref from); left > 0; left--)
                found.Add((ThreadOf(from.ReadInt32()), FactFields.Read(ref from, _state)));
        });
        // Of those that were let go versions may be gone as well.
        found.RemoveAll(f => f.Thread == s_nobody || f.Thread.Place / FactPage != page);
        ThreadFacts? wanted = null;
        var bytes = 0L;
        foreach (var (other, facts) in found)
        {
            facts.Resolve(_state);
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

    ThreadInfo[] FetchThreads(int page) => Fetch(Threads, _state.ThreadVersions, page, (ref from, i, texts) =>
    {
        var thread = ThreadOf(from.ReadInt32());
        int container = from.ReadInt32(), user = from.ReadInt32(), loginUser = from.ReadInt32(), group = from.ReadInt32();
        var info = VersionFields.ReadThread(ref from, texts);
        info.Version = i;
        info.Thread = thread;
        info.Container = Names.Containers.At(container);
        info.User = Names.Users.At(user);
        info.LoginUser = Names.Users.At(loginUser);
        info.Group = Names.Groups.At(group);
        return info;
    }, i => new ThreadInfo { Version = i, Thread = s_nobody, Tid = -1, Pid = -1 });

    /// <summary>One that was let go, which what is asked of does not need, is nobody.</summary>
    TrackedThread ThreadOf(int number) => (uint)number < (uint)_state.Registered ? _state.Tracked.GetValueOrDefault(number, s_nobody) : throw new InvalidDataException("a thread that never was");

    static readonly TrackedThread s_nobody = new(new MachineState(keepHistory: false)) { Tid = -1 };

    FdInfo[] FetchFds(int page) => Fetch(Fds, _state.FdVersions, page, (ref from, i, texts) =>
    {
        var info = VersionFields.ReadFd(ref from, texts);
        info.Version = i;
        return info;
    }, i => new FdInfo { Version = i });

    delegate void PageUse(ref MessagePackReader from);

    delegate T Version<T>(ref MessagePackReader from, int number, byte[][] texts);

    /// <summary>A page of versions, filled up with unknown ones where it can't be read.</summary>
    T[] Fetch<T>(PageSections sections, PagedList<T> versions, int page, Version<T> version, Func<int, T> unknown) where T : class
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
    int Read(PageSections sections, int page, PageUse use)
    {
        var section = sections[page];
        // Who asks of events that were let go meanwhile is told that they are gone.
        if (section.Length == 0)
            return 0;
        try
        {
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
            if (sections[page].Length > 0)
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
            while (_fetched.Count > LeastFetched && _fetchedBytes > _memory)
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
