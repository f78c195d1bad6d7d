using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>
/// Threads whose events are passed over as if they were not in the capture (sysdig -U): those that get one of some names by
/// clone or exec, and their children, until they get another name.
/// </summary>
sealed class SuppressedThreads(IEnumerable<string> names)
{
    /// <summary>Where the parent's id and the name stand among the parameters of an exit of clone or exec.</summary>
    const int ParentAt = 5, NameAt = 13;

    readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];
    readonly HashSet<long> _threads = [];

    /// <summary>Takes the threads that have such a name already. sysdig 0.29.3 leaves those of a capture's table.</summary>
    public void AddFrom(ThreadTable threads)
    {
        foreach (var thread in threads.Living)
            if (Has(thread.Newest.Comm))
                _threads.Add(thread.Tid);
    }

    /// <summary>Whether this event is passed over; it may tell of a new name.</summary>
    public bool Hide(RawEvent e)
    {
        switch (e.Code)
        {
            case EventCode.SyscallClone_20X or EventCode.SyscallFork_20X or EventCode.SyscallVfork_20X or EventCode.SyscallClone3X:
            case EventCode.SyscallExecve_19X or EventCode.SyscallExecveatX when e.ParamCount > NameAt:
                if (_threads.Contains(e.Int64(ParentAt)) || Has(e.Text(NameAt)))
                    return Add(e.Tid);
                _threads.Remove(e.Tid);
                return false;
            case EventCode.Procexit_1E:
                return _threads.Remove(e.Tid);
            default:
                return _threads.Contains(e.Tid);
        }
    }

    bool Add(long tid)
    {
        _threads.Add(tid);
        return true;
    }

    bool Has(ReadOnlySpan<byte> name)
    {
        foreach (var each in _names)
            if (name.SequenceEqual(each))
                return true;
        return false;
    }
}
