using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Users and groups that come as events.</summary>
static class AccountEvents
{
    public static void OnUser(StateEngine s)
    {
        var x = s.Raw;
        // Users of a container have their own table in libs; threads of the host are named from the host's.
        if (!x.Text(5).IsEmpty || s.Options.WithoutAccounts || !s.Budget.AdmitForGood(x.Length))
            return;
        var uid = x.UInt32(0);
        var user = x.Code == EventCode.UserDeletedE ? null : new UserInfo(uid, x.UInt32(1), x.Text(2).ToArray(), x.Text(3).ToArray(), x.Text(4).ToArray());
        s.State.Users.Set(uid, user, s.Number);
        Rename(s);
    }

    public static void OnGroup(StateEngine s)
    {
        var x = s.Raw;
        if (!x.Text(2).IsEmpty || s.Options.WithoutAccounts || !s.Budget.AdmitForGood(x.Length))
            return;
        var gid = x.UInt32(0);
        s.State.Groups.Set(gid, x.Code == EventCode.GroupDeletedE ? null : new GroupInfo(gid, x.Text(1).ToArray()), s.Number);
        Rename(s);
    }

    /// <summary>Gives threads the new names. Before the tables end nobody has been named yet.</summary>
    static void Rename(StateEngine s)
    {
        if (!s.IsStarted || !s.MayWalkThreads())
            return;
        foreach (var thread in s.Threads.All)
        {
            var probe = new ThreadInfo { Uid = thread.Newest.Uid, Gid = thread.Newest.Gid, LoginUid = thread.Newest.LoginUid };
            s.Threads.NameAccounts(probe);
            var now = thread.Newest;
            if (probe.User != now.User || probe.LoginUser != now.LoginUser || probe.Group != now.Group)
                s.Threads.NameAccounts(s.Threads.Edit(thread));
        }
    }
}
