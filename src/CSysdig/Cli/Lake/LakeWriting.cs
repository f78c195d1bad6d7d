using CSysdig.Capture;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;
using CSysdig.Cli.Writing;
using CSysdig.Model;
using CSysdig.Model.Lake;
using CSysdig.Model.Streaming;

namespace CSysdig.Cli.Lake;

/// <summary>Writes the events of a run as tables (--export), capture by capture.</summary>
sealed class LakeWriting : IEventSink, IDisposable
{
    readonly SysdigOptions _options;
    readonly Interruption _interruption;
    readonly Outbox? _outbox;
    readonly ILakeStore _store;
    string _file = "";
    LakeCapture? _capture;
    EventStream _stream = null!;
    LakeExport? _export;
    int _opened;
    long _chosen;

    /// <exception cref="CaptureException">It can't be written to where it should go.</exception>
    public LakeWriting(SysdigOptions options, Interruption interruption)
    {
        (_options, _interruption) = (options, interruption);
        var folder = options.Lake.Folder!;
        if (!BucketAddress.IsMeant(folder))
        {
            _store = new LakeFolder(folder);
            return;
        }
        if (options.IsLive)
            _outbox = Outbox.Open(BucketAddress.Parse(folder), options.Writing.OutboxFolder ?? Outbox.UsualFolder, options.Writing.OutboxBytes, line => Console.Error.WriteLine("sysdig: " + line));
        try
        {
            _store = new LakeBucket(folder, _outbox);
        }
        catch
        {
            _outbox?.Dispose();
            throw;
        }
    }

    public bool IsStopped => _interruption.HasCome;

    public IStreamObserver? Open()
    {
        _file = _options.IsLive ? "live" : _options.Files[_opened++];
        _capture = !_options.IsLive && File.Exists(_file) ? LakeCapture.OfFile(_file) : null;
        _chosen = 0;
        return null;
    }

    public void Begin(EventStream stream) => _stream = stream;

    public void Add()
    {
        _chosen++;
        try
        {
            (_export ??= Start()).Add(_stream.Current);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(e);
        }
    }

    public void Pass(Event e)
    {
        try
        {
            (_export ??= Start()).Pass(e);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(problem);
        }
    }

    public void End()
    {
        try
        {
            using var export = _export ?? Start();
            _export = null;
            export.End(_stream.Reader.Losses, _options.Filter, isWhole: _options.IsLive || !IsStopped && _chosen < _options.Limit && _options.Duration == 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(e);
        }
    }

    /// <summary>Waits until what goes to a bucket is there, as long as there is hope; of what is not, no more waits than may.</summary>
    /// <exception cref="CaptureException">It has not arrived.</exception>
    public void Close()
    {
        if (_outbox is null)
            return;
        var wasInterrupted = _interruption.HasCome;
        _outbox.Finish(TimeSpan.MaxValue, () => !wasInterrupted && _interruption.HasCome);
        _outbox.Fit(0, mayWait: false, () => true);
        if (_outbox.Finish(TimeSpan.Zero, () => true) is { } missing)
            throw new CaptureException(missing);
    }

    public void Dispose()
    {
        _export?.Dispose();
        (_store as IDisposable)?.Dispose();
        _outbox?.Dispose();
    }

    // What has no file is named by its first event.
    LakeExport Start() => new(_store, _capture ?? LakeCapture.OfStream(_file, _stream.State, _stream.State.FirstTimestamp), _stream, new LakeOptions
    {
        Payload = _options.Lake.Payload, Environment = _options.Lake.Environment, Writer = "csysdig " + ProgramVersion.Text,
    });

    CaptureException Unwritten(Exception e) => new($"the lake in {_options.Lake.Folder} can't be written: {FileProblem.Of(e)}");
}
