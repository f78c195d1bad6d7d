namespace CSysdig.Capture.Buckets;

/// <summary>A file that is to go to a bucket.</summary>
sealed class OutboxFile(string recordPath, OutboxRecord record)
{
    /// <summary>How an object is called that stands for others, behind the name of the first.</summary>
    public const string NoteEnding = ".lost";

    public string Path => record.File;
    public string Endpoint => record.Endpoint;
    public BucketAddress To { get; } = BucketAddress.Parse(record.To);
    public long? Events => record.Events;
    /// <summary>It stands for files that were given up, and is never given up itself.</summary>
    public bool IsNote => To.Key.EndsWith(NoteEnding, StringComparison.Ordinal);
    public long Length { get; set; }
    /// <summary>Nobody waits for it to arrive any more.</summary>
    public bool IsGivenUp { get; set; }

    /// <exception cref="IOException">There is no room for it.</exception>
    public void Save() => OutboxFolder.Write(recordPath, record);

    /// <summary>It is written to its end.</summary>
    public void Close(long events)
    {
        record = record with { Events = events };
        Length = new FileInfo(Path) is { Exists: true } file ? file.Length : 0;
        Save();
    }

    /// <summary>Takes it away, and the record of it.</summary>
    public void Remove()
    {
        if (!record.Stays)
            File.Delete(Path);
        File.Delete(recordPath);
    }
}
