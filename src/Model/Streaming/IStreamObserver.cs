using CSysdig.Capture.Scap;

namespace CSysdig.Model.Streaming;

/// <summary>Sees what an <see cref="EventStream"/> reads beside the events that it stops at.</summary>
public interface IStreamObserver
{
    /// <summary>Receives the capture's tables too, or null.</summary>
    ICaptureTables? Tables { get; }

    /// <summary>A block that is no event to the stream: a table, or something of a type unknown to this program.</summary>
    void OnBlock(BlockType type, ReadOnlySpan<byte> block);

    /// <summary>The reader stands at an event at the start of a section that is state to the stream: a container, a user, a group.</summary>
    void OnPreamble(ScapReader reader);

    /// <summary>
    /// The stream goes on from its current event without stopping there: the filter turned it down, or it is there for its effect
    /// on state alone.
    /// </summary>
    void OnPassedOver();
}
