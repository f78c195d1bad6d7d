namespace CSysdig.Model.Story.Sessions;

/// <summary>A process that belongs to a connection or a session.</summary>
public sealed class Member
{
    /// <summary>The connection it serves, or null.</summary>
    public Login? Login { get; init; }
    /// <summary>The session it is part of; null while the server is still about logging somebody in.</summary>
    public Session? Session { get; set; }
    /// <summary>The command it runs, or that of the process it was forked from.</summary>
    public Command? Command { get; set; }
    /// <summary>It has become that command itself.</summary>
    public bool IsOwnCommand { get; set; }
    /// <summary>It leads a session of the kernel: it called setsid.</summary>
    public bool Leads { get; set; }
}
