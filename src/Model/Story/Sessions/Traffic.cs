using CSysdig.Model.State;

namespace CSysdig.Model.Story.Sessions;

/// <summary>A connection that a process of a session opened or accepted, or a socket it sent datagrams through.</summary>
public sealed class Traffic(ulong time, long pid, byte[] comm)
{
    const int InProgress = 115;
    const long FloodCalls = 1000, FloodBytes = 1 << 20;

    public ulong Time { get; } = time;
    public ulong Last { get; private set; } = time;
    public long Pid { get; } = pid;
    public byte[] Comm { get; } = comm;
    /// <summary>Both ends, as they were known last.</summary>
    public byte[] Name { get; private set; } = [];
    public byte Protocol { get; private set; }
    /// <summary>The other side called.</summary>
    public bool IsIncoming { get; init; }
    public long BytesOut { get; private set; }
    public long BytesIn { get; private set; }
    public long CallsOut { get; private set; }
    public long CallsIn { get; private set; }
    /// <summary>Whoever tells of a flood at once has done so.</summary>
    public bool IsTold { get; set; }
    /// <summary>The errno with which connecting failed, or 0.</summary>
    public int Error { get; private set; }

    /// <summary>Something happens to the socket: its ends may have become known.</summary>
    public void Take(FdInfo fd, ulong time)
    {
        Last = time;
        if (fd.Name.Length > 0)
            Name = fd.Name;
        Protocol = fd.L4Proto;
    }

    public void Connected(int error) => Error = error == InProgress ? 0 : error;

    public void Moved(bool isRead, long count)
    {
        if (isRead)
        {
            BytesIn += count;
            CallsIn++;
        }
        else
        {
            BytesOut += count;
            CallsOut++;
        }
    }

    /// <summary>Name resolution opens datagram sockets that it never sends through.</summary>
    public bool IsUsed => Protocol != 3 || CallsIn + CallsOut > 0;

    /// <summary>Far more went out than anybody could answer.</summary>
    public bool IsFlood => CallsOut >= FloodCalls && BytesOut >= FloodBytes && CallsIn < CallsOut / 100 && BytesIn < BytesOut / 100;
}
