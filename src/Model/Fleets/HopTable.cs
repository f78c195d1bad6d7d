using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fleets;

/// <summary>
/// The connections of which both ends are in captures that are looked at together, on different hosts. An accept is joined to the first connect of the same addresses and
/// ports within a minute of it, which no other is joined to. It never changes.
/// </summary>
sealed class HopTable
{
    /// <summary>How far apart the clocks of two hosts may be, and how long a connection may wait to be accepted.</summary>
    internal const ulong Limit = 60_000_000_000;

    /// <summary>Of ends with the same name so many are looked at: a port is seldom used again for the same.</summary>
    const int MostAlike = 256;

    readonly Dictionary<(int Capture, byte[] Name), Hop> _byEnd = new(EndKey.Comparer);
    readonly List<Hop> _hops = [];

    public static HopTable Empty { get; } = new();

    /// <summary>All of them in the order of time.</summary>
    public IReadOnlyList<Hop> Hops => _hops;

    /// <summary>What is known of a connection of one capture, by its name: of several the first.</summary>
    public Hop? Find(int capture, byte[] name) => _byEnd.TryGetValue((capture, name), out var hop) ? hop : null;

    /// <param name="ends">Those of each capture, by its place.</param>
    internal static HopTable Of(Fleet fleet, IReadOnlyList<ReadOnlyMemory<ConnectionEnd>> ends)
    {
        var table = new HopTable();
        var alike = Sorted(ends);
        for (var from = 0; from < alike.Length;)
        {
            var until = from + 1;
            while (until < alike.Length && alike[until].Hash == alike[from].Hash)
                until++;
            if (until - from > 1)
                table.Join(fleet, ends, alike.AsSpan(from, until - from));
            from = until;
        }
        table._hops.Sort(Compare);
        foreach (var hop in table._hops)
        {
            table._byEnd.TryAdd((hop.From.Index, hop.Client.Name), hop);
            table._byEnd.TryAdd((hop.To.Index, hop.Server.Name), hop);
        }
        return table;
    }

    /// <summary>An end by a hash of its name.</summary>
    readonly record struct Place(int Hash, int Capture, int Index);

    static Place[] Sorted(IReadOnlyList<ReadOnlyMemory<ConnectionEnd>> ends)
    {
        var places = new Place[ends.Sum(one => one.Length)];
        var at = 0;
        for (var capture = 0; capture < ends.Count; capture++)
            for (var i = 0; i < ends[capture].Length; i++)
                places[at++] = new(ByteKey.Comparer.GetHashCode(ends[capture].Span[i].Name), capture, i);
        Array.Sort(places, (a, b) => (a.Hash, a.Capture, a.Index).CompareTo((b.Hash, b.Capture, b.Index)));
        return places;
    }

    /// <summary>An end that may be joined: when it came to be at the earliest and at the latest.</summary>
    sealed record Candidate(FleetCapture Capture, ConnectionEnd End)
    {
        public ulong Earliest => End.Time;
        public ulong Latest { get; } = End.IsOlder ? Capture.History!.FirstTimestamp : End.Time;
        public bool IsJoined { get; set; }

        public bool IsNear(Candidate other) => Earliest <= other.Latest + Limit && other.Earliest <= Latest + Limit;
    }

    void Join(Fleet fleet, IReadOnlyList<ReadOnlyMemory<ConnectionEnd>> ends, ReadOnlySpan<Place> places)
    {
        var all = new List<Candidate>(places.Length);
        foreach (var place in places)
            all.Add(new(fleet.Captures[place.Capture], ends[place.Capture].Span[place.Index]));
        // Different names may have one hash.
        foreach (var name in all.GroupBy(one => one.End.Name, ByteKey.Comparer))
        {
            List<Candidate> clients = [.. name.Where(one => !one.End.IsServer).OrderBy(one => one.Latest).Take(MostAlike)];
            List<Candidate> servers = [.. name.Where(one => one.End.IsServer).OrderBy(one => one.Latest).Take(MostAlike)];
            // What begins and ends on one host is no hop, whatever else has the same addresses.
            foreach (var server in servers)
                if (First(clients, server, ofOneHost: true) is { } own)
                    own.IsJoined = server.IsJoined = true;
            foreach (var server in servers)
                if (!server.IsJoined && First(clients, server, ofOneHost: false) is { } client)
                {
                    client.IsJoined = server.IsJoined = true;
                    _hops.Add(new(client.Capture, client.End, server.Capture, server.End));
                }
        }
    }

    static Candidate? First(List<Candidate> clients, Candidate server, bool ofOneHost) =>
        clients.Find(client => !client.IsJoined && client.IsNear(server) && client.Capture.Host == server.Capture.Host == ofOneHost);

    static int Compare(Hop a, Hop b)
    {
        var order = (a.Time, a.From.Index, a.Client.Number, a.To.Index, a.Server.Number).CompareTo((b.Time, b.From.Index, b.Client.Number, b.To.Index, b.Server.Number));
        return order != 0 ? order : a.Client.Name.AsSpan().SequenceCompareTo(b.Client.Name);
    }

    sealed class EndKey : IEqualityComparer<(int Capture, byte[] Name)>
    {
        public static readonly EndKey Comparer = new();

        public bool Equals((int Capture, byte[] Name) x, (int Capture, byte[] Name) y) => x.Capture == y.Capture && ByteKey.Comparer.Equals(x.Name, y.Name);

        public int GetHashCode((int Capture, byte[] Name) key) => HashCode.Combine(key.Capture, ByteKey.Comparer.GetHashCode(key.Name));
    }
}
