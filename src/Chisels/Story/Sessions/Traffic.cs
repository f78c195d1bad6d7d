namespace CSysdig.Chisels.Story.Sessions;

/// <summary>A connection that a process of a session opened or accepted, or a socket it sent datagrams through.</summary>
sealed class Traffic(ulong time, long pid, byte[] comm)
{
    const long FloodCalls = 1000, FloodBytes = 1 << 20;

    public ulong Time { get; } = time;
    public ulong Last { get; set; } = time;
    public long Pid { get; } = pid;
    public byte[] Comm { get; } = comm;
    /// <summary>Both ends, as they were known last.</summary>
    public byte[] Name { get; set; } = [];
    public byte Protocol { get; set; }
    /// <summary>The other side called.</summary>
    public bool IsIncoming { get; init; }
    public long BytesOut { get; set; }
    public long BytesIn { get; set; }
    public long CallsOut { get; set; }
    public long CallsIn { get; set; }
    /// <summary>The errno with which connecting failed, or 0.</summary>
    public int Error { get; set; }

    /// <summary>Far more went out than anybody could answer.</summary>
    public bool IsFlood => CallsOut >= FloodCalls && BytesOut >= FloodBytes && CallsIn < CallsOut / 100 && BytesIn < BytesOut / 100;
}
