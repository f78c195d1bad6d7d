using CSysdig.Capture;
using CSysdig.Capture.Scap;
using CSysdig.Capture.Segments;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;

namespace CSysdig.Cli.Writing;

/// <summary>Writes the events of a run to one capture, or to several in turn.</summary>
sealed class CaptureWriting(WritingOptions options, bool everything, SliceSelection? selection, StreamOptions following, Interruption interruption) : IEventSink, IDisposable
{
    readonly RotatingNames _names = new(options);
    readonly SegmentWriter? _segments = options.Keep is { } limit ? SegmentWriter.Open(options.File!, limit) : null;
    EventStream _stream = null!;
    SliceWriter _slice = null!;
    ScapWriter? _output;
    string _name = "";
    long _since, _events;
    bool _segmentIsFull;

    /// <summary>The folder that is written to, where it is one.</summary>
    public SegmentWriter? Segments => _segments;

    /// <summary>How much the file that is written takes by now.</summary>
    public long Size => _output?.Size ?? 0;

    public bool IsStopped => interruption.HasCome;

    public IStreamObserver Open() => _slice = new SliceWriter(new SliceOptions
    {
        Everything = everything, KeepStateEvents = options.FatFile, Rotates = options.Rotates, SnapLength = options.SnapLength, Selection = selection,
        Following = following, EndsTables = _segments is not null,
    });

    public void Begin(EventStream stream)
    {
        _stream = stream;
        _slice.Attach(stream);
        if (_output is not null)
            _slice.Start(_output);
        else if (!options.Rotates)
            Start(_names.Next(0));
        else
            // The first file's name may hold the time of its first event.
            _slice.Starting = StartNext;
    }

    public void Add()
    {
        if (options.Rotates && _output is not null && IsFull(_output))
            Rotate();
        _slice.Write();
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
        _segments?.Fit(_output.Size);
        _segmentIsFull = _segments?.IsFull(_output) == true;
    }

    /// <summary>Closes the last file.</summary>
    /// <exception cref="CaptureException">It could not be written to its end.</exception>
    public void Close() => _output?.Close();

    public void Dispose()
    {
        _output?.Dispose();
        _segments?.Dispose();
    }

    long Seconds => (long)(_stream.Current.Raw.Timestamp / 1_000_000_000);

    bool IsFull(ScapWriter output) =>
        _segmentIsFull || _segments is not null && (_events & 0xFF) == 0xFF && _segments.IsFull(output) || _events > 0 && options.MostSeconds > 0 && Seconds - _since >= options.MostSeconds
        || options.MostBytes > 0 && output.Size > options.MostBytes
        || options.MostEvents > 0 && _events >= options.MostEvents;

    void Rotate()
    {
        var name = _segments is null ? _names.Next(Seconds) : "";
        _since = Seconds;
        _events = 0;
        _segmentIsFull = false;
        // Two slices of time with one name belong into one file; the first would be lost.
        if (_segments is null && name == _name && options.MostFiles != 1)
            return;
        _output!.Close();
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
            _slice.Start(_output = _segments.Next());
    }

    void Start(string name)
    {
        _name = name;
        _output = name == "-" ? ScapWriter.Create(StandardStreams.Output, "standard output", options.Compression)
            : ScapWriter.Create(name, options.Compression);
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
