using CSysdig.Model.History.Packing;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>Where a cache file has the machine's state: what is read at once, and pages of what is read when it is asked for.</summary>
sealed record StateSections(
    CacheSection Head,
    IReadOnlyList<CacheSection> Texts,
    IReadOnlyList<CacheSection> ThreadVersions,
    IReadOnlyList<CacheSection> FdVersions,
    IReadOnlyList<CacheSection> Threads,
    IReadOnlyList<CacheSection> Tables)
{
    /// <summary>A page of threads or of tables of fds has so many.</summary>
    public const int ThreadPage = 256, TablePage = 64;

    public static int PagesOf(int count, int size) => (int)((count + (long)size - 1) / size);

    /// <summary>All of them, in the order of the file.</summary>
    public IEnumerable<CacheSection> All => [.. ThreadVersions, .. FdVersions, .. Threads, .. Tables, .. Texts, Head];

    public void Write(ref MessagePackWriter to)
    {
        Head.Write(ref to);
        CacheSection.Write(ref to, Texts);
        CacheSection.Write(ref to, ThreadVersions);
        CacheSection.Write(ref to, FdVersions);
        CacheSection.Write(ref to, Threads);
        CacheSection.Write(ref to, Tables);
    }

    public static StateSections Read(ref MessagePackReader from) =>
        new(CacheSection.Read(ref from), CacheSection.ReadAll(ref from), CacheSection.ReadAll(ref from), CacheSection.ReadAll(ref from), CacheSection.ReadAll(ref from), CacheSection.ReadAll(ref from));

    /// <summary>There are as many pages of everything as its number needs.</summary>
    public bool Hold(int texts, int threadVersions, int fdVersions, int threads, int tables) =>
        (texts | threadVersions | fdVersions | threads | tables) >= 0
        && Texts.Count == PagedList<byte[]>.PagesOf(texts) && ThreadVersions.Count == PagedList<ThreadInfo>.PagesOf(threadVersions)
        && FdVersions.Count == PagedList<FdInfo>.PagesOf(fdVersions)
        && Threads.Count == PagesOf(threads, ThreadPage) && Tables.Count == PagesOf(tables, TablePage);
}
