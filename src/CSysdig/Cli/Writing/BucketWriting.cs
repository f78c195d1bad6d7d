using CSysdig.Capture.Buckets;
using CSysdig.Capture.Segments;

namespace CSysdig.Cli.Writing;

/// <summary>What is written on its way to a bucket: files that go away when they have arrived, or segments of a folder that keeps them.</summary>
sealed class BucketWriting : IDisposable
{
    const string InFolder = ".csysdig-outbox";
    /// <summary>A recorder that ends, for the machine does, has little time; what has not arrived then goes with the next one.</summary>
    static readonly TimeSpan s_patienceOfRecorder = TimeSpan.FromSeconds(10);

    readonly WritingOptions _options;
    readonly Interruption _interruption;
    readonly Outbox _outbox;
    readonly bool _keepsFiles;

    BucketWriting(WritingOptions options, Outbox outbox, Interruption interruption, bool keepsFiles) =>
        (_options, _outbox, _interruption, _keepsFiles) = (options, outbox, interruption, keepsFiles);

    public static BucketWriting? Open(WritingOptions options, SegmentWriter? segments, Interruption interruption)
    {
        if (options.Bucket is not { } bucket)
            return null;
        if (segments is null)
            return new(options, Outbox.Open(bucket, options.OutboxFolder ?? Outbox.UsualFolder, options.OutboxBytes, Tell), interruption, keepsFiles: false);
        // What is kept is the room for what waits.
        var outbox = Outbox.Open(bucket, Path.Combine(segments.Folder, InFolder), long.MaxValue, Tell);
        segments.Going = outbox.GiveUp;
        segments.IsNeeded = outbox.IsWaiting;
        return new(options, outbox, interruption, keepsFiles: true);
    }

    public OutboxState State => _outbox.State;

    /// <summary>The names of what is there already, beside what is to be written. Asking for them tells whether it can be.</summary>
    public List<string> Taken
    {
        get
        {
            var key = _options.Bucket!.Key;
            var fixedPart = key.IndexOf('%') is >= 0 and var at ? key[..at] : key;
            return [.. _outbox.Keys(_options.Bucket.With(fixedPart)).Select(k => Path.GetFileName(k))];
        }
    }

    /// <summary>Where a file is written to.</summary>
    public string Begin(string name) => _outbox.Begin(BucketAddress.Parse(name));

    /// <summary>A segment of the folder is being written.</summary>
    public void BeginSegment(string path) => _outbox.Begin(_options.Bucket!.With(_options.Bucket.Key + Path.GetFileName(path)), path);

    public void End(long events) => _outbox.End(events);

    /// <summary>Keeps what waits within its bound; false where what is being written is too much alone.</summary>
    public bool Fit(long current) => _keepsFiles || _outbox.Fit(current, mayWait: !_options.IsLive, () => _interruption.HasCome);

    /// <summary>What to say then.</summary>
    public string TooMuch => $"writing has ended: what waits for {_options.Bucket} may take {_options.OutboxBytes} bytes, and the capture takes more; --outbox-size gives it more room, -C divides it";

    /// <summary>Waits until all has arrived.</summary>
    /// <returns>What has not, in one line; null when nothing is missing.</returns>
    public string? Finish()
    {
        // Who has interrupted what was read waits for what was written; the next time it is the waiting that ends.
        var wasInterrupted = _interruption.HasCome;
        return _outbox.Finish(_keepsFiles ? s_patienceOfRecorder : TimeSpan.MaxValue, () => !wasInterrupted && _interruption.HasCome);
    }

    /// <summary>What is missing is no failure of a recorder: it is there, or was let go as it was told to.</summary>
    public bool FailsWithout => !_keepsFiles;

    public void Dispose() => _outbox.Dispose();

    static void Tell(string line) => Console.Error.WriteLine("sysdig: " + line);
}
