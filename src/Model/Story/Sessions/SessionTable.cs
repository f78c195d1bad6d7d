using CSysdig.Model.State;

namespace CSysdig.Model.Story.Sessions;

/// <summary>Which process belongs to which session, and all sessions there were.</summary>
public sealed class SessionTable
{
    const int MostMembers = 200_000, MostSessions = 2_000, MostFailures = 10_000;

    readonly KeptBytes _kept = new();
    Dictionary<long, Member> _members = [];

    public List<Session> Sessions { get; } = [];
    public List<FailedLogin> Failures { get; } = [];
    /// <summary>How many sessions have begun, and logins failed, forgotten ones too.</summary>
    public long Begun { get; private set; }
    public long Failed { get; private set; }
    public long SessionsLeftOut { get; private set; }
    public long FailuresLeftOut { get; private set; }

    public Member? Find(long pid) => _members.GetValueOrDefault(pid);

    /// <summary>All processes that are alive as far as the capture shows.</summary>
    public IEnumerable<KeyValuePair<long, Member>> Members => _members;

    public Member? Add(long pid, Member member)
    {
        if (_members.Count >= MostMembers && !_members.ContainsKey(pid))
            return null;
        member.Session?.Joined(pid);
        return _members[pid] = member;
    }

    /// <summary>A process was forked: it belongs where its parent does, and to nothing where its parent is a stranger.</summary>
    public Member? Adopt(long child, long parent)
    {
        if (Find(parent) is not { } from)
        {
            _members.Remove(child);
            return null;
        }
        return Add(child, new Member { Login = from.Login, Session = from.Session, Command = from.Command });
    }

    public void Remove(long pid) => _members.Remove(pid);

    /// <summary>Sessions and failures that are over give way to new ones; else those that come when there is no more room are left out.</summary>
    public bool KeepsNewest { get; init; }

    /// <summary>Begins a session, or says that there are too many (null).</summary>
    public Session? Begin(Session session)
    {
        while (KeepsNewest && (Sessions.Count >= MostSessions || _kept.Taken > KeptBytes.Most / 2) && ForgetOldest())
            SessionsLeftOut++;
        if (Sessions.Count >= MostSessions)
        {
            SessionsLeftOut++;
            return null;
        }
        session.Kept = _kept;
        Sessions.Add(session);
        session.Number = ++Begun;
        return session;
    }

    /// <summary>
    /// Forgets sessions that are over, of whose processes none is left, and makes room for other processes and failures. Until it is
    /// called, everything is kept.
    /// </summary>
    /// <param name="time">Now, of the events.</param>
    /// <param name="isGone">Whether there is no such process any more, as far as is known.</param>
    public List<Session> Settle(ulong time, Func<long, bool> isGone)
    {
        _members = TableBound.Keep(_members, MostMembers, (pid, _) => isGone(pid));
        if (Failures.Count > MostFailures / 2)
            Failures.RemoveRange(0, Failures.Count - MostFailures / 4);
        var alive = new HashSet<Session?>();
        foreach (var member in _members.Values)
        {
            alive.Add(member.Session);
            alive.Add(member.Login?.Session);
        }
        var over = Sessions.FindAll(s => !alive.Contains(s));
        foreach (var session in over)
        {
            // Its last process may have ended unseen.
            if (session.End == 0)
                session.End = time;
            session.Forget();
        }
        if (over.Count > 0)
            Sessions.RemoveAll(s => !alive.Contains(s));
        return over;
    }

    bool ForgetOldest()
    {
        if (Sessions.FindIndex(s => s.End != 0) is not (>= 0 and var oldest))
            return false;
        Sessions[oldest].Forget();
        Sessions.RemoveAt(oldest);
        return true;
    }

    public void Add(FailedLogin failure)
    {
        if (KeepsNewest && Failures.Count >= MostFailures)
        {
            Failures.RemoveRange(0, MostFailures / 4);
            FailuresLeftOut += MostFailures / 4;
        }
        if (Failures.Count < MostFailures)
        {
            Failures.Add(failure);
            Failed++;
        }
        else
            FailuresLeftOut++;
    }

    /// <summary>The name of who a thread runs as, or the number where the system has no name for it.</summary>
    public static byte[] UserOf(ThreadInfo thread) =>
        thread.User is { Name.Length: > 0 } user ? user.Name : System.Text.Encoding.ASCII.GetBytes(thread.Uid.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
