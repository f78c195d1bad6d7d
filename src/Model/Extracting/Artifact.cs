namespace CSysdig.Model.Extracting;

/// <summary>What the bytes of an artifact are.</summary>
public enum ArtifactKind : byte
{
    /// <summary>Written to a file.</summary>
    Written,
    /// <summary>Read from a file.</summary>
    Read,
    /// <summary>Sent through a TCP connection.</summary>
    Sent,
    /// <summary>Received from one.</summary>
    Received,
    /// <summary>The body of an HTTP answer that was received.</summary>
    Body,
}

/// <summary>One file or one direction of a stream as far as the buffers of calls showed it.</summary>
sealed class Artifact(ArtifactKind kind, byte[] name, Content content)
{
    public ArtifactKind Kind { get; } = kind;
    /// <summary>The path, or the tuple of a connection, as captured.</summary>
    public byte[] Name { get; } = name;
    public Content Content { get; } = content;
    public SeenRanges Seen { get; } = new();

    /// <summary>The process whose call was the first.</summary>
    public required long Pid { get; init; }
    public required byte[] Comm { get; init; }
    /// <summary>Time and number of the event that was the first.</summary>
    public required ulong Time { get; init; }
    public required long Number { get; init; }

    /// <summary>Where in the file its first byte stands; not 0 for a part far behind the others.</summary>
    public long Base { get; init; }
    /// <summary>How long the file is known to be, from <see cref="Base"/> on: the end of the farthest call, seen or not.</summary>
    public long Size { get; set; }
    /// <summary>The bytes begin at the beginning: it was made, cut to nothing or opened during the capture.</summary>
    public bool FromStart { get; set; }
    /// <summary>Its end was reached: written ones end with the last write.</summary>
    public bool ToEnd { get; set; }
    /// <summary>The number of the event that touched it last.</summary>
    public long Touched { get; set; }
    /// <summary>The other direction of a connection, or null.</summary>
    public Artifact? Other { get; set; }
    /// <summary>Its bytes are on the disk, and no more of them are taken.</summary>
    public bool IsFinished { get; set; }

    public bool IsComplete => FromStart && ToEnd && Base == 0 && !Seen.IsCoarse && Seen.Bytes == Size;
}
