namespace CSysdig.Model.Story.Sessions;

/// <summary>Everything that was done in one session, in the order of time. It never changes. Texts are the capture's: escape them.</summary>
/// <param name="Entries">Commands, files and connections; the terminal is apart.</param>
/// <param name="Terminal">What was typed and shown.</param>
/// <param name="LeftOut">What there was no room for.</param>
public sealed record Transcript(long Session, ulong End, IReadOnlyList<TranscriptEntry> Entries, ReadOnlyMemory<TerminalMove> Terminal, long LeftOut)
{
    /// <summary>The <see cref="Sessions.Session.Changes"/> that it tells.</summary>
    public required long Changes { get; init; }

    /// <summary>The port that was called from; 0 for none.</summary>
    public required ushort Port { get; init; }

    internal static Transcript Of(Session session, SessionTable table)
    {
        var entries = new List<TranscriptEntry>(session.Commands.Count + session.Files.Count + session.Traffic.Count + 1);
        var commands = new Dictionary<Command, CommandEntry>(ReferenceEqualityComparer.Instance);
        foreach (var command in session.Shell is { } shell ? session.Commands.Prepend(shell) : session.Commands)
        {
            // What ran it stands before it.
            var entry = CommandEntry.Of(command, command.Above is { } above ? commands.GetValueOrDefault(above) : null);
            commands[command] = entry;
            entries.Add(entry);
        }
        entries.AddRange(session.Files.Select(FileEntry.Of));
        entries.AddRange(session.Reads.Select(SecretEntry.Of));
        entries.AddRange(session.Traffic.Where(t => t.IsUsed).Select(ConnectionEntry.Of));
        entries.AddRange(SessionFacts.Of(session, table));
        // Of one moment the command comes first, then what it did.
        var ordered = entries.OrderBy(e => e.Time).ToList();
        var left = session.CommandsLeftOut + session.FilesLeftOut + session.TrafficLeftOut + session.Terminal.LeftOut;
        return new Transcript(session.Number, session.End, ordered, session.Terminal.SoFar, left) { Changes = session.Changes, Port = session.Login?.Port ?? 0 };
    }
}

/// <summary>Something that was done in a session.</summary>
/// <param name="Time">When it began; 0 where that was before the capture.</param>
/// <param name="Pid">The process that did it, or was the first to.</param>
public abstract record TranscriptEntry(ulong Time, long Pid);

/// <summary>A program was run, or a shell went to another directory.</summary>
/// <param name="Depth">0 for what somebody typed, 1 for what that ran ...; -1 for the shell itself.</param>
public sealed record CommandEntry(ulong Time, long Pid, int Depth, byte[] Line, byte[] User, CommandEnd End, ulong EndTime, int Code) : TranscriptEntry(Time, Pid)
{
    /// <summary>The command by which it was run; null for what somebody typed.</summary>
    public CommandEntry? Above { get; init; }

    internal static CommandEntry Of(Command c, CommandEntry? above) => new(c.Time, c.Pid, c.Depth, c.Line, c.User, c.End, c.EndTime, c.Code) { Above = above };
}

/// <summary>A file was changed, maybe in several ways and by several processes.</summary>
/// <param name="Pids">Those, the first ones.</param>
public sealed record FileEntry(ulong Time, long Pid, ulong Last, byte[] Path, byte[] Comm, FileActs Acts, ulong Order, long Bytes, byte[]? Other, uint Mode, ReadOnlyMemory<long> Pids)
    : TranscriptEntry(Time, Pid)
{
    /// <summary>It is a record of what happened on the machine, and is gone or was cut.</summary>
    public bool IsWipedLog { get; private init; }
    /// <summary>What it says decides who may come back, or what starts by itself.</summary>
    public bool OpensDoors { get; private init; }
    /// <summary>It was made by a name, or in a folder, that is not listed.</summary>
    public bool IsHidden { get; private init; }

    internal static FileEntry Of(FileChange c) => new(c.Time, c.Pid, c.Last, c.Path, c.Comm, c.Acts, c.Order, c.Bytes, c.Other, c.Mode, c.Pids)
    {
        IsWipedLog = c.IsWipedLog,
        OpensDoors = c.OpensDoors,
        IsHidden = c.IsHiddenWork,
    };
}

/// <summary>A file of secrets was opened to read it.</summary>
/// <param name="Error">The errno when it was refused, else 0.</param>
public sealed record SecretEntry(ulong Time, long Pid, byte[] Path, byte[] Comm, int Error) : TranscriptEntry(Time, Pid)
{
    internal static SecretEntry Of(SecretRead r) => new(r.Time, r.Pid, r.Path, r.Comm, r.Error);
}

/// <summary>A connection was opened or taken, or datagrams went.</summary>
/// <param name="Name">Both ends, or of a failed one at least the other.</param>
/// <param name="Error">The errno with which connecting failed, or 0.</param>
public sealed record ConnectionEntry(ulong Time, long Pid, ulong Last, byte[] Name, byte[] Comm, byte Protocol, bool IsIncoming, long BytesOut, long BytesIn, int Error)
    : TranscriptEntry(Time, Pid)
{
    /// <summary>Far more went out than anybody could answer.</summary>
    public bool IsFlood { get; private init; }

    internal static ConnectionEntry Of(Traffic t) => new(t.Time, t.Pid, t.Last, t.Name, t.Comm, t.Protocol, t.IsIncoming, t.BytesOut, t.BytesIn, t.Error) { IsFlood = t.IsFlood };
}

/// <summary>A line that was typed or shown on the terminal.</summary>
/// <param name="Number">The event that completed it.</param>
/// <param name="IsInput">It was typed, and the terminal did not show it.</param>
public sealed record TerminalEntry(ulong Time, long Pid, long Number, bool IsInput, byte[] Text) : TranscriptEntry(Time, Pid);

/// <summary>What is to be known of the session beside what was done in it.</summary>
/// <param name="Words">Our own.</param>
/// <param name="Captured">What stands behind them.</param>
public sealed record FactEntry(ulong Time, long Pid, string Words, byte[] Captured) : TranscriptEntry(Time, Pid);
