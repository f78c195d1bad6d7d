using System.Text;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Sessions;

/// <summary>How somebody came in.</summary>
public enum SessionKind : byte
{
    /// <summary>Through a login server.</summary>
    Network,
    /// <summary>At a terminal: a console, or one that a program such as script, screen or a container engine made.</summary>
    Terminal,
    /// <summary>As another user, by su, sudo and their like, outside any other session.</summary>
    Switch,
    /// <summary>Into a running container.</summary>
    Container,
}

/// <summary>A login session: who, from where, and what was done in it. What it holds is bounded, and what is left out is counted.</summary>
public sealed class Session(SessionKind kind, ulong start, long leader)
{
    const int MostCommands = 10_000, MostFiles = 5_000, MostTraffic = 2_000, MostReads = 50, MostPids = 2_000;

    readonly Dictionary<byte[], FileChange> _files = new(ByteKey.Comparer);
    readonly Dictionary<long, Traffic> _traffic = [];
    readonly GrowingList<long> _pids = new();
    readonly TerminalLog _terminal = new();
    long _taken;

    /// <summary>Its place in the order in which sessions began, from 1.</summary>
    public long Number { get; internal set; }
    public SessionKind Kind { get; } = kind;
    /// <summary>When the connection was accepted, or the first program started.</summary>
    public ulong Start { get; } = start;
    /// <summary>0 while it is open.</summary>
    public ulong End { get; set; }
    /// <summary>The first process: the user's shell, or the command given.</summary>
    public long Leader { get; } = leader;
    public byte[] User { get; set; } = [];
    /// <summary>The number of that user.</summary>
    public uint Uid { get; set; }
    /// <summary>The connection through which it came, or null.</summary>
    public Login? Login { get; init; }
    /// <summary>It was there before the capture.</summary>
    public bool IsOlder { get; init; }
    /// <summary>The terminal's device number, 0 for none.</summary>
    public uint Tty
    {
        get;
        set
        {
            if (field != value)
                TtyPath = Encoding.ASCII.GetBytes("/dev/" + TtyName.Of(value));
            field = value;
        }
    }
    /// <summary>The terminal's file.</summary>
    internal byte[] TtyPath { get; private set; } = [];
    /// <summary>What was typed and shown on its terminal.</summary>
    public TerminalLog Terminal => Login is { Terminal.Count: > 0 } login ? login.Terminal : _terminal;
    /// <summary>When something was typed last; 0 for never.</summary>
    public ulong Typed { get; private set; }
    /// <summary>When its shell read or showed something last: it was waiting for no command then.</summary>
    public ulong ShellActive { get; private set; }
    /// <summary>When anything of it was noted last.</summary>
    public ulong Active { get; private set; }
    /// <summary>Who let the user be another: su, sudo ...; the login server's name; empty for neither.</summary>
    public byte[] By => Login?.Server ?? Switcher;
    /// <summary>The program that let the user be another, where that began it.</summary>
    public byte[] Switcher { get; init; } = [];
    /// <summary>How many processes it has had.</summary>
    public long Processes { get; private set; }
    /// <summary>Their ids, the first ones.</summary>
    public ReadOnlyMemory<long> Pids => _pids.SoFar;
    /// <summary>What its processes moved over the network, the login's own connection aside.</summary>
    public long BytesIn { get; private set; }
    public long BytesOut { get; private set; }
    public ContainerInfo? Container { get; init; }
    /// <summary>The shell that commands are typed into, or null.</summary>
    public Command? Shell { get; set; }
    public List<Command> Commands { get; } = [];
    /// <summary>Changes with all that is noted of it.</summary>
    public long Version
    {
        get;
        private set
        {
            field = value;
            Changes++;
        }
    }
    /// <summary>Changes with that, with its terminal, and when a command ends.</summary>
    public long Changes { get; private set; }
    /// <summary>What was noted last of files and connections, or null.</summary>
    public FileChange? LastFile { get; private set; }
    public Traffic? LastTraffic { get; private set; }
    /// <summary>The changes by the time of the first of each path.</summary>
    public IReadOnlyCollection<FileChange> Files => _files.Values;
    public IReadOnlyCollection<Traffic> Traffic => _traffic.Values;
    /// <summary>Secrets that were read or that somebody tried to read.</summary>
    public List<SecretRead> Reads { get; } = [];
    /// <summary>What all sessions of a table share.</summary>
    internal KeptBytes Kept { get; set; } = new();
    public long CommandsLeftOut { get; private set; }
    public long FilesLeftOut { get; private set; }
    public long TrafficLeftOut { get; private set; }

