using CSysdig.Model.Tracking;

namespace CSysdig.Model.History;

/// <summary>How a capture is to be kept.</summary>
public sealed record HistoryOptions
{
    /// <summary>Loads no more events than this.</summary>
    public long Limit { get; init; } = long.MaxValue;
    /// <summary>How many of the newest events are kept at least; those before them go, 65,536 at a time.</summary>
    public long Window { get; init; } = long.MaxValue;
    /// <summary>How long events are kept at least.</summary>
    public TimeSpan WindowTime { get; init; } = TimeSpan.MaxValue;
    /// <summary>Bytes that what is put aside may take: the oldest events go, so that the newest have room.</summary>
    public long WindowBytes { get; init; } = long.MaxValue;
    /// <summary>Segments that are still written are read as they come.</summary>
    public bool Follows { get; init; }
    /// <summary>Events go while others come.</summary>
    internal bool IsWindow => Window != long.MaxValue || WindowTime != TimeSpan.MaxValue || WindowBytes != long.MaxValue;
    /// <summary>How it is followed; history is always kept.</summary>
    public StreamOptions Following { get; init; } = new();
    /// <summary>Bytes of memory to stay below. Columns and state that need more are put aside in <see cref="SpoolFolder"/>; what there is no room for is left out, and said. A quarter of the machine's if nothing is said.</summary>
    public long Memory { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4;
    /// <summary>Bytes that state may take which was put aside and fetched again.</summary>
    internal long FetchedState => Memory / 16;
    /// <summary>Where histories of large captures are kept for the next time, or null: nothing is kept or looked for.</summary>
    public string? CacheFolder { get; init; }
    /// <summary>What all of them may take of the disk.</summary>
    public long CacheLimit { get; init; } = 4L << 30;
    /// <summary>A capture that takes less to load is loaded as quickly again.</summary>
    public TimeSpan CacheFrom { get; init; } = TimeSpan.FromSeconds(1);
    /// <summary>Takes a line on each thing that loading, the cache and memory did; called on any thread.</summary>
    public Action<string>? Log { get; init; }
    /// <summary>The same for what never ends.</summary>
    internal HistoryOptions AsWindow() => WindowBytes == long.MaxValue ? this with { WindowBytes = UsualWindow } : this;
    /// <summary>What a window takes of the disk when nothing is said: a quarter of what is free, 4 GiB at most; where nothing is, of memory.</summary>
    long UsualWindow => Packing.Spool.Room(SpoolFolder) / 4 is var room && room > Memory / 4 ? Math.Min(4L << 30, room) : Memory / 4;
    /// <summary>Where bytes go that are too many for memory; files there go away with the process.</summary>
    public string SpoolFolder { get; init; } = Path.GetTempPath();
}
