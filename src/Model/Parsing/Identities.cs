using CSysdig.Capture.Events;

namespace CSysdig.Model.Parsing;

/// <summary>Users, groups and sessions of threads.</summary>
static class Identities
{
    public static void OnSetUid(StateEngine s)
    {
        if (NewId(s, s.Raw.Code == EventCode.SyscallSetresuidX) is not { } uid || s.Thread!.Newest.Uid == uid)
            return;
        var info = s.Edit(s.Thread);
        info.Uid = uid;
        s.NameAccounts(info);
    }

    public static void OnSetGid(StateEngine s)
    {
        if (NewId(s, s.Raw.Code == EventCode.SyscallSetresgidX) is not { } gid || s.Thread!.Newest.Gid == gid)
            return;
        var info = s.Edit(s.Thread);
        info.Gid = gid;
        s.NameAccounts(info);
    }

    public static void OnSetSid(StateEngine s)
    {
        if (s.Thread is { } thread && s.Raw.Int64(0) is var sid and >= 0 && thread.Newest.Sid != sid)
            s.Edit(thread).Sid = sid;
    }

    /// <summary>The effective id that a call has set; the calls that set three leave one alone with -1.</summary>
    static uint? NewId(StateEngine s, bool threeIds)
    {
        if (s.Thread is null || s.Raw.Int64(0) < 0 || s.EnterEvent() is not { } enter)
            return null;
        var id = enter.UInt32(threeIds ? 1 : 0);
        return threeIds && id == uint.MaxValue ? null : id;
    }
}
