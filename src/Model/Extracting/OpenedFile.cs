namespace CSysdig.Model.Extracting;

/// <summary>An opened file as the kernel has it, however many fds of however many processes lead to it: one position, one name.</summary>
sealed class OpenedFile(byte[] name)
{
    public byte[] Name { get; } = name;
    /// <summary>Where the next read or write without an offset of its own goes.</summary>
    public long Position { get; set; }
    /// <summary>It was opened during the capture, so that its position is known.</summary>
    public bool FromStart { get; init; }
    /// <summary>Nothing was in it when it was opened.</summary>
    public bool IsEmptied { get; init; }
    /// <summary>Writes go to the end of the file.</summary>
    public bool Appends { get; init; }
    /// <summary>Bytes have no offsets: a terminal, a connection.</summary>
    public bool IsStream { get; init; }
    public Artifact? In { get; set; }
    public Artifact? Out { get; set; }
    /// <summary>How many bytes went either way, for streams.</summary>
    public long InCount { get; set; }
    public long OutCount { get; set; }
    /// <summary>How many bytes the last call took off a connection, or only looked at; 0 where it can't have been a look.</summary>
    public long Peeked { get; set; }
    public long Touched { get; set; }
}
