using System.Text;
using CSysdig.Chisels.Printing;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>The sessions that are shown, in order, each with what the others' data say of it.</summary>
/// <param name="Strays">Failed logins from addresses that no session came from.</param>
sealed record SessionReport(IReadOnlyList<SessionView> Sessions, IReadOnlyList<FailedLogin> Strays, long SessionsLeftOut, long FailuresLeftOut)
{
    /// <param name="last">The time of the last event.</param>
    /// <param name="wanted">A user or an address that sessions must have, or empty.</param>
    public static SessionReport Of(SessionTable table, ulong last, string wanted)
    {
        var running = RunningIn(table);
        var chosen = table.Sessions.Where(s => IsWanted(s, wanted)).OrderBy(s => s.Start);
        return Of(table, [.. chosen.Select((s, i) => ViewOf(s, i + 1, table, running, last))], wanted);
    }

    /// <summary>Of these sessions, with what failed besides.</summary>
    public static SessionReport Of(SessionTable table, List<SessionView> views, string wanted)
    {
        var known = views.Where(v => v.Address.Length > 0).Select(v => v.Address).ToHashSet();
        var strays = table.Failures.Where(f => AddressOf(f.Address) is var address && !known.Contains(address) && (wanted.Length == 0 || wanted == address)).ToList();
        return new SessionReport(views, strays, table.SessionsLeftOut, table.FailuresLeftOut);
    }

    public static bool IsWanted(Session session, string wanted) =>
        wanted.Length == 0 || wanted == AddressOf(session.Login?.Address ?? []) || wanted == Encoding.UTF8.GetString(session.User);

    /// <summary>The processes of each session.</summary>
    public static ILookup<Session, (long Pid, Member Member)> RunningIn(SessionTable table) =>
        table.Members.Where(m => m.Value.Session is not null).ToLookup(m => m.Value.Session!, m => (m.Key, m.Value));

    /// <summary>One session as it is now.</summary>
    public static SessionView ViewOf(Session session, int number, SessionTable table, ILookup<Session, (long Pid, Member Member)> running, ulong last)
    {
        var failures = SessionFacts.FailuresBefore(session, table);
        var left = session.End == 0 ? [] : running[session].Where(r => r.Member.Command is not null).Select(r => (r.Pid, r.Member.Command!)).ToList();
        return new SessionView(number, session, AddressOf(session.Login?.Address ?? []), failures, left, session.End == 0 ? last : session.End);
    }

    public static string AddressOf(byte[] address)
    {
        var text = new Utf8Writer(64);
        if (address.Length is 4 or 16)
            AddressText.Write(text, address);
        return text.ToString();
    }
}

/// <summary>One session, ready to be shown.</summary>
/// <param name="Failures">Connections from the same address, before, on which nobody got in.</param>
/// <param name="LeftRunning">Processes of the session that outlived it.</param>
/// <param name="Until">When it ended, or the last event when it is open.</param>
sealed record SessionView(
    int Number, Session Session, string Address, IReadOnlyList<FailedLogin> Failures, IReadOnlyList<(long Pid, Command Command)> LeftRunning, ulong Until)
{
    public IReadOnlyList<FileChange> Files { get; } = [.. Session.Files.OrderBy(f => f.Time)];

    public IReadOnlyList<Traffic> Traffic { get; } = [.. Session.Traffic.Where(t => t.IsUsed).OrderBy(t => t.Time)];

    public int Tries => Failures.Sum(f => f.Tries) + (Session.Login?.Logged.Count ?? 0);

    public IEnumerable<FileChange> WipedLogs => Files.Where(f => f.IsWipedLog);

    public IEnumerable<FileChange> HiddenFiles => Files.Where(f => f.IsHiddenWork);

    public IEnumerable<Traffic> Floods => Traffic.Where(t => t.IsFlood);

    /// <summary>Who the failures were about, the most frequent first.</summary>
    public IEnumerable<(string User, int Count)> TriedUsers => SessionFacts.TriedUsers(Session, Failures).Select(user => (ReportText.Captured(user.User), user.Tries));
}
