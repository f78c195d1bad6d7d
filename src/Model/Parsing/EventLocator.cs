using CSysdig.Capture.Events;
using CSysdig.Model.State;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Parsing;

/// <summary>Finds out which thread and which fd an event is about, and whether it failed (sinsp_parser::reset).</summary>
sealed class EventLocator(StateEngine engine)
{
    /// <summary>A fd number that stands for one that was opened again while it was being closed.</summary>
    public const long CanceledFd = long.MaxValue;

    readonly bool _later = engine.IsLater;
    readonly bool _exitOnly = engine.State.Generation == Generation.ExitOnly;
    readonly sbyte[] _exitFds = ExitFdTable.Build();
    readonly bool[] _hasResult = [.. EventTable.All.ToArray().Select(type => type.Params is [{ Name: "res" or "fd" }, ..])];
    readonly bool[] _isNobodys = Codes(ContainerJsonE, ContainerJson_2E);
    readonly bool[] _isNobodysLater = Codes(ContainerJsonE, ContainerJson_2E, UserAddedE, UserDeletedE, GroupAddedE, GroupDeletedE,
        PlugineventE, AsynceventE);
    readonly bool[] _mustExist = Codes(SyscallClone_11X, SyscallClone_16X, SyscallClone_17X, SyscallClone_20X, SyscallForkX, SyscallFork_17X,
        SyscallFork_20X, SyscallVforkX, SyscallVfork_17X, SyscallVfork_20X, SyscallClone3X, Schedswitch_6E);

    public void Locate(RawEvent raw)
    {
        var code = (int)raw.Code;
        if ((engine.Flags & EventFlags.SkipParseReset) != 0)
        {
            if (raw.Code == ProcinfoE)
                engine.Thread = engine.Threads.Find(raw.Tid);
            return;
        }
        if ((_later ? _isNobodysLater : _isNobodys)[code])
            return;
        var mustExist = _mustExist[code] || _later && raw.Code is ProcexitE or Procexit_1E;
        engine.Thread = mustExist ? engine.Threads.Find(raw.Tid) : engine.Threads.Get(raw.Tid);
        if (engine.Thread is not { } thread || raw.Code == Schedswitch_6E)
            return;
        if (raw.IsEnter)
            LocateEnter(raw, thread);
        else if (_exitOnly)
            LocateLoneExit(raw, thread);
        else
            LocateExit(raw, thread);
    }

    void LocateEnter(RawEvent raw, TrackedThread thread)
    {
        thread.LastFd = -1;
        thread.LastEnter = (int)raw.Code;
        thread.LastEnterNumber = raw.Number;
        if ((engine.Flags & EventFlags.UsesFd) != 0)
        {
            thread.LastFd = raw.Int64(0);
            engine.SetFd(thread, thread.LastFd);
        }
        if (_exitOnly)
            return;
        thread.Latency = 0;
        thread.EnterTimestamp = raw.Timestamp;
    }

    void LocateExit(RawEvent raw, TrackedThread thread)
    {
        if (thread.EnterTimestamp != 0)
            thread.Latency = raw.Timestamp - thread.EnterTimestamp;
        thread.EnterPaired = thread.LastEnter >= 0 && engine.IsPair((EventCode)thread.LastEnter, raw.Code);
        if (!thread.EnterPaired && thread.LastEnter != (int)TracerE)
            return;
        engine.PublishEnter();
        if (_hasResult[(int)raw.Code] && raw.ParamCount > 0 && raw.Int64(0) is var result and < 0)
            engine.ErrorCode = -(int)result;
        if ((engine.Flags & EventFlags.UsesFd) == 0)
            return;
        if (raw.Code == SyscallCopyFileRangeX)
            thread.LastFd = raw.Int64(1);
        engine.SetFd(thread, thread.LastFd);
        if (engine.Fd is not null && engine.FdTable!.Closing(engine.FdNumber) is var closing && (closing & CloseState.Canceled) != 0)
        {
            engine.FdTable.SetClosing(engine.FdNumber, closing & ~CloseState.Canceled);
            if (engine.FdTable.Find(CanceledFd) is not null)
                engine.RemoveFdLater(thread, CanceledFd);
        }
    }

    /// <summary>An exit that has everything in it. Few drivers still send an enter event before some of them.</summary>
    void LocateLoneExit(RawEvent raw, TrackedThread thread)
    {
        thread.EnterPaired = thread.LastEnter >= 0 && engine.IsPair((EventCode)thread.LastEnter, raw.Code);
        if (!thread.EnterPaired)
            thread.LastFd = -1;
        engine.PublishEnter();
        if (raw.Code != GenericX && raw.ParamCount > 0 && (raw.Info.Category & EventCategory.Syscall) != 0 && raw.Int64(0) is var result and < 0)
            engine.ErrorCode = -(int)result;
        if ((engine.Flags & EventFlags.UsesFd) == 0)
            return;
        var at = _exitFds[(int)raw.Code];
        if (thread.LastFd == -1 && at >= 0 && !raw.Param(at).IsEmpty)
            thread.LastFd = raw.Int64(at);
        engine.SetFd(thread, thread.LastFd);
    }

    static bool[] Codes(params ReadOnlySpan<EventCode> codes)
    {
        var table = new bool[EventTable.Count];
        foreach (var code in codes)
            table[(int)code] = true;
        return table;
    }
}
