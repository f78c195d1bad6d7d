namespace CSysdig.Model.History;

/// <summary>What a history has and takes at a moment.</summary>
/// <param name="Events">Rows that can be asked.</param>
/// <param name="LoadedIn">How long loading took; zero while it goes on.</param>
/// <param name="ThreadVersions">What was known of threads, each time it changed; so with fds.</param>
/// <param name="StatePages">Of these, and of ended threads, put aside; fetched when they are asked.</param>
/// <param name="Chunks">Of 65,536 rows each.</param>
/// <param name="ChunksInMemory">The others are put aside, and fetched when they are asked.</param>
/// <param name="ColumnBytes">What those in memory take.</param>
/// <param name="Fetched">How often one was fetched.</param>
/// <param name="SpoolBytes">Packed bytes and columns, in memory and on disk.</param>
/// <param name="SpoolMemory">Of these in memory.</param>
/// <param name="ManagedBytes">What the collector manages, garbage too.</param>
/// <param name="ProcessBytes">What the system counts for the process.</param>
public sealed record HistoryStatistics(
    long Events, TimeSpan LoadedIn, long ThreadVersions, long FdVersions, int StatePages, int Chunks, int ChunksInMemory, long ColumnBytes, long Fetched,
    long SpoolBytes, long SpoolMemory, long ManagedBytes, long ProcessBytes);
