using CSysdig.Capture.Scap;
using CSysdig.Model.Filters;
using CSysdig.Model.Queries;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;

namespace CSysdig.Chisels.Summary;

/// <summary>What is there at each sample: processes, containers, ports that somebody listens at.</summary>
sealed class MachineSamples
{
    readonly EventStream _stream;
    readonly Filter? _filter;
    readonly OpenFd _asked;
    readonly HashSet<long> _ports = [];
    readonly Dictionary<string, string> _containers = [];
    readonly Dictionary<string, long> _numbers = [];

    /// <param name="filter">Threads count that have an fd which it lets pass; empty for all.</param>
    public MachineSamples(EventStream stream, string filter)
    {
        _stream = stream;
        _filter = filter.Length > 0 ? Filter.Parse(filter, stream.State) : null;
        _asked = new OpenFd(stream.State);
        foreach (var tracked in stream.State.Threads.Living)
            foreach (var (number, fd) in tracked.Fds.Open)
                if (IsServer(fd) && Passes(tracked, number, fd))
                    _ports.Add(PortOf(fd));
    }

    /// <summary>The containers there have been: id and name.</summary>
    public IReadOnlyDictionary<string, string> ContainerNames => _containers;

    /// <summary>Somebody begins to listen.</summary>
    public void Listen(long port) => _ports.Add(port);

    /// <summary>Ports are taken as they are when a sample ends, the last one too.</summary>
    public void TakePorts(SummaryMetrics metrics) => metrics.ListeningPorts.Set(_ports);

    public void Take(SummaryMetrics metrics)
    {
        TakePorts(metrics);
        metrics.Processes.Set(_stream.State.Threads.Living.Where(t => t.Newest.IsMain && Passes(t)).Select(t => t.Tid));
        metrics.Containers.Set(_stream.State.Containers.Newest.Select(c => NumberOf(c.Key, c.Value)));
    }

    long NumberOf(string id, ContainerInfo container)
    {
        _containers[id] = Model.Text.SafeText.ToString(container.Name);
        return _numbers.TryGetValue(id, out var number) ? number : _numbers[id] = _numbers.Count;
    }

    bool Passes(TrackedThread tracked)
    {
        if (_filter is null)
            return true;
        foreach (var (number, fd) in tracked.Fds.Open)
            if (Passes(tracked, number, fd))
                return true;
        return false;
    }

    bool Passes(TrackedThread tracked, long number, FdInfo fd)
    {
        if (_filter is null)
            return true;
        _asked.Seek(tracked.Newest, number, fd, _stream.Current.Raw);
        return _filter.Test(_asked.Event);
    }

    static bool IsServer(FdInfo fd) => fd.Type switch
    {
        FdType.IPv4Server or FdType.IPv6Server => true,
        FdType.IPv4 or FdType.IPv6 => fd.IsServer,
        _ => false,
    };

    static long PortOf(FdInfo fd) => fd.Type is FdType.IPv4Server or FdType.IPv6Server ? fd.SourcePort : fd.DestinationPort;
}
