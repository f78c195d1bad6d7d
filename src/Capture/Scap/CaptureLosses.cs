namespace CSysdig.Capture.Scap;

/// <summary>What could not be read, by name.</summary>
public sealed class CaptureLosses
{
    /// <summary>Event types this program does not know, by code.</summary>
    public SortedDictionary<int, long> UnknownEvents { get; } = [];
    /// <summary>All of them together: any thread may look at it while the capture is read.</summary>
    public long UnknownEventCount { get; private set; }
    /// <summary>Block types this program does not know, by type.</summary>
    public SortedDictionary<uint, long> UnknownBlocks { get; } = [];
    /// <inheritdoc cref="UnknownEventCount"/>
    public long UnknownBlockCount { get; private set; }
    /// <summary>Blocks or events whose contents contradict their lengths.</summary>
    public long DamagedBlocks { get; set; }
    /// <summary>Where in the decompressed bytes the capture stops short, or null when it ends as it should.</summary>
    public long? TruncatedAt { get; set; }
    /// <summary>One line about what is missing, for stderr and the screen's header, or null.</summary>
    public string? Message { get; set; }

    public void AddUnknownEvents(int code, long count = 1)
    {
        UnknownEvents[code] = UnknownEvents.GetValueOrDefault(code) + count;
        UnknownEventCount += count;
    }

    public void AddUnknownBlocks(uint type, long count = 1)
    {
        UnknownBlocks[type] = UnknownBlocks.GetValueOrDefault(type) + count;
        UnknownBlockCount += count;
    }
}

/// <summary>The file is no capture, or cannot be opened. The message is one line for the user.</summary>
public sealed class CaptureException(string message) : Exception(message);
