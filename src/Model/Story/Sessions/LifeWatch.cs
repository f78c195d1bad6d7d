using CSysdig.Model.State;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Story.Sessions;

/// <summary>Follows processes from an accepted connection over forks and execs to their ends, and tells sessions and commands by them.</summary>
public sealed class LifeWatch(SessionTable table)
{
    readonly Dictionary<long, Login> _accepted = [];

    /// <summary>A login server has accepted a connection; the process it forks next is for it.</summary>
    public void Accept(Event e)
    {
        if (e.ErrorCode != 0 || e.Thread is not { } thread || e.Fd is not { SourceIp.Length: > 0, DestinationIp.Length: > 0 } fd || !Programs.IsLoginServer(thread.Comm))
            return;
        var login = new Login(e.Timestamp, -1, thread.Comm);
        login.Take(fd);
        _accepted[thread.Pid] = login;
    }

    /// <summary>One side of a fork: the parent's has the child's id, the child's has 0.</summary>
    public void Fork(Event e)
    {
        // Within a pid namespace the parent's side has an id that means another process outside.
        if (e.Thread is not { } thread || e.Raw.Int64(0) is not (>= 0 and var result) || result > 0 && thread.Tid != thread.VTid)
            return;
        var (child, parent) = result == 0 ? (thread.Pid, thread.Ptid) : (result, thread.Pid);
        if (result == 0 && !thread.IsMain || IsThread(e, result))
            return;
        NoteTitle(e, thread.Pid, parent);
        if (_accepted.Remove(parent, out var login))
        {
            login.Root = child;
            table.Add(child, new Member { Login = login });
            return;
        }
        // The side that comes second finds what the first has made; after a vfork the child has gone on before the parent's side comes.
        if (table.Find(child) is { } known && (result > 0 || known.Login is { } its && its.Root == child || table.Find(parent) is { } from && IsSame(known, from)))
            return;
        table.Adopt(child, parent);
    }

    public void Exec(Event e)
    {
        if (e.ErrorCode != 0 || e.Thread is not { } thread)
            return;
        var member = table.Find(thread.Pid) ?? table.Adopt(thread.Pid, thread.Ptid) ?? Stranger(e, thread);
        if (member is null)
            return;
        if (member.Session is null && !Enter(e, thread, member))
            return;
        Become(e.Timestamp, thread, member, member.Session!);
    }

    /// <summary>A session's process has become another program.</summary>
    internal static void Become(ulong time, ThreadInfo thread, Member member, Session session)
    {
        if (thread.Pid == session.Leader)
        {
            session.Uid = thread.Uid;
            session.User = UserOf(thread, session);
            session.Tty = thread.Tty;
        }
        if (member is { IsOwnCommand: true, Command: { End: CommandEnd.Running } before })
        {
            before.End = CommandEnd.Replaced;
            before.EndTime = time;
        }
        var depth = member.Command is null ? 0 : member.IsOwnCommand ? member.Command.Depth : member.Command.Depth + 1;
        var isShell = thread.Pid == session.Leader && Programs.IsInteractive(thread.Comm, thread.Args);
        var above = member.IsOwnCommand ? member.Command?.Above : member.Command;
        member.Command = NewCommand(time, thread, isShell ? -1 : depth, UserOf(thread, session), above is { Depth: >= 0 } ? above : null);
        member.IsOwnCommand = true;
        if (isShell)
            session.Shell = member.Command;
        else
            session.Add(member.Command);
        session.Touch(time);
    }

    public void SetSid(Event e)
    {
        if (e.ErrorCode == 0 && e.Thread is { IsMain: true } thread && table.Find(thread.Pid) is { } member)
            member.Leads = true;
    }

    public void ChangeDirectory(Event e)
    {
        if (e.ErrorCode != 0 || e.Thread is not { } thread || !Programs.IsShell(thread.Comm) || table.Find(thread.Pid) is not { Session: { } session, Command: { } command })
            return;
        session.Add(new Command(e.Timestamp, thread.Pid, thread.Ptid, command.Depth + 1, [.. "cd "u8, .. e.Raw.Text(1)])
        {
            User = UserOf(thread, session),
            Above = command.Depth >= 0 ? command : null,
            End = CommandEnd.ChangedDirectory,
        });
    }

    public void Exit(Event e)
    {
        if (e.Thread is not { IsMain: true } thread || Leave(thread.Pid, e.Timestamp) is not { } member)
            return;
        if (member is { IsOwnCommand: true, Command: { } command })
            End(command, e);
        if (member.Login is { Session: null, Address.Length: > 0 } login && login.Root == thread.Pid)
            table.Add(new FailedLogin(login.Time, login.Address, login.Port, login.User, Math.Max(1, login.Logged.Count)));
    }

