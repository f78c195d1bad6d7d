namespace CSysdig.Model.Story.Sessions;

/// <summary>What one machine's process had of a TCP connection: it made it, or it took it from another.</summary>
/// <param name="Name">Both addresses and ports, the client's first: the same text at either end.</param>
/// <param name="ServerPort">The port that was called.</param>
/// <param name="Time">When that was; 0 where it was there before the capture.</param>
/// <param name="Number">The event; 0 where it was there before the capture.</param>
/// <param name="Session">The number of the login session that the process belongs to; 0 for none.</param>
public readonly record struct ConnectionEnd(byte[] Name, ushort ServerPort, bool IsServer, ulong Time, long Number, long Pid, byte[] Comm, byte[] User, long Session)
{
    /// <summary>It was there before the capture.</summary>
    public bool IsOlder => Number == 0;
}
