using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Story.Sessions;

/// <summary>
/// Sessions that were open before the capture, told from its list of processes, or from those that there were when a window begins; also those
/// that are open when events have gone by unseen, with what is known of them already.
/// </summary>
public sealed class Earlier
{
    const int Deepest = 64;

    readonly MachineState _state;
    readonly SessionTable _table;
    readonly HashSet<long> _seen = [];
    readonly long _number;

    Earlier(MachineState state, SessionTable table, long number)
    {
        _state = state;
        _table = table;
        _number = number;
    }

    /// <param name="number">The event before which nothing is known of sessions, or nothing new; 0 for the first of all.</param>
    public static void Take(MachineState state, SessionTable table, long number)
    {
        var earlier = new Earlier(state, table, number);
        foreach (var thread in state.Threads.At(number).OrderBy(t => t.Tid))
            earlier.Place(thread, 0);
    }

    /// <summary>Finds where a process belongs, its parent first.</summary>
    Member? Place(TrackedThread thread, int depth)
    {
        if (thread.At(_number) is not { } info)
            return null;
        if (!info.IsMain || info.Pid <= 0 || depth > Deepest || !_seen.Add(info.Pid))
            return _table.Find(info.Pid);
        var parent = Above(info.Ptid);
        // Who has lost his parent is still of the kernel's session; its id is told as the process sees it.
        if (parent is null && info.VPid == info.Pid && !Programs.IsLoginServer(info.Comm))
            parent = Above(info.Sid);
        if (_table.Find(info.Pid) is { } known && (known.Session is not null || Programs.IsLoginServer(info.Comm)))
            return GoOn(info, known);
        if (Programs.IsLoginServer(info.Comm))
            return parent?.Login is not null ? _table.Adopt(info.Pid, info.Ptid) : Serves(thread, info);
        if (parent?.Session is { } session)
            return Join(info, session, parent.Command!.Depth + 1, parent.Command);
        if (parent?.Login is { } login)
            return Begin(info, login.Session ??= _table.Begin(new Session(SessionKind.Network, login.Time, info.Pid) { Login = login, IsOlder = true, Container = info.Container }));
        return info.Tty != 0
            ? Begin(info, _table.Begin(new Session(SessionKind.Terminal, info.CloneTimestamp, info.Pid) { IsOlder = true, Container = info.Container })) : null;

        Member? Above(long pid) => pid > 0 && pid != info.Pid && _state.Threads.Find(pid, _number) is { } above ? Place(above, depth + 1) : null;
    }

    /// <summary>A process of which is known where it belongs may be another program than it was.</summary>
    static Member GoOn(ThreadInfo info, Member member)
    {
        if (member is { Session: { } session, Command: { } command } && info.ExecTimestamp > command.Time && !Command.Cut(info.ExeLine).AsSpan().SequenceEqual(command.Line))
            LifeWatch.Become(info.ExecTimestamp, info, member, session);
        return member;
    }

    /// <summary>A login server's process that holds a connection serves that one.</summary>
    Member? Serves(TrackedThread thread, ThreadInfo info)
    {
        foreach (var (_, fd) in thread.Fds.OpenAt(_number))
        {
            if (fd.Type is not (FdType.IPv4 or FdType.IPv6) || fd.SourcePort == 0 || fd.DestinationPort == 0)
                continue;
            var login = new Login(info.CloneTimestamp, info.Pid, info.Comm) { User = Programs.UserOf(info.Exe).ToArray() };
            login.Take(fd);
            return _table.Add(info.Pid, new Member { Login = login });
        }
        return null;
    }

    Member? Begin(ThreadInfo info, Session? session)
    {
        if (session is null)
            return null;
        if (session.User.Length == 0)
        {
            session.User = SessionTable.UserOf(info);
            session.Tty = info.Tty;
        }
        return Join(info, session, 0);
    }

    Member? Join(ThreadInfo info, Session session, int depth, Command? parent = null)
    {
        var isShell = info.Pid == session.Leader && Programs.IsInteractive(info.Comm, info.Args);
        var command = LifeWatch.NewCommand(info.CloneTimestamp, info, isShell ? -1 : depth, SessionTable.UserOf(info), depth > 0 ? parent : null);
        if (isShell)
            session.Shell = command;
        else
            session.Add(command);
        return _table.Add(info.Pid, new Member { Login = session.Login, Session = session, Command = command, IsOwnCommand = true });
    }
}