    public void Add(Command command)
    {
        Version++;
        if (Commands.Count < MostCommands && Take(command.Line.Length))
            Commands.Add(command);
        else
            CommandsLeftOut++;
    }

    public void Add(SecretRead read)
    {
        foreach (var other in Reads)
            if (other.Pid == read.Pid && other.Error == read.Error && other.Path.AsSpan().SequenceEqual(read.Path))
                return;
        Version++;
        if (Reads.Count < MostReads)
            Reads.Add(read);
    }

    /// <summary>The change of a path, or null when there is no room for another.</summary>
    public FileChange? File(ReadOnlySpan<byte> path, ulong time, ThreadInfo by)
    {
        Version++;
        var lookup = _files.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(path, out var change))
        {
            change.Take(by.Pid, time);
            return LastFile = change;
        }
        if (_files.Count >= MostFiles || !Take(path.Length))
        {
            FilesLeftOut++;
            return null;
        }
        change = new FileChange(path.ToArray(), time) { Pid = by.Pid, Comm = by.Comm };
        change.Take(by.Pid, time);
        _files.Add(change.Path, change);
        return LastFile = change;
    }

    /// <summary>What goes through an opened socket, or null when nothing of it is known.</summary>
    public Traffic? Through(long openedAt)
    {
        Version++;
        return LastTraffic = _traffic.GetValueOrDefault(openedAt);
    }

    public Traffic? Add(long openedAt, Traffic traffic)
    {
        if (_traffic.Count >= MostTraffic || !Take(traffic.Comm.Length))
        {
            TrafficLeftOut++;
            return null;
        }
        _traffic[openedAt] = traffic;
        return LastTraffic = traffic;
    }

    /// <summary>One of its processes did something.</summary>
    internal void Touch(ulong time)
    {
        Active = time;
        Changes++;
    }

    /// <summary>Something went through a socket.</summary>
    internal void Moved(bool isRead, long count)
    {
        if (isRead)
            BytesIn += count;
        else
            BytesOut += count;
    }

    /// <summary>Another process is part of it.</summary>
    internal void Joined(long pid)
    {
        Processes++;
        if (_pids.Count < MostPids)
            _pids.Add(pid);
    }

    /// <summary>Something was typed or shown, as a process of the session has it.</summary>
    internal void Note(in TerminalMove move, bool isShell)
    {
        if (isShell)
            ShellActive = move.Time;
        // The login server tells the same, and what the kernel echoes too.
        if (Login is not { Terminal.Count: > 0 })
            Note(move, _terminal);
    }

    internal void Note(in TerminalMove move, TerminalLog terminal)
    {
        Changes++;
        if (move.IsInput)
            Typed = move.Time;
        _taken += terminal.Add(move, Kept);
    }

    /// <summary>Nobody looks at it any more: its room is others'.</summary>
    internal void Forget()
    {
        Kept.GiveBack(_taken);
        _taken = 0;
    }

    bool Take(int text)
    {
        var taken = Kept.Take(text);
        _taken += taken;
        return taken > 0;
    }
}

/// <summary>Somebody opened a file of secrets to read it.</summary>
/// <param name="Error">The errno when it was refused, else 0.</param>
public sealed record SecretRead(ulong Time, byte[] Path, long Pid, byte[] Comm, int Error)
{
    /// <summary>Whether a file holds passwords or keys.</summary>
    public static bool IsSecret(ReadOnlySpan<byte> path) => path.SequenceEqual("/etc/shadow"u8) || path.SequenceEqual("/etc/gshadow"u8)
        || path.SequenceEqual("/etc/sudoers"u8) || path.IndexOf("/.ssh/id_"u8) >= 0 || path.EndsWith("/.aws/credentials"u8)
        || path.EndsWith("/.docker/config.json"u8) || path.EndsWith("/.kube/config"u8);
}
