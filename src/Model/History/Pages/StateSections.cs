using CSysdig.Model.History.Packing;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>Where a cache file has the machine's state: what is read at once, and pages of what is read when it is asked for.</summary>
sealed record StateSections(CacheSection Head, IReadOnlyList<CacheSection> ThreadVersions, IReadOnlyList<CacheSection> FdVersions, IReadOnlyList<CacheSection> Facts)
{
    /// <summary>All of them, in the order of the file.</summary>
    public IEnumerable<CacheSection> All => [.. ThreadVersions, .. FdVersions, .. Facts, Head];

    public void Write(ref MessagePackWriter to)
    {
        Head.Write(ref to);
        CacheSection.Write(ref to, ThreadVersions);
        CacheSection.Write(ref to, FdVersions);
        CacheSection.Write(ref to, Facts);
    }

    public static StateSections Read(ref MessagePackReader from) =>
        new(CacheSection.Read(ref from), CacheSection.ReadAll(ref from), CacheSection.ReadAll(ref from), CacheSection.ReadAll(ref from));

    /// <summary>There are as many pages of everything as its number needs.</summary>
    public bool Hold(int threadVersions, int fdVersions) => (threadVersions | fdVersions) >= 0
        && ThreadVersions.Count == PagedList<ThreadInfo>.PagesOf(threadVersions) && FdVersions.Count == PagedList<FdInfo>.PagesOf(fdVersions);
}
