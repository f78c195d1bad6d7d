using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Story.Names;

/// <summary>How a name came to light.</summary>
public enum Sign : byte
{
    /// <summary>The process was started with another first word.</summary>
    Exec,
    /// <summary>It called prctl(PR_SET_NAME).</summary>
    Prctl,
    /// <summary>A fork's event has its names of that moment.</summary>
    Fork,
    /// <summary>It was so before the capture.</summary>
    Earlier,
}

/// <summary>A process under a name that is not its own.</summary>
public sealed class Disguise(long pid, ulong time, Sign sign, Origin origin)
{
    const int MostTraffic = 200;

    readonly Dictionary<long, Traffic> _traffic = [];

    public long Pid { get; } = pid;
    /// <summary>When it was first seen so; 0 for before the capture.</summary>
    public ulong Time { get; } = time;
    public Sign Sign { get; } = sign;
    public Origin Origin { get; } = origin;
    /// <summary>The names that it has now: the kernel's, and the first word of its command line, which may be a whole title.</summary>
    public byte[] Comm { get; set; } = [];
    public byte[] Title { get; set; } = [];
    public required long Parent { get; init; }
    public required byte[] ParentComm { get; init; }
    public required byte[] User { get; init; }
    public ulong End { get; set; }
    public IReadOnlyCollection<Traffic> Traffic => _traffic.Values;
    public long TrafficLeftOut { get; private set; }

    /// <summary>What it pretends: the command line counts first, it is what most tools show.</summary>
    public Pose Pose
    {
        get
        {
            var pose = NameFit.Poses(Title);
            if (pose == Pose.KernelThread || pose == Pose.Path && (Sign is Sign.Exec or Sign.Earlier || !NameFit.Fits(Title, Origin)))
                return pose;
            return NameFit.Fits(Comm, Origin) && Sign != Sign.Earlier ? Pose.None : NameFit.Poses(Comm);
        }
    }

    public Traffic? Through(long socket, Func<Traffic> make)
    {
        if (_traffic.TryGetValue(socket, out var traffic))
            return traffic;
        if (_traffic.Count >= MostTraffic)
        {
            TrafficLeftOut++;
            return null;
        }
        return _traffic[socket] = make();
    }
}
