using System.Globalization;
using CSysdig.Capture;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Live;
using CSysdig.Capture.Remote;
using CSysdig.Capture.Segments;
using CSysdig.Model.History;
using CSysdig.Model.History.Cache;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.Opening;

/// <summary>Opens captures as histories: <c>CaptureHistory.Open</c>. One that was loaded before is found in the cache, another is loaded and written there.</summary>
public static class HistoryOpening
{
    /// <summary>Where the system keeps caches; null when it has no such place.</summary>
    public static string? UsualCacheFolder => CacheFolder.Default;

    extension(CaptureHistory)
    {
        /// <summary>Opens a capture ("-" is standard input, a directory one of segments, s3://BUCKET/KEY an object) and starts to load it, or finds it loaded in the cache.</summary>
        /// <remarks>A <c>CaptureException</c> says that the file can't be opened or is no capture.</remarks>
        public static CaptureHistory Open(string path, HistoryOptions? options = null)
        {
            options ??= new HistoryOptions();
            if (SegmentSource.IsFolder(path))
                return OpenSegments(BucketAddress.IsMeant(path) ? path : Path.TrimEndingDirectorySeparator(path), options);
            var isDamaged = false;
            var clock = LocalClock.Current;
            var name = options.CacheFolder is null || options.Limit != long.MaxValue || options.IsWindow || path == "-" ? null : CacheKey.NameOf(path, options.Following, clock);
            if (name is not null)
            {
                var folder = new CacheFolder(options.CacheFolder!, options.CacheLimit);
                if (folder.Has(name) && CacheReader.TryOpen(folder.FileOf(name), path, options, out isDamaged) is { } cached)
                {
                    CacheFolder.Touch(folder.FileOf(name));
                    options.Log?.Invoke($"{path} is loaded from the cache file {folder.FileOf(name)}");
                    return cached;
                }
            }
            options.Log?.Invoke($"{path} is loaded: {(name is null ? "it is not cached" : isDamaged ? "its cache file can't be used" : "no cache file is of it")}");
            var history = new CaptureHistory(path, EventStream.Open(path, Kept(options)), options) { IsRebuilt = isDamaged };
            if (name is not null)
                history.Caching = history.Completion.ContinueWith(_ => WriteCache(history, options, name, clock), TaskContinuationOptions.LongRunning);
            return history;
        }

        /// <summary>Loads from a stream of bytes.</summary>
        /// <remarks>A <c>CaptureException</c> says that the bytes are no capture.</remarks>
        public static CaptureHistory Open(Stream stream, HistoryOptions? options = null)
        {
            options ??= new HistoryOptions();
            return new CaptureHistory("", EventStream.Open(stream, Kept(options)), options);
        }

        /// <summary>Loads what this machine or another does from now on, and keeps the last stretch of it that there is room for.</summary>
        public static CaptureHistory Watch(IEventSource source, HistoryOptions options)
        {
            options = options.AsWindow();
            var stream = EventStream.Open(source, Kept(options));
            stream.State.IsLive = true;
            return new CaptureHistory("", stream, options) { Live = source as LiveSource, Other = source as RemoteSource };
        }
    }

    static CaptureHistory OpenSegments(string folder, HistoryOptions options)
    {
        var source = SegmentSource.Open(folder, options.Follows);
        if (source.Grows)
            options = options.AsWindow();
        return new CaptureHistory(folder, EventStream.Open(source, Kept(options)), options) { IsFile = false };
    }

    static StreamOptions Kept(HistoryOptions options) => options.Following with { KeepHistory = true, StateMemory = options.Memory / 2 };

    static void WriteCache(CaptureHistory history, HistoryOptions options, string name, LocalClock clock)
    {
        var folder = new CacheFolder(options.CacheFolder!, options.CacheLimit);
        folder.RemoveParts();
        if (!history.IsWhole || history.Took < options.CacheFrom)
        {
            options.Log?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"no cache file is written: {(history.Took < options.CacheFrom ? $"it was loaded in less than {options.CacheFrom.TotalSeconds} s" : "not all of the capture is loaded")}"));
            return;
        }
        history.Tidy();
        var isWritten = new CacheWriter(folder, name, history).Write(() => CacheKey.NameOf(history.Path, options.Following, clock) == name, history.Closing);
        options.Log?.Invoke(isWritten ? $"the cache file {folder.FileOf(name)} is written" : "no cache file is written: there is no room, the capture has changed, or somebody else writes it");
        // Loading and writing leave much behind, and nothing would make the collector look for a long time.
        if (history.Count > CaptureHistory.ManyEvents)
            Tidying.Compact();
    }
}
