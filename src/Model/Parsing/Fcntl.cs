namespace CSysdig.Model.Parsing;

/// <summary>The commands of fcntl that double an fd or say whether execve closes it.</summary>
static class Fcntl
{
    const byte DupFd = 1, DupFdCloseOnExec = 26;

    public static void OnEnter(StateEngine s)
    {
        if (s.Raw.UInt8(1) is DupFd or DupFdCloseOnExec)
            s.Store();
    }

    public static void OnExit(StateEngine s)
    {
        if (s.EnterEvent() is not null && s.Raw.Int64(0) is var fd and >= 0 && s.Fd is not null)
            s.AddFd(fd, s.Fd.Clone(), isCopy: true);
    }

    public static void OnLoneExit(StateEngine s)
    {
        var command = s.Raw.UInt8(2);
        if (s.Thread is null || s.Fd is null || s.Raw.Int64(0) is not (>= 0 and var fd))
            return;
        if (CloseOnExec.IsSetFd(command))
            CloseOnExec.Set(s.EditFd(), (s.Raw.UInt64(3) & 1) != 0);
        else if (command is DupFd or DupFdCloseOnExec)
        {
            var copy = s.Fd.Clone();
            CloseOnExec.Set(copy, command == DupFdCloseOnExec);
            s.AddFd(fd, copy, isCopy: true);
        }
    }
}
