using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Slices;

/// <summary>
/// What a slice needs of the state, found by looking at its events: their threads with ancestors and leaders, the fds that
/// events name, the accounts and the containers. All else stays out of the tables of a capture that is to be shared.
/// </summary>
public sealed class SliceSelection
{
    /// <summary>More ancestors than any process has; a loop of parents ends here.</summary>
    const int MostAncestors = 256;

    readonly Dictionary<long, HashSet<long>> _fds = [];
    readonly Dictionary<long, ThreadInfo> _seen = [];
    readonly HashSet<long> _threads = [];
    readonly HashSet<uint> _users = [], _groups = [];
    readonly HashSet<string> _containers = [];

    /// <summary>Adds what one event of the slice needs.</summary>
    public void Add(Event e)
    {
        if (e.Thread is { } thread && (!_seen.TryGetValue(thread.Tid, out var seen) || seen != thread))
        {
            _seen[thread.Tid] = thread;
            AddThread(e, thread);
        }
        if (e.FdNumber >= 0)
            AddFd(e, e.FdNumber);
        AddParams(e, e.Raw);
        if (e.Enter is { } enter)
            AddParams(e, enter);
    }

    public bool HasThread(long tid) => _threads.Contains(tid);
    public bool HasFd(long pid, long fd) => _fds.TryGetValue(pid, out var fds) && fds.Contains(fd);
    public bool HasUser(uint uid) => _users.Contains(uid);
    public bool HasGroup(uint gid) => _groups.Contains(gid);
    public bool HasContainer(string id) => _containers.Contains(id);

    void AddThread(Event e, ThreadInfo thread)
    {
        _users.Add(thread.Uid);
        _users.Add(thread.LoginUid);
        _groups.Add(thread.Gid);
        if (thread.Container is { } container)
            _containers.Add(System.Text.Encoding.UTF8.GetString(container.Id));
        AddWithAncestors(e, thread);
        // A field shows the name of the session's leader.
        if (thread.Sid > 0)
            _threads.Add(thread.Sid);
    }

    void AddWithAncestors(Event e, ThreadInfo thread)
    {
        var at = thread;
        for (var i = 0; i < MostAncestors && at is not null; i++)
        {
            var isNew = _threads.Add(at.Tid);
            _threads.Add(at.Pid);
            if (!isNew && i > 0)
                return;
            at = e.State.Threads.Info(at.Ptid, e.Number);
        }
    }

    /// <summary>An fd may have been opened by an ancestor before the slice, so it is kept in their tables too.</summary>
    void AddFd(Event e, long fd)
    {
        var at = e.Thread;
        for (var i = 0; i < MostAncestors && at is not null; i++)
        {
            if (!_fds.TryGetValue(at.Pid, out var fds))
                _fds.Add(at.Pid, fds = []);
            if (!fds.Add(fd))
                return;
            at = e.State.Threads.Info(at.Ptid, e.Number);
        }
    }

    void AddParams(Event e, RawEvent raw)
    {
        var parameters = raw.Info.Params;
        for (var i = 0; i < parameters.Length && i < raw.ParamCount; i++)
        {
            switch (parameters[i].Type)
            {
                case ParamType.Fd or ParamType.Fd32:
                    AddFd(e, raw.Int64(i));
                    break;
                case ParamType.FdList:
                    foreach (var fd in FdsOf(raw.Param(i)))
                        AddFd(e, fd);
                    break;
                case ParamType.Pid or ParamType.Pid32:
                    _threads.Add(raw.Int64(i));
                    break;
                case ParamType.Uid:
                    _users.Add(raw.UInt32(i));
                    break;
                case ParamType.Gid:
                    _groups.Add(raw.UInt32(i));
                    break;
            }
        }
    }

    /// <summary>The fds in the list of a poll: a count u16, then fd i64 and events u16 of each.</summary>
    public static List<long> FdsOf(ReadOnlySpan<byte> list)
    {
        const int entry = 8 + 2;
        var fds = new List<long>();
        for (var at = 2; at + entry <= list.Length; at += entry)
            fds.Add(System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(list[at..]));
        return fds;
    }
}
