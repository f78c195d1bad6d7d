using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>
/// Login sessions of this machine as they go on: a line when one begins, for each command that somebody types and for what must not be
/// missed; the whole session when it has ended, or at the end.
/// </summary>
sealed class LiveSessionsChisel(ChiselSetup setup) : IChisel
{
    readonly SessionWatch _watch = new();
    readonly string _wanted = setup.Arguments.Count > 0 ? setup.Arguments[0] : "";
    readonly Dictionary<Session, Told> _told = new(ReferenceEqualityComparer.Instance);
    EventStream _stream = null!;
    ulong _last;
    long _begun, _failed;
    int _numbers;

    SessionTable Table => _watch.Table;

    public ChiselInterval Interval => ChiselInterval.Seconds(1);

    public void Begin(EventStream stream)
    {
        _stream = stream;
        _watch.Begin(stream.State);
        _begun = Table.Begun;
    }

    public void Head(Utf8Writer to)
    {
        foreach (var session in Table.Sessions.Where(s => SessionReport.IsWanted(s, _wanted)).OrderBy(s => s.Start))
            _told.Add(session, new Told(++_numbers, session));
        var views = _told.Select(t => View(t.Key, t.Value)).ToList();
        if (setup.Json)
            views.ForEach(v => SessionJson.Write(to, v));
        else if (views.Count > 0)
        {
            to.Write("Open since before"u8);
            SessionText.WriteOverview(to, SessionReport.Of(Table, views, _wanted));
            to.Write('\n');
        }
    }

    public void Add(Event e, Utf8Writer to)
    {
        _last = Math.Max(_last, e.Timestamp);
        if (!SessionWatch.Cares(e.Code) || e.Thread is not { } thread)
            return;
        // The last event of a process takes it out of its session.
        var session = Table.Find(thread.Pid) is { } before ? before.Session ?? before.Login?.Session : null;
        _watch.Add(e);
        session ??= Table.Find(thread.Pid)?.Session;
        for (; _failed < Table.Failed; _failed++)
            TellFailure(to, Table.Failures[^(int)(Table.Failed - _failed)]);
        for (; _begun < Table.Begun; _begun++)
            TellBegin(to, Table.Sessions[^(int)(Table.Begun - _begun)]);
        if (session is not null && _told.TryGetValue(session, out var told))
            TellNews(to, session, told, e);
    }

    public void Tick(ulong time, ulong passed, Utf8Writer to)
    {
        foreach (var session in Table.Settle(time, pid => _stream.State.Threads.Find(pid) is null))
            if (_told.Remove(session, out var told) && told.BlockOf != session.Version)
                TellWhole(to, session, told);
    }

    public void End(Utf8Writer to)
    {
        foreach (var (session, told) in _told.Where(t => t.Value.BlockOf != t.Key.Version).OrderBy(t => t.Value.Number))
            TellWhole(to, session, told);
        if (setup.Json)
            return;
        to.Write(_numbers == 1 ? "1 login session" : $"{_numbers} login sessions");
        to.Write(Table.Failed == 1 ? ", 1 failed login\n" : $", {Table.Failed} failed logins\n");
        SessionText.WriteStrays(to, SessionReport.Of(Table, [.. _told.Select(t => View(t.Key, t.Value))], _wanted));
        if (Table.SessionsLeftOut > 0)
            to.Write($"{Table.SessionsLeftOut} more sessions are left out: so many at once there is no room for\n");
    }

    SessionView View(Session session, Told told) => SessionReport.ViewOf(session, told.Number, Table, SessionReport.RunningIn(Table), _last);

    void TellBegin(Utf8Writer to, Session session)
    {
        if (!SessionReport.IsWanted(session, _wanted))
            return;
        var told = new Told(++_numbers, session);
        _told.Add(session, told);
        if (setup.Json)
            SessionJson.Write(to, View(session, told));
        else
        {
            to.Write('\n');
            SessionLines.WriteBegin(to, View(session, told), setup.Width);
        }
    }

