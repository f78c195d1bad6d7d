using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Tracking;

/// <summary>Finds out which thread and which fd an event is about, and whether it failed (sinsp_parser::reset).</summary>
sealed class EventLocator(StateEngine engine)
{
    /// <summary>A fd number that stands for one that was opened again while it was being closed.</summary>
    public const long CanceledFd = long.MaxValue;

    readonly bool _compat = engine.State.Compat;
    readonly bool _exitOnly = engine.State.Generation == Generation.ExitOnly;
    readonly sbyte[] _exitFds = ExitFdTable.Build();
    readonly Traits[] _traits = TraitsOf(engine);

    /// <summary>What the event types are to this class, by code.</summary>
    [Flags]
    enum Traits : byte
    {
        None = 0,
        /// <summary>The table says that nothing is to be looked up.</summary>
        IsSkipped = 1,
        /// <summary>It happened in no thread.</summary>
        IsNobodys = 2,
        /// <summary>No entry is made for a thread that isn't known.</summary>
        MustExist = 4,
        /// <summary>The first parameter is what the call returned.</summary>
        HasResult = 8,
        UsesFd = 16,
    }

    public void Locate(RawEvent raw)
    {
        var traits = _traits[(int)raw.Code];
        if ((traits & (Traits.IsSkipped | Traits.IsNobodys)) != 0)
        {
            engine.Thread = raw.Code == ProcinfoE && (traits & Traits.IsSkipped) != 0 ? engine.Threads.Find(raw.Tid) : null;
            return;
        }
        var thread = (traits & Traits.MustExist) != 0 ? engine.Threads.Find(raw.Tid) : engine.Threads.Get(raw.Tid);
        engine.Thread = thread;
        if (thread is null)
            return;
        if (raw.Code == Schedswitch_6E)
        {
            // It is no call: sysdig 0.29.3 gives it the latency of the one before.
            if (!_compat)
                thread.Latency = 0;
            return;
        }
        if (raw.IsEnter)
            LocateEnter(raw, thread, traits);
        else if (_exitOnly)
            LocateLoneExit(raw, thread, traits);
        else
            LocateExit(raw, thread, traits);
    }

    void LocateEnter(RawEvent raw, FollowedThread thread, Traits traits)
    {
        thread.LastFd = -1;
        thread.LastEnter = (int)raw.Code;
        thread.LastEnterNumber = raw.Number;
        if ((traits & Traits.UsesFd) != 0)
        {
            thread.LastFd = raw.Int64(0);
            engine.SetFd(thread, thread.LastFd);
        }
        if (_exitOnly)
            return;
        thread.Latency = 0;
        thread.EnterTimestamp = raw.Timestamp;
    }

    void LocateExit(RawEvent raw, FollowedThread thread, Traits traits)
    {
        if (thread.EnterTimestamp != 0)
            thread.Latency = raw.Timestamp - thread.EnterTimestamp;
        thread.EnterPaired = IsPaired(raw, thread);
        if (!thread.EnterPaired && !_compat)
        {
            thread.Latency = 0;
            thread.LastFd = -1;
            LocateByExit(raw, thread, traits, hasResult: (traits & Traits.HasResult) != 0);
            return;
        }
        if (!thread.EnterPaired && thread.LastEnter != (int)TracerE)
            return;
        engine.PublishEnter();
        if ((traits & Traits.HasResult) != 0 && raw.ParamCount > 0 && raw.Int64(0) is var result and < 0)
            engine.ErrorCode = -(int)result;
        if ((traits & Traits.UsesFd) == 0)
            return;
        if (raw.Code == SyscallCopyFileRangeX)
            thread.LastFd = raw.Int64(1);
        engine.SetFd(thread, thread.LastFd);
        if (engine.Fd is null || engine.FdTable!.Closing(engine.FdNumber) is var closing && (closing & CloseState.Canceled) == 0)
            return;
        if (_compat || raw.Code == SyscallCloseX)
            EndClose(thread, closing);
    }

    /// <summary>The number was opened again while it was being closed: the exit is about the fd that had it before.</summary>
    void EndClose(FollowedThread thread, CloseState closing)
    {
        engine.FdTable!.SetClosing(engine.FdNumber, closing & ~CloseState.Canceled);
        if (engine.FdTable.Find(CanceledFd) is null)
            return;
        if (_compat)
            engine.RemoveFdLater(thread, CanceledFd);
        else
            engine.SetFd(thread, CanceledFd);
    }

    /// <summary>An exit that has everything in it. Few drivers still send an enter event before some of them.</summary>
    void LocateLoneExit(RawEvent raw, FollowedThread thread, Traits traits)
    {
        thread.EnterPaired = IsPaired(raw, thread);
        if (!thread.EnterPaired)
            thread.LastFd = -1;
        engine.PublishEnter();
        LocateByExit(raw, thread, traits, hasResult: raw.Code != GenericX && (raw.Info.Category & EventCategory.Syscall) != 0);
    }

    bool IsPaired(RawEvent raw, FollowedThread thread) =>
        thread.LastEnter >= 0 && thread.LastEnterNumber >= engine.PairsSince && engine.IsPair((EventCode)thread.LastEnter, raw.Code);

    /// <summary>What an exit tells itself: how the call ended, and in captures of later drivers its fd.</summary>
    void LocateByExit(RawEvent raw, FollowedThread thread, Traits traits, bool hasResult)
    {
        if (hasResult && raw.ParamCount > 0 && raw.Int64(0) is var result and < 0)
            engine.ErrorCode = -(int)result;
        if ((traits & Traits.UsesFd) == 0)
            return;
        var at = _exitFds[(int)raw.Code];
        if (thread.LastFd == -1 && at >= 0 && !raw.Param(at).IsEmpty)
            thread.LastFd = raw.Int64(at);
        engine.SetFd(thread, thread.LastFd);
    }

    static Traits[] TraitsOf(StateEngine engine)
    {
        var table = new Traits[EventTable.Count];
        foreach (var type in EventTable.All)
        {
            var flags = engine.State.FlagsOf(type.Code);
            table[(int)type.Code] = ((flags & EventFlags.SkipParseReset) != 0 ? Traits.IsSkipped : 0)
                | ((flags & EventFlags.UsesFd) != 0 ? Traits.UsesFd : 0)
                | (type.Params is [{ Name: "res" or "fd" }, ..] ? Traits.HasResult : 0);
        }
        Mark(table, Traits.IsNobodys, ContainerJsonE, ContainerJson_2E);
        Mark(table, Traits.MustExist, CallKinds.Codes(CallKind.Fork));
        Mark(table, Traits.MustExist, Schedswitch_6E);
        if (engine.IsLater)
        {
            Mark(table, Traits.IsNobodys, UserAddedE, UserDeletedE, GroupAddedE, GroupDeletedE, PlugineventE, AsynceventE);
            Mark(table, Traits.MustExist, ProcexitE, Procexit_1E);
        }
        return table;
    }

    static void Mark(Traits[] table, Traits trait, params ReadOnlySpan<EventCode> codes)
    {
        foreach (var code in codes)
            table[(int)code] |= trait;
    }
}
