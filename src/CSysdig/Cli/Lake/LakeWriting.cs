using CSysdig.Capture;
using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;
using CSysdig.Cli.Writing;
using CSysdig.Model;
using CSysdig.Model.Lake;
using CSysdig.Model.Streaming;

namespace CSysdig.Cli.Lake;

/// <summary>Writes the events of a run as tables (--export), capture by capture.</summary>
sealed class LakeWriting(SysdigOptions options, Interruption interruption) : IEventSink, IDisposable
{
    readonly ILakeStore _store = BucketAddress.IsMeant(options.Lake.Folder!) ? new LakeBucket(options.Lake.Folder!) : new LakeFolder(options.Lake.Folder!);
    string _file = "";
    LakeCapture? _capture;
    EventStream _stream = null!;
    LakeExport? _export;
    int _opened;
    long _chosen;

    public bool IsStopped => interruption.HasCome;

    public IStreamObserver? Open()
    {
        _file = options.IsLive ? "live" : options.Files[_opened++];
        _capture = !options.IsLive && File.Exists(_file) ? LakeCapture.OfFile(_file) : null;
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
            export.End(_stream.Reader.Losses, options.Filter, isWhole: options.IsLive || !IsStopped && _chosen < options.Limit && options.Duration == 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritten(e);
        }
    }

    public void Dispose()
    {
        _export?.Dispose();
        (_store as IDisposable)?.Dispose();
    }

    // What has no file is named by its first event.
    LakeExport Start() => new(_store, _capture ?? LakeCapture.OfStream(_file, _stream.State, _stream.State.FirstTimestamp), _stream, new LakeOptions
    {
        Payload = options.Lake.Payload, Environment = options.Lake.Environment, Writer = "csysdig " + ProgramVersion.Text,
    });

    CaptureException Unwritten(Exception e) => new($"the lake in {options.Lake.Folder} can't be written: {FileProblem.Of(e)}");
}
