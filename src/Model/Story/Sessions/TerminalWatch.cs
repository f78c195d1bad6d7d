using CSysdig.Capture.Scap;
using CSysdig.Model.Calls;
using CSysdig.Model.State;

namespace CSysdig.Model.Story.Sessions;

/// <summary>
/// Notes what is typed and shown on the terminals of sessions. The login server holds the other end of the terminal: what it reads there was
/// shown, what it writes was typed. Where nobody known holds that end, the session's own reads and writes tell the same, but for what the
/// kernel echoes.
/// </summary>
static class TerminalWatch
{
    const int LastStandardFd = 2, ShellsOwnFd = 255;

    /// <summary>A login server's process moves bytes for a connection.</summary>
    public static bool OfServer(Event e, ulong time, Login login, Member member, ThreadInfo thread)
    {
        // Its child has the terminal before it becomes the shell; the first process leads a session of the kernel too.
        if (member.Leads && thread.Pid != login.Root || thread.Tty != 0 || !(IsUnknown(e.Fd) ? login.Session is { Tty: not 0 } : IsOtherEnd(e.Fd!)) || !IoCall.TryRead(e, out var call) || call.Count <= 0)
            return false;
        login.Note(new TerminalMove(e.Number, time, IsInput: !call.IsRead));
        return true;
    }

    /// <summary>A process of a session moves bytes.</summary>
    public static bool OfMember(Event e, ulong time, Session session, ThreadInfo thread)
    {
        if (thread.Tty == 0 || thread.Tty != session.Tty || !IsTerminal(e, session) || !IoCall.TryRead(e, out var call) || call.Count <= 0)
            return false;
        session.Note(new TerminalMove(e.Number, time, call.IsRead), thread.Pid == session.Leader);
        return true;
    }

    // sshd hands a terminal over to the user's process by a message, of which a capture tells nothing.
    static bool IsTerminal(Event e, Session session) => IsUnknown(e.Fd) ? e.FdNumber is >= 0 and <= LastStandardFd or ShellsOwnFd
        : e.Fd!.IsFile && (e.Fd.Name.AsSpan().SequenceEqual(session.TtyPath) || e.Fd.Name.AsSpan().SequenceEqual("/dev/tty"u8));

    /// <summary>Nothing is known of it, or it is a copy of such a one.</summary>
    static bool IsUnknown(FdInfo? fd) => fd is null or { Type: FdType.Unknown or FdType.Uninitialized };

    static bool IsOtherEnd(FdInfo fd) => fd.IsFile && (fd.Name.AsSpan().SequenceEqual("/dev/ptmx"u8) || fd.Name.AsSpan().SequenceEqual("/dev/pts/ptmx"u8));
}
