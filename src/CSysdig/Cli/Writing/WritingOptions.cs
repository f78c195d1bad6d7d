using CSysdig.Capture.Buckets;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Segments;
using CSysdig.Cli.Options;

namespace CSysdig.Cli.Writing;

/// <summary>The options of sysdig that say how a capture is written.</summary>
sealed class WritingOptions
{
    CaptureCompression? _compression;
    bool _compress;
    TimeSpan? _compactAge;
    string _compactText = "";
    const long LeastOutbox = 1 << 20;

    /// <summary>Where to write to, or null when nothing is written.</summary>
    public string? File { get; set; }
    public bool FatFile { get; set; }
    public bool FilterTables { get; set; }
    /// <summary>This machine is recorded: what happened can't be had again.</summary>
    public bool IsLive { get; private set; }
    public int? SnapLength { get; private set; }
    /// <summary>A new file after this many bytes, seconds of the capture's own time, or events; 0 for never.</summary>
    public long MostBytes { get; private set; }
    public long MostSeconds { get; private set; }
    public long MostEvents { get; private set; }
    /// <summary>After this many files the first is written again; 0 for never.</summary>
    public int MostFiles { get; private set; }

    /// <summary>The file is a folder of segments, and how much it keeps; null where it is a file.</summary>
    public KeepLimit? Keep { get; private set; }
    public string KeepText { get; private set; } = "";

    /// <summary>Where segments of a recorder are brought to; null for nowhere.</summary>
    public string? Upload { get; set; }

    /// <summary>The place in object storage that is written to; null where it is a file.</summary>
    public BucketAddress? Bucket { get; private set; }
    /// <summary>Tables of this machine go to a bucket: what happened can't be had again, so they wait where files do.</summary>
    public bool ExportsByOutbox { get; set; }
    /// <summary>Where files wait for it, and how many bytes may.</summary>
    public string? OutboxFolder { get; set; }
    public long OutboxBytes { get; private set; } = 1 << 30;

    public bool Rotates => Keep is not null || MostBytes > 0 || MostSeconds > 0 || MostEvents > 0;

    /// <summary>What was asked for by name, or by the name of the file; gzip where any was asked for.</summary>
    public CaptureCompression Compression => _compression ?? (CompressionNames.Of(File ?? "") is var named and not CaptureCompression.None ? named
        : _compress ? CaptureCompression.Gzip : CaptureCompression.None);

    /// <summary>Whether a word is the name of a compression (--compress zstd).</summary>
    public static bool IsCompression(string word) => word is "gzip" or "zstd" or "none";

    public void TakeCompression(string value)
    {
        _compress = true;
        _compression = value switch
        {
            "" => _compression,
            "gzip" => CaptureCompression.Gzip,
            "zstd" => CaptureCompression.Zstd,
            "none" => CaptureCompression.None,
            _ => throw new UsageException($"--compress knows gzip, zstd and none, not '{value}'"),
        };
    }

    public void TakeFileSize(string value) => MostBytes = OptionValues.Positive(value, "-C needs a size in millions of bytes, 1 or more", 1_000_000_000) * 1_000_000;
    public void TakeSeconds(string value) => MostSeconds = OptionValues.Positive(value, "-G needs a number of seconds, 1 or more", int.MaxValue);
    public void TakeEvents(string value) => MostEvents = OptionValues.Positive(value, "-e needs a number of events, 1 or more");
    public void TakeFiles(string value) => MostFiles = (int)OptionValues.Positive(value, "-W needs a number of files, 1 or more", 1_000_000);

    public void TakeOutboxSize(string value) => OutboxBytes = OptionValues.Size(value, "--outbox-size needs a size of 1M or more, as in 500M or 20G", LeastOutbox);

    public void TakeKeeping(string value) => (Keep, KeepText) = (WindowValue.ToKeep(value), value);

    public void TakeCompact(string value) => (_compactAge, _compactText) = (WindowValue.ToCompact(value), value);

    public void TakeSnapLength(string value) => SnapLength = (int)OptionValues.Number(value, $"-s needs a length in bytes, at most {ushort.MaxValue}", 0, ushort.MaxValue);

