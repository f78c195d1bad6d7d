using CSysdig.Capture.Scap;
using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Rules;

/// <summary>What goes over the network: orders, floods, scans, whoever's process it is.</summary>
sealed class SocketRules(FindingBook book, Actors actors, Downloads downloads, NameWatch names)
{
    const byte Udp = 3;
    const int MostFlows = 20_000, MostScanners = 1_000;

    readonly Dictionary<long, Flow> _flows = [];
    Dictionary<long, Talk> _talks = [];
    Dictionary<long, Scanner> _scanners = [];
    Dictionary<long, Mailer> _mailers = [];
    readonly Scripts _scripts = new();

    /// <summary>Whose trade it is to hand on mail.</summary>
    static readonly HashSet<byte[]> s_mailServers = Trades.Names("smtp", "smtpd", "master", "exim", "exim4", "sendmail", "sendmail-mta", "qmail-remote", "opensmtpd", "mailman", "sympa", "haraka");

    /// <summary>Connections that could not be followed for want of room.</summary>
    public long LeftOut { get; private set; }

    /// <summary>A process wants to connect.</summary>
    public void Connect(Event e, ThreadInfo thread, ulong time)
    {
        if (e.Fd is not { L4Proto: L4.Tcp, DestinationIp.Length: > 0 } fd || !TrafficWatch.IsInternet(fd) || AddressText.IsLoopback(fd.DestinationIp))
            return;
        if (!_scanners.TryGetValue(thread.Pid, out var scanner))
        {
            if (_scanners.Count >= MostScanners)
            {
                LeftOut++;
                return;
            }
            _scanners.Add(thread.Pid, scanner = new Scanner(time));
        }
        scanner.Try(fd, e.ErrorCode == 0);
        if (!scanner.Scans)
            return;
        if (scanner.Finding is { } known)
            book.GoOn(known, time);
        else
            scanner.Finding = book.Note(Scanned, new Deed(GroupOf(thread), thread, scanner.First, time, e.Number) { Fd = fd }, scanner.Words(), isGrave: true, count: scanner.Tries);
    }

    /// <summary>Bytes went over a socket.</summary>
    public void Move(Event e, ThreadInfo thread, FdInfo fd, in IoCall call, ulong time)
    {
        if (fd.L4Proto == Udp)
        {
            Datagram(e, thread, fd, call, time);
            return;
        }
        if (fd.L4Proto != L4.Tcp || call.Count <= 0)
            return;
        if (call.IsRead && _scanners.TryGetValue(thread.Pid, out var scanner))
            scanner.Answered(fd);
        if (!fd.IsClient)
            return;
        Line(e, thread, fd, call, time);
        if (call.IsRead || AddressText.IsLoopback(fd.DestinationIp))
            return;
        if (Mailer.RecipientsIn(call.Data) is > 0 and var recipients)
            Mail(e, thread, fd, recipients, time);
        else if (Stratum.IsLogin(call.Data))
            Mine(e, thread, fd, Stratum.Worker(call.Data), time);
    }

    public void Ended(ThreadInfo thread)
    {
        if (!thread.IsMain)
            return;
        _scanners.Remove(thread.Pid);
        _mailers.Remove(thread.Pid);
    }

    /// <summary>Makes room: connections that are no chat have said so, and whoever connects on and on is told anew.</summary>
    public void Settle(Func<long, bool> isGone)
    {
        _talks = TableBound.Keep(_talks, MostFlows, (_, talk) => talk.IsOther);
        _scanners = TableBound.Keep(_scanners, MostScanners, (pid, _) => isGone(pid));
        _mailers = TableBound.Keep(_mailers, MostScanners, (pid, _) => isGone(pid));
    }

