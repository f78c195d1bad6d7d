using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;

namespace CSysdig.Cli.Writing;

/// <summary>The first look at the captures for --filter-proclist: which processes and fds the events that pass need.</summary>
sealed class SelectionScan(StreamOptions following) : IEventSink
{
    SliceScan _scan = null!;

    public SliceSelection Selection { get; } = new();

    public IStreamObserver Open() => _scan = new SliceScan(Selection, following);

    public void Begin(EventStream stream) => _scan.Attach(stream);

    public void Add() => _scan.Add();

    public void End()
    {
    }
}
