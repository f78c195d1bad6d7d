namespace CSysdig.Model.State;

/// <summary>
/// One version of a thread: what is known of it between two events that change it.
/// Never changed once a later event has been seen, so an old event keeps the names of its time.
/// Texts are the bytes of the capture, without the NUL that ends them.
/// </summary>
public sealed class ThreadInfo : IVersion
{
    /// <summary>Index in <see cref="MachineState.ThreadVersions"/> where history is kept, else -1.</summary>
    public int Version = -1;
    int IVersion.Version => Version;
    /// <summary>The thread this is a version of.</summary>
    public TrackedThread Thread = null!;

    public long Tid, Pid, Ptid = -1, Sid = -1, VPgid = -1, Pgid = -1, VTid = -1, VPid = -1, FdLimit = -1, ReaperTid = -1;
    public byte[] Comm = [], Exe = [], ExePath = [], Cwd = [], Root = [];
    /// <summary>NUL-separated, as recorded, without the NUL at the end.</summary>
    public byte[] Args = [], Env = [];
    /// <summary>NUL-separated "subsystem=path" texts.</summary>
    public byte[] Cgroups = [];
    /// <summary>PPM_CL_* of libs.</summary>
    public uint Flags;
    public uint Uid, Gid, LoginUid = uint.MaxValue, Tty;
    /// <summary>
    /// What sysdig 0.29.3 takes for the login uid and the terminal: it misreads the process list of later writers, and makes the
    /// child of an unknown thread root's. Null once an event has told the real one.
    /// </summary>
    public uint? MisreadLoginUid, MisreadTty;
    public ulong CapPermitted, CapEffective, CapInheritable;
    public ulong ExeIno, ExeInoCtime, ExeInoMtime, ExeInoCtimeDurationClone, ExeInoCtimeDurationPidns, PidnsInitStart;
    public bool ExeWritable, ExeUpperLayer, ExeLowerLayer, ExeFromMemfd;
    /// <summary>When its clone, and its last exec, happened; 0 when unknown.</summary>
    public ulong CloneTimestamp, ExecTimestamp;
    /// <summary>Its container, or null for the host.</summary>
    public ContainerInfo? Container;
    /// <summary>What it does there.</summary>
    public ThreadRole Role;
    /// <summary>The name of the system's user and group, null when the tables do not have it.</summary>
    public UserInfo? User, LoginUser;
    public GroupInfo? Group;

    /// <summary>Children and threads as sysdig counts them.</summary>
    public int ChildCount, ThreadCount = 1;

    /// <summary>The event that made this version; it may still change it.</summary>
    internal long Since;

    byte[]? _commandLine, _exeLine;

    public bool IsMain => Tid == Pid;

    /// <summary>comm and arguments, joined by spaces (proc.cmdline).</summary>
    public byte[] CommandLine => _commandLine ??= Join(Comm, Args);

    /// <summary>exe and arguments, joined by spaces (proc.exeline).</summary>
    public byte[] ExeLine => _exeLine ??= Join(Exe, Args);

    /// <summary>A copy to become the next version.</summary>
    public ThreadInfo Clone()
    {
        var copy = (ThreadInfo)MemberwiseClone();
        copy._commandLine = copy._exeLine = null;
        return copy;
    }

    static byte[] Join(byte[] first, byte[] args)
    {
        if (args.Length == 0)
            return first;
        var joined = new byte[first.Length + 1 + args.Length];
        first.CopyTo(joined, 0);
        joined[first.Length] = (byte)' ';
        args.CopyTo(joined, first.Length + 1);
        joined.AsSpan(first.Length + 1).Replace((byte)0, (byte)' ');
        return joined;
    }
}

/// <summary>Memory and page faults of a thread, apart because every context switch may change them.</summary>
public sealed record ThreadMemory(uint VmSizeKb, uint VmRssKb, uint VmSwapKb, ulong PfMajor, ulong PfMinor);

/// <summary>What a procinfo event said of a thread's processor time, in hundredths of a second, and what the one before it said: of the first, the same, but 0 for a thread that began in a capture of today.</summary>
public sealed record ProcessorTimes(ulong User, ulong System, ulong UserBefore, ulong SystemBefore);
