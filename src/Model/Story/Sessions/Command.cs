namespace CSysdig.Model.Story.Sessions;

/// <summary>How a command ended.</summary>
public enum CommandEnd : byte
{
    Running,
    Exited,
    /// <summary>By a signal.</summary>
    Killed,
    /// <summary>Its process became the next command.</summary>
    Replaced,
    /// <summary>It ended, but the capture does not tell how.</summary>
    Unknown,
    /// <summary>A shell changed its directory: there is nothing to end.</summary>
    ChangedDirectory,
}

/// <summary>A program that somebody ran, or a directory that a shell went to.</summary>
public sealed class Command(ulong time, long pid, long parent, int depth, byte[] line)
{
    /// <summary>More of a command line is not kept. Drivers record as much of one.</summary>
    public const int MostBytes = 4096;

    public ulong Time { get; } = time;
    public long Pid { get; } = pid;
    public long Parent { get; } = parent;
    /// <summary>0 for what a user typed, 1 for what that ran ...; -1 for the shell that the user types into.</summary>
    public int Depth { get; } = depth;
    /// <summary>The words, the first as the program was called; with three dots where the line was longer.</summary>
    public byte[] Line { get; } = Cut(line);
    /// <summary>Who ran it.</summary>
    public required byte[] User { get; init; }
    /// <summary>The command by which it was run; null for what somebody typed.</summary>
    public Command? Above { get; init; }
    public CommandEnd End { get; set; }
    public ulong EndTime { get; set; }
    /// <summary>The exit code, or the signal.</summary>
    public int Code { get; set; }

    /// <summary>As much of a command line as is kept.</summary>
    public static byte[] Cut(byte[] line) => line.Length > MostBytes ? [.. line.AsSpan(0, MostBytes), .. "..."u8] : line;
}
