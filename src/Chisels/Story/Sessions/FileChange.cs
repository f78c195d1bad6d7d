namespace CSysdig.Chisels.Story.Sessions;

/// <summary>What was done to a file.</summary>
[Flags]
enum FileActs : ushort
{
    None = 0, Created = 1, Written = 2, Emptied = 4, Removed = 8, RenamedAway = 16, RenamedHere = 32, ModeChanged = 64,
    DirectoryMade = 128, Linked = 256, OwnerChanged = 512, OpenedToWrite = 1024,
}

/// <summary>All that one session did to one path.</summary>
sealed class FileChange(byte[] path, ulong time)
{
    public byte[] Path { get; } = path;
    public ulong Time { get; } = time;
    public FileActs Acts { get; set; }
    public long Bytes { get; set; }
    /// <summary>The other path of a rename or link, or null.</summary>
    public byte[]? Other { get; set; }
    /// <summary>The mode that was set last.</summary>
    public uint Mode { get; set; }
    /// <summary>The process that was the first.</summary>
    public required long Pid { get; init; }
    public required byte[] Comm { get; init; }

    /// <summary>A part of the path begins with a dot.</summary>
    public bool IsHidden
    {
        get
        {
            var at = Path.AsSpan().IndexOf("/."u8);
            return at >= 0 && at + 2 < Path.Length;
        }
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
