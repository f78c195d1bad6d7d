using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Findings;

/// <summary>Something that somebody did, gathered from one event or from many.</summary>
public sealed class Finding
{
    const int MostSubjects = 64, MostSubjectBytes = 4_096, MostPids = 32, MostText = 512, MostEvents = 64, MostThings = 64, LongestThing = 4_096;

    readonly List<byte[]> _subjects = [];
    readonly List<long> _pids = [], _events = [];
    readonly List<FindingActor> _actors = [];
    readonly List<byte[]> _things = [];
    int _subjectBytes;
    long _toldCount = -1;
    bool _isToldGrave;

    internal Finding(FindingRule rule, byte[] key, in Deed deed)
    {
        Rule = rule;
        Key = key;
        First = deed.Time;
        Since = deed.Since;
        Number = deed.Number;
        Group = deed.Group;
        Comm = deed.Thread.Comm;
        Container = deed.Thread.Container;
    }

    public FindingRule Rule { get; }
    public FindingKind Kind => Rule.Kind;
    /// <summary>What it stands below.</summary>
    internal FindingGroup Group { get; }
    /// <summary>What evidence is gathered by.</summary>
    public byte[] Key { get; }
    /// <summary>Times of the first and the last evidence, in nanoseconds since the epoch.</summary>
    public ulong First { get; }
    public ulong Last { get; private set; }
    /// <summary>The event that was the first evidence.</summary>
    public long Number { get; }
    /// <summary>When the call that is the first evidence began.</summary>
    public ulong Since { get; private set; }
    /// <summary>How often it was seen.</summary>
    public long Count { get; private set; }
    /// <summary>The process that was the first, as it was called then.</summary>
    public byte[] Comm { get; }
    public ContainerInfo? Container { get; }
    /// <summary>No ordinary work looks like this; what is not grave is told only beside what is.</summary>
    public bool IsGrave { get; private set; }
    /// <summary>What it was done to: captured texts, the first ones.</summary>
    public IReadOnlyList<byte[]> Subjects => _subjects;
    public long SubjectsLeftOut { get; private set; }
    /// <summary>The processes, the first ones.</summary>
    public IReadOnlyList<long> Pids => _pids;
    /// <summary>The threads of these processes that did it, the first ones.</summary>
    internal IReadOnlyList<FindingActor> Actors => _actors;
    /// <summary>The files and connections that it was done to by their names, the first ones.</summary>
    internal IReadOnlyList<byte[]> Things => _things;
    /// <summary>The numbers of the events that it is made of, the first ones in their order.</summary>
    public IReadOnlyList<long> Events => _events;
    /// <summary>There is more evidence than <see cref="Events"/> has numbers.</summary>
    public bool HasMoreEvents { get; private set; }
    /// <summary>Among the events are some that moved bytes, which say more than the others.</summary>
    public bool HasBytes { get; private set; }
    /// <summary>More of the filter that finds the evidence, without captured text; empty for none.</summary>
    public string Where { get; internal set; } = "";
    /// <summary>What stands behind the subjects; captured text too.</summary>
    public byte[] Tail { get; internal set; } = [];
    /// <summary>Bytes that were moved, where that matters; else 0.</summary>
    public long Bytes { get; internal set; }

    /// <summary>It has not been told, or not that it is grave.</summary>
    internal bool IsNews => _toldCount < 0 || IsGrave && !_isToldGrave;

    /// <summary>There is more of it than was told.</summary>
    internal bool HasGrown => IsNews || Count != _toldCount;

    /// <summary>It is told now. The answer is whether that is the first time.</summary>
    internal bool Tell()
    {
        var isFirst = _toldCount < 0;
        (_toldCount, _isToldGrave) = (Count, IsGrave);
        return isFirst;
    }

    /// <summary>It was taken out of its group, because nothing of it was seen for long.</summary>
    internal bool IsSettled { get; private set; }

    internal void Settle() => IsSettled = true;

    /// <summary>It is back, and to be told again.</summary>
    internal void Revive() => (IsSettled, _toldCount) = (false, -1);

    /// <summary>More evidence of the same.</summary>
    internal void Take(in Deed deed, ReadOnlySpan<byte> subject, bool isGrave, long count)
    {
        Last = Math.Max(Last, deed.Time);
        Since = Math.Min(Since, deed.Since);
        Count += count;
        IsGrave |= isGrave;
        TakeEvent(deed.Number);
        if (!_pids.Contains(deed.Thread.Pid) && _pids.Count < MostPids)
            _pids.Add(deed.Thread.Pid);
        TakeActor(deed);
        if (deed.Fd is { Name.Length: > 0 } fd && (fd.IsFile || fd.IsIPv4 || fd.IsIPv6))
            TakeThing(fd.Name);
        if (subject.IsEmpty)
            return;
        subject = PathText.Bounded(subject, MostText);
        foreach (var known in _subjects)
            if (subject.SequenceEqual(known))
                return;
        if (_subjects.Count >= MostSubjects || _subjectBytes + subject.Length > MostSubjectBytes)
        {
            SubjectsLeftOut++;
            return;
        }
        _subjects.Add(subject.ToArray());
        _subjectBytes += subject.Length;
    }

    /// <summary>An event that belongs to the deed, though it is none by itself: bytes went to the file that it is about, or came from there.</summary>
    /// <param name="hasBytes">It carries some of them; one that copies in the kernel does not.</param>
    internal void Show(ulong time, long number, bool hasBytes)
    {
        Last = Math.Max(Last, time);
        HasBytes |= hasBytes;
        TakeEvent(number);
    }

    // An id that was used again is another one's.
    void TakeActor(in Deed deed)
    {
        var actor = new FindingActor(deed.Thread.Pid, deed.Thread.Tid, deed.Thread.Thread?.Number ?? -1, deed.Number);
        foreach (var known in _actors)
            if (known.Tid == actor.Tid && known.Thread == actor.Thread)
                return;
        if (_actors.Count < MostPids)
            _actors.Add(actor);
    }

    void TakeThing(byte[] name)
    {
        if (_things.Count >= MostThings || name.Length > LongestThing)
            return;
        foreach (var known in _things)
            if (name.AsSpan().SequenceEqual(known))
                return;
        _things.Add(name);
    }

    void TakeEvent(long number)
    {
        // What was written may be known before what it was for: a file is filled, then moved to where it is read.
        var at = _events.BinarySearch(number);
        if (at >= 0)
            return;
        if (_events.Count < MostEvents)
            _events.Insert(~at, number);
        else
            HasMoreEvents = true;
    }

    /// <summary>It began before that, as has come out.</summary>
    internal void BeganAt(ulong time) => Since = Math.Min(Since, time);

    /// <summary>The same goes on: only time and number change.</summary>
    internal void GoOn(ulong time, long count)
    {
        Last = Math.Max(Last, time);
        Count += count;
    }
}

/// <summary>A thread that did something that was found.</summary>
/// <param name="Thread">Its number among all threads, however often its id was used; -1 where no history is kept.</param>
/// <param name="Number">The event at which it did that first.</param>
readonly record struct FindingActor(long Pid, long Tid, int Thread, long Number);
