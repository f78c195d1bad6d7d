namespace CSysdig.Model.Story.Sessions;

/// <summary>Bytes went to a terminal or came from it: where they are.</summary>
/// <param name="Number">The event's.</param>
/// <param name="IsInput">Somebody typed them; else a program showed them.</param>
public readonly record struct TerminalMove(long Number, ulong Time, bool IsInput);

/// <summary>What was typed and shown on a terminal, by the numbers of its reads and writes. It is bounded.</summary>
public sealed class TerminalLog
{
    /// <summary>So much is kept of one terminal.</summary>
    public const int Most = 100_000;
    const int EachMove = 24;

    readonly GrowingList<TerminalMove> _moves = new();

    public int Count => _moves.Count;
    public ReadOnlyMemory<TerminalMove> SoFar => _moves.SoFar;
    public long LeftOut { get; private set; }

    /// <param name="kept">What all sessions share; null before there is a session.</param>
    /// <returns>How much room it took.</returns>
    internal int Add(in TerminalMove move, KeptBytes? kept)
    {
        var taken = 0;
        if (_moves.Count < Most && (kept is null || (taken = kept.TakeBytes(EachMove)) > 0))
            _moves.Add(move);
        else
            LeftOut++;
        return taken;
    }
}
