using System.Globalization;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fleets;

/// <summary>What somebody on one host did to another, gathered from one connection or from many: the line of the story on either host.</summary>
/// <param name="first">The first of them.</param>
sealed class Move(Hop first, StoryTeller from, StoryTeller to)
{
    const int MostNamed = 64, MostPids = 32, MostUsers = 3;

    readonly List<byte[]> _names = [], _users = [];
    readonly List<long> _clients = [], _servers = [];
    long _count, _sessions;
    ulong _last;

    /// <summary>Whose doing it is, and to whom it is done.</summary>
    public StoryTeller From => from;
    public StoryTeller To => to;

    /// <param name="session">The login session that it began, or null.</param>
    public void Take(in Hop hop, SessionRow? session)
    {
        _count++;
        _last = Math.Max(_last, hop.Time);
        if (_names.Count < MostNamed)
            _names.Add(hop.Client.Name);
        Note(_clients, hop.Client.Pid);
        Note(_servers, hop.Server.Pid);
        if (session is null)
            return;
        _sessions++;
        if (!_users.Exists(user => user.AsSpan().SequenceEqual(session.User)))
            _users.Add(session.User);
    }

    /// <summary>Puts a line into the stories of both.</summary>
    public void Tell()
    {
        var isGrave = from.IsTold || to.IsTold;
        var text = new Utf8Writer(128);
        text.Write($"{FindingRule.Of(FindingKind.MovedOn).Words} to ");
        Write(text, System.Text.Encoding.UTF8.GetBytes(first.To.Label));
        text.Write(": ");
        Ways(text);
        from.Add(Line(FindingKind.MovedOn, first.Client, first.From, _clients, text, isGrave));
        text.Clear();
        text.Write($"{FindingRule.Of(FindingKind.CameFrom).Words} ");
        Write(text, System.Text.Encoding.UTF8.GetBytes(first.From.Label));
        text.Write(": ");
        Ways(text);
        to.Add(Line(FindingKind.CameFrom, first.Server, first.To, _servers, text, isGrave));
    }

    /// <summary>Which program of whom called which, and what came of it.</summary>
    void Ways(Utf8Writer text)
    {
        Write(text, first.Client.Comm);
        text.Write($" ({_clients[0].ToString(CultureInfo.InvariantCulture)}, ");
        Write(text, first.Client.User);
        text.Write(") to ");
        Write(text, first.Server.Comm);
        text.Write(string.Create(CultureInfo.InvariantCulture, $" at port {first.Server.ServerPort}"));
        if (_sessions == 0)
            return;
        text.Write(_sessions == 1 ? ", session of " : string.Create(CultureInfo.InvariantCulture, $", {_sessions:#,0} sessions of "));
        for (var i = 0; i < Math.Min(MostUsers, _users.Count); i++)
        {
            text.Write(i > 0 ? ", "u8 : ""u8);
            Write(text, _users[i]);
        }
        if (_users.Count > MostUsers)
            text.Write(" and others"u8);
    }

    StoryFinding Line(FindingKind kind, in ConnectionEnd end, FleetCapture capture, List<long> pids, Utf8Writer text, bool isGrave)
    {
        // What was there before the capture is told of at its beginning.
        var since = end.IsOlder ? capture.History!.FirstTimestamp : end.Time;
        var what = text.Written.ToArray();
        what.AsSpan().Replace((byte)0, (byte)' ');
        return new StoryFinding(FindingRule.Of(kind), end.Number, since, since, Math.Max(since, _last), _count, what, end.Comm, [.. pids], [], FilterOf(pids), isGrave)
        {
            Evidence = EvidenceKind.Connections,
            Text = what,
            Move = this,
        };
    }

    // A name is of digits, dots and colons.
    string FilterOf(List<long> pids) => _count <= MostNamed ? $"fd.name in ({string.Join(", ", _names.Select(name => $"'{SafeText.ToString(name)}'"))})"
        : string.Create(CultureInfo.InvariantCulture, $"proc.pid in ({string.Join(", ", pids)}) and fd.sport={first.Server.ServerPort}");

    static void Note(List<long> pids, long pid)
    {
        if (pids.Count < MostPids && !pids.Contains(pid))
            pids.Add(pid);
    }

    static void Write(Utf8Writer text, ReadOnlySpan<byte> name) => Quoted.Write(text, name);
}