    /// <summary>Events have gone by unseen: processes may have ended in them, and connections that were accepted have theirs.</summary>
    /// <param name="last">The number of the last event that was seen.</param>
    /// <param name="number">The number of the next one.</param>
    public void Miss(MachineState state, long last, long number, ulong time)
    {
        _accepted.Clear();
        foreach (var pid in table.Members.Select(member => member.Key).Where(HasEnded).ToList())
            if (Leave(pid, time) is { IsOwnCommand: true, Command: { End: CommandEnd.Running } command })
                (command.End, command.EndTime) = (CommandEnd.Unknown, time);

        // Its id may be another's by now.
        bool HasEnded(long pid) => state.Threads.Find(pid, number) is not { } thread || thread != state.Threads.Find(pid, last);
    }

    /// <summary>A command of a running process.</summary>
    /// <param name="above">By which it is run, or null.</param>
    public static Command NewCommand(ulong time, ThreadInfo thread, int depth, byte[] user, Command? above = null) =>
        new(time, thread.Pid, thread.Ptid, depth, thread.ExeLine) { User = user, Above = above };

    /// <summary>A process is gone, and its session is over where it was the one that matters. The answer is where it belonged.</summary>
    Member? Leave(long pid, ulong time)
    {
        if (table.Find(pid) is not { } member)
            return null;
        table.Remove(pid);
        _accepted.Remove(pid);
        member.Session?.Touch(time);
        if (member.Session is { } session && (session.Login is null ? pid == session.Leader : pid == session.Login.Root))
            session.End = time;
        if (member.Login is { Session: { } its } login && login.Root == pid)
            its.End = time;
        return member;
    }

    static void End(Command command, Event e)
    {
        command.EndTime = e.Timestamp;
        if (e.Code != Procexit_1E)
        {
            command.End = CommandEnd.Unknown;
            return;
        }
        var signal = e.Raw.UInt8(2);
        command.End = signal != 0 ? CommandEnd.Killed : CommandEnd.Exited;
        command.Code = signal != 0 ? signal : (int)e.Raw.Int64(1);
    }

    /// <summary>
    /// A process of a login server becomes another program: the user's, which was given a session of the kernel, a terminal or the
    /// address it was called from; or one that the server runs for itself.
    /// </summary>
    bool Enter(Event e, ThreadInfo thread, Member member)
    {
        if (Programs.IsLoginServer(thread.Comm) || member.Login is not { } login)
            return false;
        var isUsers = member.Leads || thread.Tty != 0 || HasAddress(thread.Env) || !login.Server.AsSpan().StartsWith("sshd"u8);
        if (!isUsers)
        {
            // Its children are the server's too.
            if (login.OwnCommands.Count < 200)
                login.OwnCommands.Add(NewCommand(e.Timestamp, thread, 0, SessionTable.UserOf(thread)));
            return false;
        }
        login.Session ??= table.Begin(new Session(SessionKind.Network, login.Time, thread.Pid) { Login = login, Container = thread.Container });
        member.Session = login.Session;
        member.Session?.Joined(thread.Pid);
        return member.Session is not null;
    }

    /// <summary>A program started by nobody known, which may begin a session of its own.</summary>
    Member? Stranger(Event e, ThreadInfo thread)
    {
        var parent = e.State.Threads.Info(thread.Ptid, e.Number);
        SessionKind kind;
        if (thread.Tty != 0)
            kind = SessionKind.Terminal;
        else if (parent is not null && Programs.IsSwitcher(parent.Comm))
            kind = SessionKind.Switch;
        else if (thread.Container is not null && parent is { Container: null } && thread.VPid > 1 && thread.VPid != thread.Pid && thread.Role is ThreadRole.None or ThreadRole.Container)
            kind = SessionKind.Container;
        else
            return null;
        var switcher = kind == SessionKind.Switch ? parent!.Comm : [];
        var session = table.Begin(new Session(kind, e.Timestamp, thread.Pid) { Container = thread.Container, Switcher = switcher });
        return session is null ? null : table.Add(thread.Pid, new Member { Session = session });
    }

    /// <summary>The titles that sshd gives its processes say who wants to get in; a fork's event shows them.</summary>
    void NoteTitle(Event e, long pid, long parent)
    {
        var user = Programs.UserOf(e.Raw.Text(1));
        if (!user.IsEmpty && (table.Find(pid) ?? table.Find(parent)) is { Login: { } login } && !login.User.AsSpan().SequenceEqual(user))
            login.User = user.ToArray();
    }

    /// <summary>A user of whom the system's list says nothing, such as one that was added since, has a name in the server's title.</summary>
    static byte[] UserOf(ThreadInfo thread, Session session) =>
        thread.User is not { Name.Length: > 0 } && thread.Uid == session.Uid && session.Login is { User.Length: > 0 } login ? login.User : SessionTable.UserOf(thread);

    static bool IsSame(Member one, Member other) => one.Login == other.Login && one.Session == other.Session && one.Command == other.Command;

    static bool IsThread(Event e, long child) => e.State.Threads.Info(child, e.Number) is { IsMain: false };

    static bool HasAddress(ReadOnlySpan<byte> env) => env.IndexOf("SSH_CONNECTION="u8) >= 0 || env.IndexOf("SSH_CLIENT="u8) >= 0;
}
