using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Sessions;

/// <summary>All sessions as they stand, in the order in which they began. It never changes.</summary>
/// <param name="LeftOut">Sessions that there was no room for.</param>
/// <param name="Failed">Failed logins, from wherever.</param>
public sealed record SessionList(IReadOnlyList<SessionRow> Rows, long LeftOut, long Failed)
{
    public static SessionList Empty { get; } = new([], 0, 0);

    /// <param name="findingsOf">How many findings are told of a session.</param>
    /// <param name="moment">When they are looked at; null for now.</param>
    internal static SessionList Of(SessionTable table, Func<Session, int> findingsOf, SessionMoment? moment = null)
    {
        var (running, failures) = (RunningIn(table), FailuresOf(table));
        var rows = new List<SessionRow>(table.Sessions.Count);
        foreach (var session in table.Sessions)
        {
            var findings = findingsOf(session);
            var row = RowOf(session, running.GetValueOrDefault(session), TriesBefore(session, failures), findings);
            if (moment is null)
                rows.Add(row);
            else if (moment.HasBegun(session))
                rows.Add(moment.RowOf(session, row, findings));
        }
        return new SessionList(rows, table.SessionsLeftOut, moment is null ? table.Failed : table.Failures.Count(f => f.Time <= moment.Time));
    }

    static SessionRow RowOf(Session session, Running running, long failed, int findings) => new(session.Number, session.Kind)
    {
        User = session.User,
        From = SessionRow.FromOf(session),
        Connection = session.Login?.Name ?? [],
        By = session.By,
        Tty = TtyName.Of(session.Tty),
        Leader = session.Leader,
        Pids = session.Pids,
        Start = session.Start,
        End = session.End,
        IsOlder = session.IsOlder,
        Active = session.Typed > 0 ? session.Typed : Math.Max(session.Active, session.Start),
        Failed = failed,
        Running = running.Count,
        Alive = running.Pids?.ToArray() ?? [],
        Processes = session.Processes,
        Commands = session.Commands.Count + session.CommandsLeftOut,
        Now = running.Newest?.Line ?? [],
        IsBehind = running.Newest is { } newest && newest.Time < session.ShellActive,
        BytesIn = session.BytesIn,
        BytesOut = session.BytesOut,
        Findings = findings,
        Outcome = session.End == 0 || session.Shell is not { End: CommandEnd.Exited or CommandEnd.Killed } shell ? null : (shell.End, shell.Code),
    };

    /// <summary>The processes of each session, and the newest command that one of them is.</summary>
    static Dictionary<Session, Running> RunningIn(SessionTable table)
    {
        var running = new Dictionary<Session, Running>(ReferenceEqualityComparer.Instance);
        foreach (var (pid, member) in table.Members)
        {
            if ((member.Session ?? member.Login?.Session) is not { } session)
                continue;
            var (count, newest, pids) = running.GetValueOrDefault(session);
            (pids ??= []).Add(pid);
            if (member is { IsOwnCommand: true, Command: { End: CommandEnd.Running, Depth: >= 0 } command } && (newest is null || command.Time >= newest.Time))
                newest = command;
            running[session] = new Running(member.Session is null ? count : count + 1, newest, pids);
        }
        return running;
    }

    static Dictionary<byte[], List<FailedLogin>> FailuresOf(SessionTable table)
    {
        var failures = new Dictionary<byte[], List<FailedLogin>>(ByteKey.Comparer);
        foreach (var failure in table.Failures)
        {
            if (!failures.TryGetValue(failure.Address, out var known))
                failures.Add(failure.Address, known = []);
            known.Add(failure);
        }
        return failures;
    }

    static long TriesBefore(Session session, Dictionary<byte[], List<FailedLogin>> failures)
    {
        if (session.Login is not { } login)
            return 0;
        long tries = login.Logged.Count;
        if (login.Address.Length > 0 && failures.TryGetValue(login.Address, out var known))
            foreach (var failure in known)
                if (failure.Time <= session.Start)
                    tries += failure.Tries;
        return tries;
    }

    readonly record struct Running(int Count, Command? Newest, List<long>? Pids);
}
