using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Making;
using CSysdig.Model.State;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.Slices;

/// <summary>
/// What a reader of the slice must be told before an event because the events that brought it about were turned down: which
/// process this is, and what its fd is. It is told by hidden events, once for each thing, until that changes unseen again.
/// </summary>
sealed class Reminders
{
    /// <summary>No real tree of processes is deeper; a damaged one may run in circles.</summary>
    const int MostAncestors = 64;
    /// <summary>Above it what has been told is forgotten, and told again where it is needed.</summary>
    const int MostTold = 1 << 18;

    readonly StateFollower _follower;
    readonly PendingCalls _calls;
    readonly MadeEvents _made;
    readonly MadeThreads _threads;
    readonly MadeFds _fds;
    readonly NumberSet _written = new();
    readonly Dictionary<long, ThreadInfo> _known = [];
    readonly Dictionary<(FdTable, long), FdInfo?> _told = [];
    readonly Dictionary<FdTable, long> _copied = [];
    readonly int _output;
    readonly long _first;

    /// <summary>The slice begins: what the tables hold is known.</summary>
    public Reminders(ScapWriterEvents events, StateFollower follower, PendingCalls calls, int output)
    {
        _follower = follower;
        _calls = calls;
        _output = output;
        _first = follower.Current.Number;
        _made = new MadeEvents(events, follower.State.Generation);
        _threads = new MadeThreads(_made);
        _fds = new MadeFds(_made);
        foreach (var thread in follower.State.Threads.Living)
            _known[thread.Tid] = thread.Newest;
    }

    /// <summary>Tells what the current event is about, as it is before it.</summary>
    public void Before()
    {
        var e = _follower.Current;
        var raw = e.Raw;
        _made.Timestamp = raw.Timestamp;
        TellOthers(raw);
        // Between the events of a call nothing can be told of its thread: the exit would not be paired any more.
        var isOutside = PendingCalls.IsOutside(raw);
        if (e.Thread is not { Thread: { } thread } || _calls.IsInside(raw.Tid, _output) && (isOutside || !raw.IsEnter))
            return;
        Tell(thread, 0, isCaller: true);
        if (isOutside)
            return;
        if (e.FdNumber >= 0)
            TellFd(thread, e.FdNumber);
        TellFds(thread, raw);
        if (e.Enter is { } enter)
            TellFds(thread, enter);
    }

    /// <summary>The current event has been written and parsed: a reader knows what it brought about.</summary>
    /// <param name="before">The event's thread as it was before it.</param>
    public void After(ThreadInfo? before)
    {
        var e = _follower.Current;
        _written.Add(e.Number);
        if (e.Thread?.Thread is { Ended: long.MaxValue } thread)
        {
            if (IsCurrent(before, thread))
                _known[thread.Tid] = thread.Newest;
            if (e.FdNumber >= 0 && e.Fd?.Since == e.Number)
                _told.Remove((thread.Fds, e.FdNumber));
        }
        if (e.Raw.IsExit && e.Raw.Int64(0) is > 0 and var tid && _follower.State.Threads.Find(tid) is { } child
            && child.Newest.Since == e.Number && child.Newest.CloneTimestamp == e.Timestamp)
            _known[tid] = child.Newest;
    }

    /// <summary>
    /// A thread ends by an event that did not pass. True when a reader knows the thread, and so must see the event.
    /// </summary>
    public bool Ends(long tid) => _known.Remove(tid);

    /// <summary>The thread is one that the reader knew up to now, or one that this event has made.</summary>
    bool IsCurrent(ThreadInfo? before, TrackedThread thread) =>
        before is null || before.Thread != thread ? thread.Newest.Since == _follower.Current.Number : Knows(before);

    bool Knows(ThreadInfo thread) => _known.TryGetValue(thread.Tid, out var known) && known == thread;

