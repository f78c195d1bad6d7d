using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fleets;

/// <summary>
/// Puts what moved from host to host into the stories of both. A connection is told of that began a login session, or of which either end belongs to what looks like an
/// attack; those of the same program and user to the same program are one line.
/// </summary>
sealed class StoryJoin
{
    const int Most = 2_000;

    readonly HopTable _hops;
    readonly Host[] _hosts;
    readonly Dictionary<(StoryTeller? From, StoryTeller? To, int, int, string), Move> _moves = [];

    StoryJoin(Fleet fleet, IReadOnlyList<(StoryReport Report, SessionList Sessions)> hosts, HopTable hops)
    {
        _hops = hops;
        _hosts = [.. fleet.Captures.Select(capture => new Host(capture, hosts[capture.Index].Report, hosts[capture.Index].Sessions))];
    }

    public static StoryJoin Of(Fleet fleet, IReadOnlyList<(StoryReport Report, SessionList Sessions)> hosts, HopTable hops)
    {
        var join = new StoryJoin(fleet, hosts, hops);
        join.Gather();
        foreach (var move in join._moves.Values)
            move.Tell();
        return join;
    }

    /// <summary>What there was no room for.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The groups of all hosts.</summary>
    public IEnumerable<(FleetCapture Capture, StoryGroup Group)> Groups => _hosts.SelectMany(host => host.Tellers).Where(teller => teller.HasSomething).Select(teller => (teller.Capture, teller.Group));

    /// <summary>The sessions of all hosts, each with the host that it came from where that is one of them.</summary>
    public IEnumerable<(FleetCapture Capture, SessionRow Row)> Sessions => _hosts.SelectMany(host => host.Sessions.Rows.Select(row =>
        (host.Capture, host.CameFrom.TryGetValue(row.Number, out var from) ? row with { FromHost = from } : row)));

    void Gather()
    {
        foreach (var hop in _hops.Hops)
        {
            var (from, to) = (_hosts[hop.From.Index], _hosts[hop.To.Index]);
            var session = to.BegunBy(hop.Server);
            if (session is not null)
                to.CameFrom.TryAdd(session.Number, System.Text.Encoding.UTF8.GetBytes(hop.From.Label));
            var begun = session?.Number ?? hop.Server.Session;
            var (teller, told) = (from.ToldOf(hop.Client.Session, hop.Client.Pid), to.ToldOf(begun, hop.Server.Pid));
            if (session is null && teller is null && told is null)
                continue;
            var key = (teller, told, hop.From.Index, hop.To.Index, $"{Text(hop.Client.Comm)}\0{Text(hop.Client.User)}\0{Text(hop.Server.Comm)}\0{hop.Server.ServerPort}\0{session is null}");
            if (!_moves.TryGetValue(key, out var move))
            {
                if (_moves.Count >= Most)
                {
                    LeftOut++;
                    continue;
                }
                _moves[key] = move = new(hop, teller ?? from.Teller(hop.Client.Session), told ?? to.Teller(begun));
            }
            move.Take(hop, session);
        }

        static string Text(byte[] text) => System.Text.Encoding.Latin1.GetString(text);
    }

    /// <summary>What is known of one host.</summary>
    sealed class Host
    {
        readonly Dictionary<long, StoryTeller> _bySession = [], _byPid = [];
        readonly Dictionary<long, StoryTeller> _others = [];
        readonly Dictionary<byte[], SessionRow> _begun = new(ByteKey.Comparer);

        public Host(FleetCapture capture, StoryReport report, SessionList sessions)
        {
            (Capture, Sessions) = (capture, sessions);
            foreach (var group in report.Groups)
            {
                var teller = new StoryTeller(capture, group);
                Tellers.Add(teller);
                if (group.Session > 0)
                    _bySession.TryAdd(group.Session, teller);
                else if (group.Kind == GroupKind.Machine)
                    _others.TryAdd(0, teller);
                if (group.Group.Service is { } service)
                    _byPid.TryAdd(service.Pid, teller);
                foreach (var pid in group.Findings.SelectMany(finding => finding.Pids))
                    _byPid.TryAdd(pid, teller);
            }
            foreach (var row in sessions.Rows)
                if (row.Connection.Length > 0)
                    _begun.TryAdd(row.Connection, row);
        }

        public FleetCapture Capture { get; }
        public SessionList Sessions { get; }
        public List<StoryTeller> Tellers { get; } = [];

        /// <summary>Sessions by their numbers, and the host that each came from.</summary>
        public Dictionary<long, byte[]> CameFrom { get; } = [];

        /// <summary>The login session that came through a connection, or null.</summary>
        public SessionRow? BegunBy(in ConnectionEnd end) => _begun.TryGetValue(end.Name, out var row) && (row.IsOlder ? end.IsOlder : row.Start == end.Time) ? row : null;

        /// <summary>The group that looks like an attack to which a session or process belongs, or null.</summary>
        public StoryTeller? ToldOf(long session, long pid) => session > 0 && _bySession.TryGetValue(session, out var told) ? told : _byPid.GetValueOrDefault(pid);

        /// <summary>One for a session of which nothing is told yet, or for the machine.</summary>
        public StoryTeller Teller(long session)
        {
            if (_others.TryGetValue(session, out var known))
                return known;
            Tellers.Add(known = new(Capture, session > 0 ? Sessions.Rows.FirstOrDefault(row => row.Number == session) : null));
            _others.Add(session, known);
            return known;
        }
    }
}
