using System.Buffers.Binary;
using System.Text;
using CSysdig.Capture.Scap;
using CSysdig.Capture;
using CSysdig.Model.History.Packing;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.History.Cache;

/// <summary>
/// What a capture is known by in the cache, wherever it lies: its size, its time, its first and last bytes; and what of this
/// program the answers depend on.
/// </summary>
static class CacheKey
{
    /// <summary>Of a capture this much at either end is looked at.</summary>
    const int Sample = 1 << 16;
    /// <summary>Files below it are loaded faster than looked up. Pipes and devices seem to be empty.</summary>
    public const long SmallestFile = 1 << 12;

    /// <summary>The name of the capture's cache file; null when it can't have one.</summary>
    public static string? NameOf(string path, StreamOptions following, LocalClock clock)
    {
        try
        {
            var info = new FileInfo(path);
            // Asked before it is opened: opening a pipe would take it away from its writer.
            if (!info.Exists || info.Length < SmallestFile)
                return null;
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var size = RandomAccess.GetLength(file);
            var hash = Digest.Sha256();
            hash.Add(Program(following, clock));
            var sample = new byte[(int)Math.Min(size, Sample)];
            Spool.ReadFully(file, 0, sample);
            hash.Add(sample);
            Spool.ReadFully(file, size - sample.Length, sample);
            hash.Add(sample);
            BinaryPrimitives.WriteInt64LittleEndian(sample, size);
            BinaryPrimitives.WriteInt64LittleEndian(sample.AsSpan(8), info.LastWriteTimeUtc.Ticks);
            hash.Add(sample.AsSpan(0, 16));
            return Convert.ToHexStringLower(hash.Finish().AsSpan(0, 16));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Another build of the program may read the same capture otherwise; so may other options, whichever there are, and a filter on
    /// times by another clock.
    /// </summary>
    static byte[] Program(StreamOptions following, LocalClock clock) =>
    [
        .. typeof(ScapReader).Module.ModuleVersionId.ToByteArray(), .. typeof(CacheKey).Module.ModuleVersionId.ToByteArray(),
        .. Encoding.UTF8.GetBytes($"{following with { KeepHistory = true, Suppressed = [] }}\n{string.Join('\0', following.Suppressed)}\n{clock.Id}"),
    ];
}
