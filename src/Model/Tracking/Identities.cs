using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Tracking;

/// <summary>Users, groups, sessions and rights of threads.</summary>
static class Identities
{
    const uint NewUserNamespace = 1 << 20;
    /// <summary>Every capability that libs knows.</summary>
    const ulong AllCapabilities = (1UL << 41) - 1;

    public static void OnSetUid(StateEngine s)
    {
        if (NewId(s, s.Raw.Code is SyscallSetresuidX or SyscallSetreuidX) is not { } uid || s.Thread!.Newest.Uid == uid)
            return;
        var info = s.Threads.Edit(s.Thread);
        info.Uid = uid;
        s.Threads.NameAccounts(info);
    }

    public static void OnSetGid(StateEngine s)
    {
        if (NewId(s, s.Raw.Code is SyscallSetresgidX or SyscallSetregidX) is not { } gid || s.Thread!.Newest.Gid == gid)
            return;
        var info = s.Threads.Edit(s.Thread);
        info.Gid = gid;
        s.Threads.NameAccounts(info);
    }

    public static void OnSetSid(StateEngine s)
    {
        if (s.Thread is { } thread && s.Raw.Int64(0) is var sid and >= 0 && thread.Newest.Sid != sid)
            s.Threads.Edit(thread).Sid = sid;
    }

    public static void OnCapset(StateEngine s)
    {
        if (s.Raw.Int64(0) >= 0)
            SetCapabilities(s, s.Raw.UInt64(1), s.Raw.UInt64(2), s.Raw.UInt64(3));
    }

    /// <summary>unshare and setns: whoever enters a new user namespace has all rights in it.</summary>
    public static void OnNamespace(StateEngine s)
    {
        if (s.Raw.Int64(0) < 0)
            return;
        var isUnshare = s.Raw.Code == SyscallUnshareX;
        var flags = s.State.ExitOnly ? s.Raw.UInt32(isUnshare ? 1 : 2) : s.EnterEvent()?.UInt32(isUnshare ? 0 : 1) ?? 0;
        if ((flags & NewUserNamespace) != 0)
            SetCapabilities(s, AllCapabilities, AllCapabilities, AllCapabilities);
    }

    static void SetCapabilities(StateEngine s, ulong inheritable, ulong permitted, ulong effective)
    {
        if (s.Thread is not { } thread)
            return;
        var info = s.Threads.Edit(thread);
        info.CapInheritable = inheritable;
        info.CapPermitted = permitted;
        info.CapEffective = effective;
    }

    /// <summary>The effective id that a call has set; the calls that set several leave one alone with -1.</summary>
    static uint? NewId(StateEngine s, bool several)
    {
        if (s.Thread is null || s.Raw.Int64(0) < 0)
            return null;
        uint id;
        if (s.State.ExitOnly)
        {
            var at = several ? 2 : 1;
            if (s.Raw.Param(at).IsEmpty)
                return null;
            id = s.Raw.UInt32(at);
        }
        else if (s.EnterEvent() is { } enter)
            id = enter.UInt32(several ? 1 : 0);
        else
            return null;
        return several && id == uint.MaxValue && !s.State.ExitOnly ? null : id;
    }
}
