using System.Text;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Fds that stand for processes.</summary>
static class PidFds
{
    public static void OnOpen(StateEngine s)
    {
        if (s.Thread is null)
            return;
        var fd = s.Raw.Int64(0);
        var pid = s.Raw.Int64(1);
        if (fd >= 0)
            s.AddFd(fd, new FdInfo { Type = FdType.PidFd, Name = Encoding.ASCII.GetBytes($"/proc/{pid}"), OpenFlags = s.State.Compat ? s.Raw.UInt32(2) : CloseOnExec.Flag, Pid = pid });
        else if (s.State is { Compat: true, ExitOnly: false }) // sysdig 0.36 files also what could not be opened
            s.AddFd(fd, new FdInfo());
    }

    /// <summary>An fd of another process is doubled into this one.</summary>
    public static void OnGetFd(StateEngine s)
    {
        if (s.Thread is not { } thread || !s.State.Compat && s.Raw.Int64(0) < 0 || s.FindFd(thread, s.Raw.Int64(1)) is not { Type: FdType.PidFd } pidFd
            || s.Threads.Find(pidFd.Pid) is not { } other || s.FindFd(other, s.Raw.Int64(2)) is not { } target)
            return;
        var copy = target.Clone();
        if (s.State.ExitOnly || !s.State.Compat)
            CloseOnExec.Set(copy, on: true);
        s.AddFd(s.Raw.Int64(0), copy, isCopy: true);
    }
}
