using CSysdig.Model.History.Packing;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>
/// The versions of threads and fds and their timelines in a cache file, of which pages are read as somebody asks for them. A page
/// that is not what <see cref="StateWriter"/> writes leaves threads and fds of which nothing is known, and a <see cref="Problem"/>.
/// </summary>
sealed class StoredState : IStoredState
{
    static readonly TrackedThread s_nobody = new() { Tid = -1 };

    readonly Unpackers _file;
    readonly StateSections _sections;
    readonly StateHead _head;
    readonly TrackedThread[] _threads;
    readonly FdTable[] _tables;
    readonly PagedList<byte[]> _texts;
    readonly object _filling = new();
    readonly bool[] _filledThreads, _filledTables;
    string? _problem;

    public StoredState(Unpackers file, StateSections sections, StateHead head)
    {
        (_file, _sections, _head) = (file, sections, head);
        _texts = new PagedList<byte[]>(head.Texts, FetchTexts);
        ThreadVersions = new PagedList<ThreadInfo>(head.ThreadVersions, FetchThreads, head.ThreadsAgain);
        FdVersions = new PagedList<FdInfo>(head.FdVersions, FetchFds, head.FdsAgain);
        _threads = new TrackedThread[head.Threads.Length];
        for (var i = 0; i < _threads.Length; i++)
            _threads[i] = new TrackedThread(this, i) { Tid = head.Threads[i].Tid };
        _tables = new FdTable[head.Tables];
        for (var i = 0; i < _tables.Length; i++)
            _tables[i] = new FdTable(this, i);
        _filledThreads = new bool[sections.Threads.Count];
        _filledTables = new bool[sections.Tables.Count];
    }

    public PagedList<ThreadInfo> ThreadVersions { get; }
    public PagedList<FdInfo> FdVersions { get; }
    public IReadOnlyList<TrackedThread> Threads => _threads;

    /// <summary>One line on facts that could not be read, or null.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    public FdTable TableOf(TrackedThread thread) => _tables[_head.Threads[thread.Number].Table];

    public void Fill(TrackedThread thread)
    {
        var page = thread.Number / StateSections.ThreadPage;
        lock (_filling)
        {
            if (_filledThreads[page])
                return;
            var next = page * StateSections.ThreadPage;
            var end = Math.Min(_threads.Length, next + StateSections.ThreadPage);
            Read(_sections.Threads[page], (ref from) =>
            {
                while (next < end)
                {
                    RestoreThread(ref from, _threads[next]);
                    next++;
                }
            });
            while (next < end)
                _threads[next++].Restore(default, default, default, default);
            _filledThreads[page] = true;
        }
    }

    public void Fill(FdTable table)
    {
        var page = table.Number / StateSections.TablePage;
        lock (_filling)
        {
            if (_filledTables[page])
                return;
            var next = page * StateSections.TablePage;
            var end = Math.Min(_tables.Length, next + StateSections.TablePage);
            Read(_sections.Tables[page], (ref from) =>
            {
                while (next < end)
                {
                    _tables[next].Restore(ReadTable(ref from));
                    next++;
                }
            });
            while (next < end)
                _tables[next++].Restore(new FdTable());
            _filledTables[page] = true;
        }
    }

    ThreadInfo?[] FetchThreads(int page) => Fetch(_sections.ThreadVersions[page], page, ThreadVersions.Count, _head.ThreadsAgain, (ref from, i) =>
    {
        var thread = _threads[from.ReadInt32()];
        int container = from.ReadInt32(), user = from.ReadInt32(), loginUser = from.ReadInt32(), group = from.ReadInt32();
        var info = VersionFields.ReadThread(ref from, _texts);
        info.Version = i;
        info.Thread = thread;
        info.Container = container < 0 ? null : _head.Containers[container];
        info.User = user < 0 ? null : _head.Users[user];
        info.LoginUser = loginUser < 0 ? null : _head.Users[loginUser];
        info.Group = group < 0 ? null : _head.Groups[group];
        return info;
    }, i => new ThreadInfo { Version = i, Thread = s_nobody, Tid = -1, Pid = -1 });

    FdInfo?[] FetchFds(int page) => Fetch(_sections.FdVersions[page], page, FdVersions.Count, _head.FdsAgain, (ref from, i) =>
    {
        var info = VersionFields.ReadFd(ref from, _texts);
        info.Version = i;
        return info;
    }, i => new FdInfo { Version = i });

    byte[]?[] FetchTexts(int page) =>
        Fetch(_sections.Texts[page], page, _head.Texts, null, (ref from, _) => MachineReader.Bytes(ref from), _ => []);

    delegate void PageUse(ref MessagePackReader from);

    delegate T Record<T>(ref MessagePackReader from, int number);

    /// <summary>A page of a list, filled up with unknown ones where it can't be read.</summary>
    T?[] Fetch<T>(CacheSection section, int page, int count, Dictionary<int, int>? again, Record<T> record, Func<int, T> unknown) where T : class
    {
        var first = page << PagedList<T>.PageShift;
        var fetched = new T?[Math.Min(PagedList<T>.PageSize, count - first)];
        Read(section, (ref from) =>
        {
            for (var i = 0; i < fetched.Length; i++)
                if (again is null || !again.ContainsKey(first + i))
                    fetched[i] = record(ref from, first + i);
        });
        for (var i = 0; i < fetched.Length; i++)
            if (again is null || !again.ContainsKey(first + i))
                fetched[i] ??= unknown(first + i);
        return fetched;
    }

    void Read(CacheSection section, PageUse use)
    {
        try
        {
            _file.Read(section, bytes =>
            {
                var from = new MessagePackReader(bytes);
                use(ref from);
                return from.End ? true : throw new InvalidDataException("there is more than was expected");
            });
        }
        catch (Exception e) when (Unpacker.IsDamage(e))
        {
            Volatile.Write(ref _problem, "the cache file has been damaged: some threads and fds are not known; quit, and open the capture again");
        }
    }

    void RestoreThread(ref MessagePackReader from, TrackedThread thread)
    {
        var versions = new Timeline<ThreadInfo>();
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var since = from.ReadInt64();
            versions.Add(from.ReadInt32() is >= 0 and var version ? ThreadVersions[version] : null, since, keep: true);
        }
        var memory = new Timeline<ThreadMemory>();
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var since = from.ReadInt64();
            memory.Add(VersionFields.ReadMemory(ref from), since, keep: true);
        }
        var times = new Timeline<ProcessorTimes>();
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var since = from.ReadInt64();
            times.Add(VersionFields.ReadTimes(ref from), since, keep: true);
        }
        thread.Restore(versions, memory, times, VersionFields.ReadRunTime(ref from));
    }

    FdTable ReadTable(ref MessagePackReader from)
    {
        var table = new FdTable();
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var fd = from.ReadInt64();
            for (var versions = MachineReader.Count(ref from); versions > 0; versions--)
            {
                var since = from.ReadInt64();
                table.Restore(fd, from.ReadInt32() is >= 0 and var version ? FdVersions[version] : null, since);
            }
        }
        var open = new long[MachineReader.Count(ref from)];
        for (var i = 0; i < open.Length; i++)
            open[i] = from.ReadInt64();
        var count = MachineReader.Count(ref from);
        var starts = new long[count];
        var counts = new int[count];
        for (var i = 0; i < count; i++)
        {
            starts[i] = from.ReadInt64();
            counts[i] = from.ReadInt32();
        }
        table.Restore(open, starts, counts);
        return table;
    }
}