    void Tell(TrackedThread thread, int depth, bool isCaller = false)
    {
        var now = thread.Newest;
        if (depth > MostAncestors || Knows(now) || !isCaller && _calls.IsInside(thread.Tid, _output))
            return;
        var known = _known.GetValueOrDefault(now.Tid);
        _known[now.Tid] = now;
        if (now.Comm.AsSpan().SequenceEqual(LiveThreads.NotAvailable))
            return;
        var isProcess = now.IsMain && (now.Flags & CloneFlags.Files) == 0;
        var cwd = known?.Cwd;
        if (known is null || known.Thread != thread)
        {
            var parent = _follower.State.Threads.Find(now.IsMain ? now.Ptid : now.Pid);
            if (parent is not null && parent != thread)
                Tell(parent, depth + 1);
            if (known is not null)
                _threads.End(now.Tid);
            // A process whose parent nobody knows comes from nowhere; a reader would name the parent after it.
            var isFromNowhere = parent is null && isProcess;
            if (!isFromNowhere)
                _threads.Clone(now);
            if (thread.Fds == thread.OwnFds)
                _copied[thread.Fds] = _follower.Current.Number;
            if (isProcess)
                _threads.Execute(now);
            if (isFromNowhere && now.Uid != uint.MaxValue)
                _threads.SetUser(now);
            if (isFromNowhere && now.Gid != uint.MaxValue)
                _threads.SetGroup(now);
            cwd = parent?.Newest.Cwd;
        }
        else
        {
            if (isProcess && !IsSameProgram(known, now))
                _threads.Execute(now);
            if (known.Uid != now.Uid)
                _threads.SetUser(now);
            if (known.Gid != now.Gid)
                _threads.SetGroup(now);
        }
        if (now.IsMain && now.Cwd.Length > 0 && !now.Cwd.AsSpan().SequenceEqual(cwd))
            _threads.ChangeDirectory(now);
    }

    static bool IsSameProgram(ThreadInfo a, ThreadInfo b) =>
        a.Comm.AsSpan().SequenceEqual(b.Comm) && a.Exe.AsSpan().SequenceEqual(b.Exe) && a.Args.AsSpan().SequenceEqual(b.Args)
        && a.ExePath.AsSpan().SequenceEqual(b.ExePath) && a.Env.AsSpan().SequenceEqual(b.Env);

    void TellFd(TrackedThread thread, long number)
    {
        var key = (thread.Fds, number);
        var fd = thread.Fds.Find(number);
        if (fd is null ? _told.TryGetValue(key, out var told) && told is null : IsKnown(key, fd))
            return;
        if (_told.Count > MostTold)
            _told.Clear();
        _told[key] = fd;
        if (fd is null)
            _fds.Close(thread.Tid, number);
        else
            _fds.Open(thread.Tid, number, fd);
    }

    bool IsKnown((FdTable Table, long) key, FdInfo fd) =>
        _told.TryGetValue(key, out var told) && told == fd
        || fd.Since >= _copied.GetValueOrDefault(key.Table) && (fd.Since < _first || _written.Contains(fd.Since));

    void TellFds(TrackedThread thread, RawEvent raw)
    {
        var parameters = raw.Info.Params;
        // The first parameter of an exit that opens an fd is the new one.
        var first = raw.IsExit && raw.Info.Has(EventFlags.CreatesFd) ? 1 : 0;
        for (var i = first; i < parameters.Length && i < raw.ParamCount; i++)
        {
            if (parameters[i].Type is ParamType.Fd or ParamType.Fd32)
            {
                if (raw.Int64(i) >= 0)
                    TellFd(thread, raw.Int64(i));
            }
            else if (parameters[i].Type == ParamType.FdList)
            {
                foreach (var fd in SliceSelection.FdsOf(raw.Param(i)))
                    TellFd(thread, fd);
            }
        }
    }

    /// <summary>Events show the names of other threads that they give by their ids.</summary>
    void TellOthers(RawEvent raw)
    {
        var parameters = raw.Info.Params;
        for (var i = 0; i < parameters.Length && i < raw.ParamCount; i++)
            if (parameters[i].Type is ParamType.Pid or ParamType.Pid32 && raw.Int64(i) != raw.Tid && _follower.State.Threads.Find(raw.Int64(i)) is { } other)
                Tell(other, 0);
    }
}
