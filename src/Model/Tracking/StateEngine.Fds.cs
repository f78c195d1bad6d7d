using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>What an event does to fds: its own one, and those of other threads.</summary>
sealed partial class StateEngine
{
    readonly FdInfo _scratch = new();

    /// <summary>Makes an fd of a thread the event's own.</summary>
    public void SetFd(FollowedThread thread, long fd)
    {
        FdNumber = fd;
        FdTable = Threads.TableOf(thread);
        Fd = fd < 0 ? null : FdTable?.Find(fd);
        var name = Fd?.Name ?? [];
        if (!ReferenceEquals(_nameBefore, name))
            _nameBefore = name;
    }

    /// <summary>The event is about no fd after all.</summary>
    public void NoFd() => Fd = null;

    /// <summary>The newest version of an fd of a thread, or null.</summary>
    public FdInfo? FindFd(FollowedThread thread, long fd) => fd < 0 ? null : Threads.TableOf(thread)?.Find(fd);

    /// <summary>The version of the event's fd that this event may change.</summary>
    public FdInfo EditFd()
    {
        var info = Fd!;
        if (info.Since == Number && info.Fd == FdNumber)
            return info;
        var copy = info.Clone();
        copy.Fd = FdNumber;
        Accept(copy);
        FdTable!.Set(FdNumber, copy, Number, State.KeepHistory);
        return Fd = copy;
    }

    /// <summary>An object to work on that is no version of anything: the addresses of an fd.</summary>
    public FdInfo Scratch(FdInfo of)
    {
        _scratch.Type = of.Type;
        _scratch.Flags = of.Flags;
        _scratch.Socket = of.Socket;
        return _scratch;
    }

    /// <summary>Gives the event's fd another name.</summary>
    public void Rename(byte[] name)
    {
        if (!name.AsSpan().SequenceEqual(Fd!.Name))
            EditFd().Name = name;
    }

    /// <summary>Opens an fd in the event's thread and makes it the event's own.</summary>
    /// <param name="isCopy">Its name is not new.</param>
    public void AddFd(long fd, FdInfo info, bool isCopy = false)
    {
        var thread = Thread!;
        var table = Threads.TableOf(thread);
        if (table is null)
            return;
        thread.LastFd = fd;
        info.Fd = fd;
        if (!isCopy)
            info.OpenedAt = Number;
        var closes = table.Closing(fd) != CloseState.None;
        var canceled = (table.Closing(fd) & CloseState.InProgress) != 0 && table.Find(fd) is not null;
        if (canceled)
            table.Set(EventLocator.CanceledFd, table.Find(fd)!, Number, State.KeepHistory);
        Accept(info);
        var added = table.Set(fd, info, Number, State.KeepHistory);
        if (closes)
            table.SetClosing(fd, canceled ? CloseState.Canceled : CloseState.None);
        FdTable = table;
        FdNumber = fd;
        Fd = added ? info : null;
        _nameBefore = isCopy ? info.Name : [];
    }

    /// <summary>A call has made an fd that nothing is known of (it doubles an unknown one, or its enter event was lost): it is not what had the number before.</summary>
    void ForgetReplaced()
    {
        if (Raw.IsExit && Raw.ParamCount > 0 && Raw.Info.Params[0].Type == ParamType.Fd && Thread is { } thread && Raw.Int64(0) is >= 0 and var fd
            && Threads.TableOf(thread) is { } table && table.Find(fd) is { } before && before.Since != Number)
            AddFd(fd, new FdInfo { Type = FdType.Unknown });
    }

    /// <summary>Adds an fd of the table at the capture's start.</summary>
    public void AddFd(FollowedThread thread, FdInfo info)
    {
        Accept(info);
        thread.OwnFds.Set(info.Fd, info, Number, State.KeepHistory);
    }

    /// <summary>Changes an fd that is not the event's own.</summary>
    public void ReplaceFd(FdTable table, FdInfo info)
    {
        Accept(info);
        table.Set(info.Fd, info, Number, State.KeepHistory);
    }

    /// <summary>Schedules the removal of an fd for the next event, so that this one still has it.</summary>
    public void RemoveFdLater(FollowedThread thread, long fd)
    {
        _fdsToRemoveTid = thread.Tid;
        _fdsToRemove.Add(fd);
    }
}
