namespace CSysdig.Model.Story.Sessions;

/// <summary>What was done to a file.</summary>
[Flags]
public enum FileActs : ushort
{
    None = 0, Created = 1, Written = 2, Emptied = 4, Removed = 8, RenamedAway = 16, RenamedHere = 32, ModeChanged = 64,
    DirectoryMade = 128, Linked = 256, OwnerChanged = 512, OpenedToWrite = 1024,
}

/// <summary>All that one session did to one path.</summary>
public sealed class FileChange(byte[] path, ulong time)
{
    readonly GrowingList<long> _pids = new();

    public byte[] Path { get; } = path;
    public ulong Time { get; } = time;
    /// <summary>When something was done to it last.</summary>
    public ulong Last { get; private set; } = time;
    public FileActs Acts { get; private set; }
    /// <summary>Whoever tells of it at once has done so.</summary>
    public bool IsTold { get; set; }
    /// <summary>The acts in their order, each as the number of its bit and 1, from the lowest four bits on.</summary>
    public ulong Order { get; private set; }
    public long Bytes { get; set; }
    /// <summary>The other path of a rename or link, or null.</summary>
    public byte[]? Other { get; set; }
    /// <summary>The mode that was set last.</summary>
    public uint Mode { get; set; }
    /// <summary>The process that was the first.</summary>
    public required long Pid { get; init; }
    public required byte[] Comm { get; init; }

    /// <summary>The processes, the first ones.</summary>
    public ReadOnlyMemory<long> Pids => _pids.SoFar;

    /// <summary>A process does something to it.</summary>
    internal void Take(long pid, ulong time)
    {
        const int Most = 16;
        Last = time;
        if (_pids.Count < Most && !_pids.SoFar.Span.Contains(pid))
            _pids.Add(pid);
    }

    /// <summary>A part of the path begins with a dot.</summary>
    public bool IsHidden => HiddenPart.Length > 0;

    /// <summary>It was made or changed so, and not only taken away.</summary>
    public bool IsHiddenWork => IsHidden && (Acts & ~(FileActs.Removed | FileActs.RenamedAway)) != 0;

    /// <summary>The path up to its last part that begins with a dot; empty when there is none.</summary>
    public ReadOnlySpan<byte> HiddenPart
    {
        get
        {
            var at = Path.AsSpan().LastIndexOf("/."u8);
            if (at < 0 || at + 2 >= Path.Length)
                return default;
            var end = Path.AsSpan(at + 1).IndexOf((byte)'/');
            return end < 0 ? Path : Path.AsSpan(0, at + 1 + end);
        }
    }

    /// <summary>Notes an act. The same one again right after itself is no news.</summary>
    public void Did(FileActs act)
    {
        const int Bits = 4, Most = 16;
        Acts |= act;
        var number = (ulong)System.Numerics.BitOperations.TrailingZeroCount((ushort)act) + 1;
        var used = (64 - System.Numerics.BitOperations.LeadingZeroCount(Order) + Bits - 1) / Bits;
        if (used < Most && (used == 0 || Order >> (used - 1) * Bits != number))
            Order |= number << used * Bits;
    }

    /// <summary>The file is a record of what happened on the machine, and is gone or was cut.</summary>
    public bool IsWipedLog => (Acts & (FileActs.Removed | FileActs.Emptied | FileActs.RenamedAway)) != 0 && IsLog(Path);

    /// <summary>What the file says decides who may come back, or what starts by itself.</summary>
    public bool OpensDoors => IsDoor(Path) && (Acts & ~(FileActs.Removed | FileActs.OwnerChanged)) != 0;

    static bool IsLog(ReadOnlySpan<byte> path) => path.StartsWith("/var/log/"u8) || path.StartsWith("/var/adm/"u8) || path.EndsWith("_history"u8)
        || path.SequenceEqual("/run/utmp"u8) || path.SequenceEqual("/var/run/utmp"u8);

    static bool IsDoor(ReadOnlySpan<byte> path) => path.EndsWith("/authorized_keys"u8) || path.SequenceEqual("/etc/passwd"u8)
        || path.SequenceEqual("/etc/shadow"u8) || path.StartsWith("/etc/sudoers"u8) || path.StartsWith("/etc/cron"u8)
        || path.StartsWith("/var/spool/cron/"u8) || path.SequenceEqual("/etc/ld.so.preload"u8) || path.SequenceEqual("/etc/rc.local"u8)
        || path.StartsWith("/etc/init.d/"u8) || path.StartsWith("/etc/systemd/system/"u8) || path.StartsWith("/etc/pam.d/"u8)
        || path.StartsWith("/etc/profile"u8) || path.StartsWith("/etc/ssh/"u8);
}