    void TellNews(Utf8Writer to, Session session, Told told, Event e)
    {
        if (session.End != 0 && told.BlockOf < 0)
        {
            TellWhole(to, session, told);
            return;
        }
        if (session.Version == told.Version)
            return;
        told.Version = session.Version;
        for (; told.Commands < session.Commands.Count; told.Commands++)
            if (session.Commands[told.Commands] is { Depth: 0 } command)
                Note(to, told, command.Time, e, "command", command.Line);
        for (; told.Reads < session.Reads.Count; told.Reads++)
            if (session.Reads[told.Reads] is { } read)
                Note(to, told, read.Time, e, read.Error == 0 ? "secrets read" : "secrets, refused", read.Path);
        if (session.LastFile is { IsTold: false } file && (file.IsWipedLog || file.OpensDoors))
        {
            file.IsTold = true;
            Note(to, told, e.Timestamp, e, file.IsWipedLog ? "log wiped" : "way back in, or started by itself", file.Path);
        }
        if (session.LastTraffic is { IsTold: false, IsFlood: true } traffic)
        {
            traffic.IsTold = true;
            Note(to, told, e.Timestamp, e, "flood", traffic.Name);
        }
    }

    void Note(Utf8Writer to, Told told, ulong time, Event e, string what, ReadOnlySpan<byte> text)
    {
        if (setup.Json)
        {
            SessionJson.WriteNote(to, told.Number, time, e, what, text);
            return;
        }
        ReportText.WriteClock(to, time);
        var start = to.Length;
        to.Write((long)told.Number);
        ReportText.ShiftRight(to, start, 4);
        if (what == "command")
        {
            to.Write("  "u8);
            ReportText.WriteCaptured(to, text, Math.Max(60, setup.Width - 20));
        }
        else
        {
            to.Write($"  ! {what}: ");
            ReportText.WriteCaptured(to, text, Math.Max(60, setup.Width - 60));
            to.Write(" by "u8);
            ReportText.WriteCaptured(to, e.Thread?.Comm ?? [], 20);
            to.Write($" {e.Thread?.Pid}, event {e.Number}");
        }
        to.Write('\n');
    }

    /// <summary>Who fails on and on is told of at one, ten, a hundred ...</summary>
    void TellFailure(Utf8Writer to, FailedLogin failure)
    {
        var address = SessionReport.AddressOf(failure.Address);
        if (setup.Json || _wanted.Length > 0 && _wanted != address)
            return;
        var all = Table.Failures.Where(f => f.Address.AsSpan().SequenceEqual(failure.Address)).ToList();
        var count = all.Sum(f => f.Tries);
        var before = count - failure.Tries;
        var round = 1L;
        while (round <= before)
            round *= 10;
        if (count < round)
            return;
        ReportText.WriteClock(to, failure.Time);
        to.Write(count == 1 ? $"      failed login from {address} as " : $"      {count} failed logins from {address} as ");
        SessionText.WriteUsers(to, all.GroupBy(f => ReportText.Captured(f.User)).Select(g => (g.Key, g.Sum(f => f.Tries))).OrderByDescending(g => g.Item2));
        to.Write('\n');
    }

    void TellWhole(Utf8Writer to, Session session, Told told)
    {
        told.BlockOf = session.Version;
        if (setup.Json)
        {
            SessionJson.Write(to, View(session, told));
            return;
        }
        to.Write('\n');
        SessionLines.Write(to, View(session, told), setup.Width);
        to.Write('\n');
    }

    /// <summary>What was told of a session.</summary>
    sealed class Told(int number, Session session)
    {
        public int Number { get; } = number;
        public int Commands { get; set; } = session.IsOlder ? session.Commands.Count : 0;
        public int Reads { get; set; }
        public long Version { get; set; } = -1;
        /// <summary>The version of the session that was told as a whole, or -1.</summary>
        public long BlockOf { get; set; } = -1;
    }
}
