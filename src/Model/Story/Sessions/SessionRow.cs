using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Sessions;

/// <summary>A session as it stands. It never changes. Texts are the capture's: escape them.</summary>
/// <param name="Number">Of which session.</param>
public sealed record SessionRow(long Number, SessionKind Kind)
{
    /// <summary>A number that is not kept: how it was at a moment that has passed.</summary>
    public const int Unknown = -1;

    public required byte[] User { get; init; }
    /// <summary>An address, a terminal, a container.</summary>
    public required byte[] From { get; init; }
    /// <summary>The host that was called from, where that is one of many that are looked at together; else empty.</summary>
    public byte[] FromHost { get; init; } = [];
    /// <summary>The connection through which it came, by its name; empty for none.</summary>
    public byte[] Connection { get; init; } = [];
    /// <summary>The login server or the program that let the user be another; empty for neither.</summary>
    public required byte[] By { get; init; }
    /// <summary>The terminal's name; empty for none.</summary>
    public required string Tty { get; init; }
    /// <summary>The first process.</summary>
    public required long Leader { get; init; }
    /// <summary>The ids of its processes, the first ones.</summary>
    public required ReadOnlyMemory<long> Pids { get; init; }
    /// <summary>0 where that is not known.</summary>
    public required ulong Start { get; init; }
    /// <summary>0 while it is open.</summary>
    public required ulong End { get; init; }
    /// <summary>It was there before the capture.</summary>
    public required bool IsOlder { get; init; }
    /// <summary>When somebody typed last, or where nobody did, when anything was done last.</summary>
    public required ulong Active { get; init; }
    /// <summary>Failed logins from its address before it.</summary>
    public required long Failed { get; init; }
    public required int Running { get; init; }
    /// <summary>The ids of those, and of the login server's processes for it.</summary>
    public required ReadOnlyMemory<long> Alive { get; init; }
    public required long Processes { get; init; }
    public required long Commands { get; init; }
    /// <summary>The newest command that has not ended; empty for none.</summary>
    public required byte[] Now { get; init; }
    /// <summary>Its shell has asked for other commands since then.</summary>
    public required bool IsBehind { get; init; }
    public required long BytesIn { get; init; }
    public required long BytesOut { get; init; }
    /// <summary>Findings of the story.</summary>
    public required int Findings { get; init; }

    public bool IsOpen => End == 0;

    /// <summary>How the session's command ended: the exit code of its shell, or a signal; null where that is not known.</summary>
    public required (CommandEnd End, int Code)? Outcome { get; init; }

    /// <summary>From where somebody came: an address, a terminal, a container.</summary>
    public static byte[] FromOf(Session session)
    {
        if (session.Login is { Address.Length: 4 or 16 } login)
        {
            var text = new Utf8Writer(64);
            AddressText.Write(text, login.Address);
            return text.Written.ToArray();
        }
        return session.Kind == SessionKind.Container && session.Container is { } container
            ? container.Name.Length > 0 ? container.Name : container.Id
            : System.Text.Encoding.ASCII.GetBytes(TtyName.Of(session.Tty));
    }
}