    void Mail(Event e, ThreadInfo thread, FdInfo fd, int recipients, ulong time)
    {
        if (Trades.Contains(s_mailServers, thread.Comm) && Trades.IsInstalled(thread.ExePath))
            return;
        if (!_mailers.TryGetValue(thread.Pid, out var mailer))
        {
            if (_mailers.Count >= MostScanners)
            {
                LeftOut++;
                return;
            }
            _mailers.Add(thread.Pid, mailer = new Mailer(time));
        }
        mailer.Take(fd, recipients);
        if (mailer.Finding is { } known)
            book.GoOn(known, time, recipients);
        else if (mailer.Sends)
            mailer.Finding = book.Note(SentMail, new Deed(GroupOf(thread), thread, mailer.First, time, e.Number) { Fd = fd }, Text($"{mailer.Recipients} recipients at {mailer.Servers} servers and more"), isGrave: true, count: mailer.Recipients);
    }

    void Mine(Event e, ThreadInfo thread, FdInfo fd, ReadOnlySpan<byte> worker, ulong time)
    {
        var text = new Utf8Writer(128);
        AddressText.Write(text, fd.DestinationIp);
        text.Write($" port {fd.DestinationPort}");
        var pool = text.Written.ToArray();
        if (book.Note(Mined, Deed.Of(GroupOf(thread), e, thread, time), pool, pool, isGrave: true) is not { } finding)
            return;
        if (finding.Where.Length == 0)
            finding.Where = $"fd.num={e.FdNumber}";
        if (!worker.IsEmpty)
            finding.Tail = [.. " for "u8, .. worker];
    }

    static byte[] Text(string words) => System.Text.Encoding.ASCII.GetBytes(words);

    void Line(Event e, ThreadInfo thread, FdInfo fd, in IoCall call, ulong time)
    {
        if (!_talks.TryGetValue(fd.OpenedAt, out var talk))
        {
            if (fd.OpenedAt == 0)
                return;
            if (_talks.Count >= MostFlows)
            {
                LeftOut++;
                return;
            }
            _talks.Add(fd.OpenedAt, talk = new Talk(time));
        }
        if (!talk.Take(call) || !IsSuspect(thread))
            return;
        var order = talk.Order;
        if (talk.Finding is { } known && order.Length == 0)
        {
            book.GoOn(known, time, 0);
            return;
        }
        talk.Finding = book.Note(TookOrders, Deed.Of(GroupOf(thread), e, thread, time), order, fd.Name, isGrave: true, order.Length > 0 ? 1 : 0);
        if (talk.Finding is not { Where.Length: 0 } finding)
            return;
        finding.Where = $"fd.num={e.FdNumber}";
        finding.BeganAt(talk.Began);
    }

    void Datagram(Event e, ThreadInfo thread, FdInfo fd, in IoCall call, ulong time)
    {
        if (fd.DestinationIp.Length == 0 || AddressText.IsLoopback(fd.DestinationIp))
            return;
        var key = fd.OpenedAt != 0 ? fd.OpenedAt : -1 - (thread.Pid << 12 | fd.Fd & 0xfff);
        if (!_flows.TryGetValue(key, out var flow))
        {
            // Most are done when there are so many: what floods is back at once.
            if (_flows.Count >= MostFlows)
                _flows.Clear();
            _flows.Add(key, flow = new Flow());
        }
        if (!flow.Take(call, time))
            return;
        if (flow.Finding is { } known)
        {
            known.Bytes += call.Count;
            book.GoOn(known, time);
            return;
        }
        var text = new Utf8Writer(64);
        AddressText.Write(text, fd.DestinationIp);
        flow.Finding = book.Note(Flooded, new Deed(GroupOf(thread), thread, flow.Began, time, e.Number) { Fd = fd }, text.Written, text.Written, isGrave: true, flow.Sent);
        if (flow.Finding is { } finding)
        {
            finding.Bytes += flow.SentBytes;
            finding.Where = $"fd.ip={text}";
        }
    }

    /// <summary>A script, or a program that hides or was brought here. People's own chat programs are none of these.</summary>
    bool IsSuspect(ThreadInfo thread)
    {
        var program = _scripts.Program(thread);
        return names.Find(thread.Pid) is not null || Scripts.IsInterpreter(NameFit.Base(program)) || Programs.IsShell(NameFit.Base(program))
            || downloads.Of(program) is not null || !Places.Hidden(program).IsEmpty || Places.IsTemporary(program);
    }

    FindingGroup GroupOf(ThreadInfo thread) => actors.Of(thread) ?? book.Machine;
}
