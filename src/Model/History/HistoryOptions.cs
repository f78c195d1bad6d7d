namespace CSysdig.Model.History;

/// <summary>How a capture is to be kept.</summary>
public sealed record HistoryOptions
{
    /// <summary>Loads no more events than this.</summary>
    public long Limit { get; init; } = long.MaxValue;
    /// <summary>How it is followed; history is always kept.</summary>
    public StreamOptions Following { get; init; } = new();
    /// <summary>Bytes of memory to stay below; what of the capture needs more is left out, and said. A quarter of the machine's if nothing is said.</summary>
    public long Memory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
    /// <summary>Where bytes go that are too many for memory; files there go away with the process.</summary>
    public string SpoolFolder { get; init; } = Path.GetTempPath();
}
