using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Rules;

/// <summary>Who tried to log in, and who got in after trying.</summary>
sealed class LoginRules(FindingBook book, SessionTable table)
{
    const int MostAddresses = 10_000;

    Dictionary<byte[], Tries> _byAddress = new(ByteKey.Comparer);
    long _sessions, _failures;

    /// <summary>Looks at what an event may have added to the table: a failure or a session.</summary>
    public void Look(Event e, ulong time)
    {
        for (; _failures < table.Failed; _failures++)
            Failed(e, table.Failures[^(int)(table.Failed - _failures)], time);
        for (; _sessions < table.Begun; _sessions++)
            if (e.Thread is { } thread)
                Began(e, thread, table.Sessions[^(int)(table.Begun - _sessions)], time);
    }

    /// <summary>Sessions that were open before the capture are no news.</summary>
    public void SkipEarlier() => _sessions = table.Begun;

    /// <summary>Makes room for other addresses.</summary>
    public void Settle() => _byAddress = TableBound.Keep(_byAddress, MostAddresses);

    void Failed(Event e, FailedLogin failure, ulong time)
    {
        if (!_byAddress.TryGetValue(failure.Address, out var tries))
        {
            if (_byAddress.Count >= MostAddresses)
                return;
            _byAddress.Add(failure.Address, tries = new Tries(failure.Time));
        }
        tries.Add(failure.User, failure.Tries);
        // Where somebody got in, the session tells of the failures.
        if (tries.Count < FindingBounds.FailuresAlone || tries.GotIn || e.Thread is not { } thread)
            return;
        if (tries.Finding is { } known)
            book.GoOn(known, time, failure.Tries);
        else
            tries.Finding = Note(TriedPasswords, new Deed(book.Machine, thread, tries.First, time, e.Number), failure.Address, TextOf(failure.Address), failure.Address, isGrave: true, tries.Count);
    }

    void Began(Event e, ThreadInfo thread, Session session, ulong time)
    {
        if (session.Login is not { Address.Length: > 0 } login || session.IsOlder)
            return;
        var group = book.Of(session);
        var user = session.User;
        var tries = _byAddress.GetValueOrDefault(login.Address);
        var count = (tries?.Count ?? 0) + login.Logged.Count;
        if (tries is not null)
            tries.GotIn = true;
        if (count >= FindingBounds.FailuresBefore || count >= FindingBounds.FailuresOfSeveral && tries is { Users: > 1 })
            Note(GuessedPassword, new Deed(group, thread, tries?.First ?? session.Start, session.Start, e.Number), login.Address,
                [.. user, .. System.Text.Encoding.ASCII.GetBytes($" after {count} failures from "), .. TextOf(login.Address)],
                default, isGrave: true, count);
        if (book.Note(LoggedIn, new Deed(group, thread, session.Start, time, e.Number), [.. user, .. " from "u8, .. TextOf(login.Address)]) is { } finding)
            finding.Where = $"(proc.pid={thread.Pid} or proc.apid={thread.Pid})";
    }

    Finding? Note(FindingKind kind, in Deed deed, byte[] address, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> key, bool isGrave, long count)
    {
        var finding = book.Note(kind, deed, subject, key, isGrave, count);
        if (finding is not null)
            finding.Where = $"fd.cip={System.Text.Encoding.ASCII.GetString(TextOf(address))}";
        return finding;
    }

    static byte[] TextOf(byte[] address)
    {
        var text = new Utf8Writer(64);
        if (address.Length is 4 or 16)
            AddressText.Write(text, address);
        return text.Written.ToArray();
    }

    /// <summary>The failures from one address.</summary>
    sealed class Tries(ulong first)
    {
        const int MostUsers = 8;

        readonly HashSet<byte[]> _users = new(ByteKey.Comparer);

        public ulong First { get; } = first;
        public int Count { get; private set; }
        public int Users => _users.Count;
        public Finding? Finding { get; set; }
        public bool GotIn { get; set; }

        public void Add(byte[] user, int tries)
        {
            Count += tries;
            if (_users.Count < MostUsers)
                _users.Add(user);
        }
    }
}