    /// <param name="mostCpu">Percents of one processor that recording may take; 0 for no bound.</param>
    /// <exception cref="UsageException">The options contradict each other, or the rest of the command line.</exception>
    public void Check(IReadOnlyList<string> inputs, string filter, int mostCpu = 0)
    {
        if (FilterTables && filter.Length == 0)
            throw new UsageException("--filter-proclist needs a filter after the options: it keeps the processes that the filter's events need");
        if (Keep is not null)
            CheckKeeping(inputs);
        if (_compactAge is { } age)
            CheckCompact(age, mostCpu);
        CheckBucket();
        if (File is null)
            return;
        IsLive = inputs.Count == 0;
        if (FilterTables && inputs.Count == 0)
            throw new UsageException("--filter-proclist reads the capture twice, which this machine can't give; write without it and cut out with -r and -w");
        if (FilterTables && inputs.Contains("-"))
            throw new UsageException("--filter-proclist reads the capture twice, which standard input can't give; save it to a file and read that");
        if (File == "-" && Rotates)
            throw new UsageException("-C, -G and -e make several files and need a file name after -w, not -");
        foreach (var input in inputs)
            if (input != "-" && File != "-" && RealPath(input) == RealPath(File))
                throw new UsageException($"-r and -w name the same file, {File}; write to another one");
    }

    void CheckBucket()
    {
        if (Upload is not null && Keep is null)
            throw new UsageException("--upload brings the segments of a recorder to a bucket: --keep HOW-MUCH -w FOLDER; a capture is written there by -w s3://BUCKET/KEY");
        if (Upload is not null)
            Bucket = BucketAddress.IsMeant(Upload) ? BucketAddress.Parse(Upload.TrimEnd('/') + "/") : throw new UsageException($"--upload needs a place in a bucket, as in s3://BUCKET/web1/, not '{Upload}'");
        else if (File is not null && BucketAddress.IsMeant(File))
            Bucket = Keep is null ? BucketAddress.Parse(File) : throw new UsageException($"--keep keeps in a folder, from which --upload brings it to a bucket: -w FOLDER --upload {File}");
        if (Keep is not null && OutboxFolder is not null)
            throw new UsageException("--outbox has no place beside --keep: what waits is what its folder keeps");
        if (Keep is not null)
            return;
        if (Bucket is { IsFolder: true })
            throw new UsageException($"-w {Bucket} is a folder of a bucket; name the object that is to be written, as in: -w {Bucket}trace.scap.zst");
        if (Bucket is not null && MostFiles > 0)
            throw new UsageException("-W writes files again, which is no use in a bucket: a rule of the bucket's lifecycle lets old objects go");
        if (Bucket is null && OutboxFolder is not null && !ExportsByOutbox)
            throw new UsageException("--outbox says where files wait for a bucket: -w s3://BUCKET/KEY, or of this machine --export s3://BUCKET/PREFIX");
    }

    /// <exception cref="UsageException">What is written is for sysdig 0.29.3, which could not read it.</exception>
    void CheckKeeping(IReadOnlyList<string> inputs)
    {
        if (File is null or "-")
            throw new UsageException("--keep needs a folder to keep it in: -w FOLDER");
        if (inputs.Count > 0)
            throw new UsageException("--keep keeps what this machine does, and -r names a capture: give one of them");
        if (MostBytes > 0 || MostSeconds > 0 || MostEvents > 0 || MostFiles > 0 || _compress)
            throw new UsageException("--keep divides and compresses what it writes itself: leave -C, -G, -e, -W and -z");
    }

    void CheckCompact(TimeSpan age, int mostCpu)
    {
        if (Keep is not { } keep)
            throw new UsageException("--compact packs harder what --keep keeps: --keep HOW-MUCH -w FOLDER");
        if (age >= keep.Age)
            throw new UsageException($"--compact {_compactText} would pack nothing: what is older than --keep {KeepText} goes away");
        Keep = keep.WithCompact(age, mostCpu);
    }

    public void CheckOlder()
    {
        if (Compression == CaptureCompression.Zstd)
            throw new UsageException($"sysdig {ProgramVersion.Compatible} can't read zstd; with --compat 0.29 write a plain file, or .gz");
    }

    static string RealPath(string path)
    {
        try
        {
            if (System.IO.File.Exists(path) && System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target)
                return target.FullName;
            return Path.GetFullPath(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return path;
        }
    }
}
