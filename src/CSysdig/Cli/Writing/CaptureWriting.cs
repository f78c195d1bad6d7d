using CSysdig.Capture;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;
using CSysdig.Capture.Segments;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;

namespace CSysdig.Cli.Writing;

/// <summary>Writes the events of a run to one capture, or to several in turn.</summary>
sealed class CaptureWriting : IEventSink, IDisposable
{
    readonly WritingOptions _options;
    readonly SliceOptions _slices;
    readonly Interruption _interruption;
    readonly RotatingNames _names;
    readonly SegmentWriter? _segments;
    readonly BucketWriting? _bucket;
    EventStream _stream = null!;
    SliceWriter _slice = null!;
    ScapWriter? _output;
    string _name = "";
    long _since, _events, _inFile;
    bool _segmentIsFull, _isTooMuch;

    /// <exception cref="CaptureException">It can't be written to where it should go.</exception>
    public CaptureWriting(WritingOptions options, bool everything, SliceSelection? selection, StreamOptions following, Interruption interruption)
    {
        (_options, _interruption) = (options, interruption);
        _slices = new SliceOptions
        {
            Everything = everything, KeepStateEvents = options.FatFile, Rotates = options.Rotates, SnapLength = options.SnapLength, Selection = selection,
            Following = following, EndsTables = options.Keep is not null,
        };
        _segments = options.Keep is { } limit ? SegmentWriter.Open(options.File!, limit) : null;
        try
        {
            _bucket = BucketWriting.Open(options, _segments, interruption);
            _names = new RotatingNames(options, _segments is null ? _bucket?.Taken : null);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder that is written to, where it is one.</summary>
    public SegmentWriter? Segments => _segments;

    /// <summary>How much the file that is written takes by now.</summary>
    public long Size => _output?.Size ?? 0;

    public bool IsStopped => _interruption.HasCome || _isTooMuch;

    /// <summary>How it stands with what goes to a bucket; null where nothing does.</summary>
    public OutboxState? Bucket => _bucket?.State;

    public IStreamObserver Open() => _slice = new SliceWriter(_slices);

    public void Begin(EventStream stream)
    {
        _stream = stream;
        _slice.Attach(stream);
        if (_output is not null)
            _slice.Start(_output);
        else if (!_options.Rotates)
            Start(_names.Next(0));
        else
            // The first file's name may hold the time of its first event.
            _slice.Starting = StartNext;
    }

    public void Add()
    {
        if (_options.Rotates && _output is not null && IsFull(_output))
            Rotate();
        _slice.Write();
        _inFile++;
        if (_bucket is not null && _output is not null && (_inFile & 0xFF) == 0)
            _isTooMuch |= !_bucket.Fit(_output.Size);
        if (_events++ == 0)
            _since = Seconds;
    }

    public void End() => _slice.Finish();

    /// <summary>What has gathered for the file goes out.</summary>
    /// <exception cref="CaptureException">The disk is full.</exception>
    public void Settle()
    {
        if (_output is null)
            return;
        _output.Settle();
        _isTooMuch |= _bucket?.Fit(_output.Size) == false;
        _segments?.Fit(_output.Size);
        _segmentIsFull = _segments?.IsFull(_output) == true;
    }

    /// <summary>Closes the last file, and waits until what goes to a bucket is there.</summary>
    /// <param name="goesOn">Another run takes over at once: what has not arrived is its matter.</param>
    /// <exception cref="CaptureException">It could not be written to its end, or has not arrived.</exception>
    public void Close(bool goesOn = false)
    {
        EndFile();
        var missing = goesOn ? null : _bucket?.Finish();
        if (_isTooMuch)
            throw new CaptureException(missing is null ? _bucket!.TooMuch : $"{_bucket!.TooMuch}; {missing}");
        if (missing is not null && _bucket!.FailsWithout)
            throw new CaptureException(missing);
        if (missing is not null)
            Console.Error.WriteLine("sysdig: " + missing);
    }

    public void Dispose()
    {
        _output?.Dispose();
        _bucket?.Dispose();
        _segments?.Dispose();
    }

    long Seconds => (long)(_stream.Current.Raw.Timestamp / 1_000_000_000);

    bool IsFull(ScapWriter output) =>
        _segmentIsFull || _segments is not null && (_events & 0xFF) == 0xFF && _segments.IsFull(output) || _events > 0 && _options.MostSeconds > 0 && Seconds - _since >= _options.MostSeconds
        || _options.MostBytes > 0 && output.Size > _options.MostBytes
        || _options.MostEvents > 0 && _events >= _options.MostEvents;

    void Rotate()
    {
        var name = _segments is null ? _names.Next(Seconds) : "";
        _since = Seconds;
        _events = 0;
        _segmentIsFull = false;
        // Two slices of time with one name belong into one file; the first would be lost.
        if (_segments is null && name == _name && _options.MostFiles != 1)
            return;
        EndFile();
        if (_segments is null)
            Start(name);
        else
            StartNext();
    }

    void StartNext()
    {
        if (_segments is null)
            Start(_names.Next(Seconds));
        else
            StartSegment(_segments);
    }

    void StartSegment(SegmentWriter segments)
    {
        _output = segments.Next();
        _bucket?.BeginSegment(segments.Current);
        _slice.Start(_output);
    }

    void EndFile()
    {
        _output?.Close();
        _bucket?.End(_inFile);
        _inFile = 0;
    }

    void Start(string name)
    {
        _name = name;
        _output = name == "-" ? ScapWriter.Create(StandardStreams.Output, "standard output", _options.Compression)
            : ScapWriter.Create(_bucket?.Begin(name) ?? name, _options.Compression);
        if (_names.Retire(name) is { } old)
            Remove(old);
        _slice.Start(_output);
    }

    static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{file} is one file too many and can't be removed: {FileProblem.Of(e)}");
        }
    }
}
