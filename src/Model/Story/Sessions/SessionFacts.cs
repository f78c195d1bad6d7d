using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Sessions;

/// <summary>What is to be known of a session beside what was done in it: who had failed to log in from there, what the login server ran by itself, what was left running.</summary>
public static class SessionFacts
{
    const int MostUsers = 8, MostOwn = 16;

    internal static IEnumerable<FactEntry> Of(Session session, SessionTable table) => [.. Failures(session, table), .. Server(session), .. LeftRunning(session, table)];

    /// <summary>Connections from the same address, before, on which nobody got in.</summary>
    public static List<FailedLogin> FailuresBefore(Session session, SessionTable table) => session.Login is not { Address.Length: > 0 } login ? []
        : [.. table.Failures.Where(f => f.Time <= session.Start && f.Address.AsSpan().SequenceEqual(login.Address))];

    /// <summary>Who that was about, and those whom the server's log names, the most frequent first.</summary>
    public static List<(byte[] User, int Tries)> TriedUsers(Session session, IEnumerable<FailedLogin> failures) =>
    [
        .. failures.Select(f => (f.User, f.Tries)).Concat((session.Login?.Logged ?? []).Select(l => (l.User, Tries: 1)))
            .GroupBy(f => f.User, ByteKey.Comparer).Select(g => (g.Key, g.Sum(f => f.Tries))).OrderByDescending(g => g.Item2),
    ];

    static IEnumerable<FactEntry> Failures(Session session, SessionTable table)
    {
        var failures = FailuresBefore(session, table);
        var times = failures.Select(f => f.Time).Concat((session.Login?.Logged ?? []).Select(l => l.Time)).ToList();
        if (times.Count == 0)
            yield break;
        var users = TriedUsers(session, failures);
        var tries = users.Sum(user => user.Tries);
        var text = new Utf8Writer(64);
        foreach (var (user, count) in users.Take(MostUsers))
        {
            text.Write(text.Length > 0 ? ", "u8 : ""u8);
            text.Write(user.Length == 0 ? "nobody"u8 : user.AsSpan().SequenceEqual("unknown"u8) ? "a user that does not exist"u8 : user);
            text.Write($" x{count}");
        }
        if (users.Count > MostUsers)
            text.Write($" and {users.Count - MostUsers} others");
        yield return new FactEntry(times.Min(), session.Leader, $"{tries:#,0} failed {(tries == 1 ? "login" : "logins")} from this address before: ", text.Written.ToArray());
    }

    static IEnumerable<FactEntry> Server(Session session)
    {
        if (session.Login is not { OwnCommands: { Count: > 0 } own })
            yield break;
        var text = new Utf8Writer(256);
        foreach (var command in own.Take(MostOwn))
        {
            text.Write(text.Length > 0 ? "; "u8 : ""u8);
            text.Write(command.Line.AsSpan().TrimEnd((byte)' '));
        }
        yield return new FactEntry(own[0].Time, own[0].Pid, $"the login server itself ran {own.Count:#,0} {(own.Count == 1 ? "command" : "commands")}: ", text.Written.ToArray());
    }

    static IEnumerable<FactEntry> LeftRunning(Session session, SessionTable table) => session.End == 0 ? []
        : table.Members.Where(m => m.Value.Session == session && m.Value.Command is not null).OrderBy(m => m.Key)
            .Select(m => new FactEntry(session.End, m.Key, "left running: ", m.Value.Command!.Line));
}
