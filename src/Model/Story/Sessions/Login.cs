using CSysdig.Model.State;

namespace CSysdig.Model.Story.Sessions;

/// <summary>A connection that a login server accepted, whether or not anybody got in.</summary>
public sealed class Login(ulong time, long root, byte[] server)
{
    const int MostFailures = 100;

    public ulong Time { get; } = time;
    /// <summary>The server's process for this connection; when it ends, the connection has.</summary>
    public long Root { get; set; } = root;
    /// <summary>The server's name: sshd ...</summary>
    public byte[] Server { get; } = server;
    public byte[] Address { get; private set; } = [];
    public ushort Port { get; private set; }
    public byte[] LocalAddress { get; private set; } = [];
    public ushort LocalPort { get; private set; }
    /// <summary>Both, as fd.name has them.</summary>
    public byte[] Name { get; private set; } = [];
    /// <summary>Who wanted to log in, as the server's titles and log lines say; empty when nothing was tried.</summary>
    public byte[] User { get; set; } = [];
    /// <summary>Failures that the server logged while this connection was open.</summary>
    public List<LoggedFailure> Logged { get; } = [];
    /// <summary>What came of it, or null.</summary>
    public Session? Session { get; set; }
    /// <summary>Commands that the server itself ran, for example to make a greeting.</summary>
    public List<Command> OwnCommands { get; } = [];

    /// <summary>The terminal that the server made for it, as seen from the server's end.</summary>
    public TerminalLog Terminal { get; } = new();

    /// <summary>The number of the accept, which marks its own socket.</summary>
    public long OpenedAt { get; private set; }

    /// <summary>Takes the two ends of the accepted connection.</summary>
    public void Take(FdInfo fd)
    {
        // As in fd.name, the client comes first.
        OpenedAt = fd.OpenedAt;
        Name = fd.Name;
        Address = fd.SourceIp;
        Port = fd.SourcePort;
        LocalAddress = fd.DestinationIp;
        LocalPort = fd.DestinationPort;
    }

    /// <summary>Something was typed or shown.</summary>
    internal void Note(in TerminalMove move)
    {
        if (Session is { } session)
            session.Note(move, Terminal);
        else
            Terminal.Add(move, kept: null);
    }

    public void Take(LoggedFailure failure)
    {
        if (Logged.Count < MostFailures)
            Logged.Add(failure);
    }
}

/// <summary>A failed attempt to log in as the server's log has it.</summary>
/// <param name="Text">The line, from what was refused on.</param>
public sealed record LoggedFailure(ulong Time, byte[] User, byte[] Text);

/// <summary>A connection on which nobody got in.</summary>
public sealed record FailedLogin(ulong Time, byte[] Address, ushort Port, byte[] User, int Tries);
