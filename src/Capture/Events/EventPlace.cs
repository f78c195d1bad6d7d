namespace CSysdig.Capture.Events;

/// <summary>An event's header and the batch that has its bytes: enough to stand at it again for as long as the batch stays.</summary>
public readonly struct EventPlace
{
    internal readonly byte[]? Buffer;
    internal readonly EventHeader Header;

    internal EventPlace(byte[] buffer, in EventHeader header)
    {
        Buffer = buffer;
        Header = header;
    }

    /// <summary>There is an event.</summary>
    public bool IsSet => Buffer is not null;
}
