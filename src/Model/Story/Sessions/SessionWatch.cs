using CSysdig.Capture.Events;
using CSysdig.Model.Calls;
using CSysdig.Model.State;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Story.Sessions;

/// <summary>Login sessions from accept to exit: who, from where, and everything that was done.</summary>
public sealed class SessionWatch
{
    static readonly Handling[] s_handlings = Handlings();

    readonly SessionTable _table;
    readonly LifeWatch _life;
    readonly FileWatch _files = new();
    /// <summary>The number of the newest event that was followed, or of the one before which sessions were taken.</summary>
    long _last;

    /// <param name="keepsNewest">See <see cref="SessionTable.KeepsNewest"/>.</param>
    public SessionWatch(bool keepsNewest = false)
    {
        _table = new SessionTable { KeepsNewest = keepsNewest };
        _life = new LifeWatch(_table);
    }

    /// <summary>The sessions, and who belongs to which.</summary>
    public SessionTable Table => _table;

    enum Handling : byte { None, Accept, Fork, Exec, Exit, SetSid, ChangeDirectory, Open, Move, Connect, Act }

    /// <summary>Whether events of a type can say anything.</summary>
    public static bool Cares(EventCode code) => s_handlings[(int)code] != Handling.None;

    /// <summary>Takes the sessions that were there before the first event.</summary>
    /// <param name="number">That event's where others before it have gone; 0 where it is the first of all.</param>
    public void Begin(MachineState state, long number = 0) => Earlier.Take(state, _table, _last = number);

    /// <summary>Events have gone by unseen: takes what has become of the sessions, and those that there are since.</summary>
    /// <param name="number">The number of the next event.</param>
    /// <param name="time">When that was.</param>
    public void GoOn(MachineState state, long number, ulong time)
    {
        _life.Miss(state, _last, number, time);
        Begin(state, number);
        Version++;
    }

    /// <summary>Changes when there may be more to tell of sessions.</summary>
    public long Version { get; private set; }

    /// <summary>Follows an event. Most say nothing of sessions.</summary>
    public void Add(Event e)
    {
        if (s_handlings[(int)e.Code] != Handling.None)
            Add(e, e.Timestamp);
    }

    /// <summary>The same where the time is known without a look at the event's bytes.</summary>
    public void Add(Event e, ulong time)
    {
        _last = e.Number;
        switch (s_handlings[(int)e.Code])
        {
            case Handling.None: break;
            case Handling.Accept:
                _life.Accept(e);
                InSession(e, time, Handling.Accept);
                break;
            case Handling.Fork: _life.Fork(e); break;
            case Handling.Exec: _life.Exec(e); break;
            case Handling.Exit: _life.Exit(e); break;
            case Handling.SetSid: _life.SetSid(e); break;
            case Handling.ChangeDirectory: _life.ChangeDirectory(e); break;
            case var other:
                InSession(e, time, other);
                return;
        }
        Version++;
    }

    void InSession(Event e, ulong time, Handling handling)
    {
        if (e.Thread is not { } thread || _table.Find(thread.Pid) is not { } member)
            return;
        if (member.Session is not { } session)
        {
            if (member.Login?.Session is { } its && TrafficWatch.IsInternet(e.Fd) && e.Fd!.OpenedAt != member.Login.OpenedAt)
                ForSession(e, its, thread, handling);
            else if (handling == Handling.Move && member.Login is { } served && TerminalWatch.OfServer(e, time, served, member, thread))
                Version++;
            else if (handling == Handling.Move && member.Login is { } login && IoCall.TryRead(e, out var line) && !line.IsRead && line.Data.Length > 20)
                LogWatch.Read(e.Timestamp, login, line.Data, isCut: line.Data.Length < line.Count);
            return;
        }
        Version++;
        session.Touch(time);
        switch (handling)
        {
            case Handling.Open: _files.Open(e, session, thread); break;
            case Handling.Connect: TrafficWatch.Connect(e, session, thread); break;
            case Handling.Accept: TrafficWatch.Accept(e, session, thread); break;
            case Handling.Act: _files.Act(e, session, thread, FileWatch.ActOf(e.Code)); break;
            case Handling.Move when TerminalWatch.OfMember(e, time, session, thread): break;
            case Handling.Move when e.Fd is { } fd && (fd.IsFile || TrafficWatch.IsInternet(fd)) && IoCall.TryRead(e, out var call):
                if (!fd.IsFile)
                    TrafficWatch.Move(e, session, thread, call.IsRead, call.Count);
                else if (!call.IsRead)
                    _files.Write(e, session, thread, fd, call.Count);
                break;
        }
    }

    /// <summary>What the login server does for a session that it serves: it opens connections that the user forwards through it.</summary>
    static void ForSession(Event e, Session session, ThreadInfo thread, Handling handling)
    {
        if (handling == Handling.Connect)
            TrafficWatch.Connect(e, session, thread);
        else if (handling == Handling.Move && session.Through(e.Fd!.OpenedAt) is not null && IoCall.TryRead(e, out var call))
            TrafficWatch.Move(e, session, thread, call.IsRead, call.Count);
    }

    static Handling[] Handlings()
    {
        var table = new Handling[EventTable.Count];
        for (var i = 0; i < table.Length; i++)
        {
            var code = (EventCode)i;
            table[i] = code switch
            {
                ProcexitE or Procexit_1E => Handling.Exit,
                SyscallSetsidX => Handling.SetSid,
                SyscallChdirX => Handling.ChangeDirectory,
                _ => CallKinds.Of(code) switch
                {
                    CallKind.None => Handling.None,
                    CallKind.Accept => Handling.Accept,
                    CallKind.Connect => Handling.Connect,
                    CallKind.Fork => Handling.Fork,
                    CallKind.Exec => Handling.Exec,
                    CallKind.Open => Handling.Open,
                    CallKind.Read or CallKind.Write or CallKind.Transfer => Handling.Move,
                    _ => Handling.Act,
                },
            };
        }
        return table;
    }
}
