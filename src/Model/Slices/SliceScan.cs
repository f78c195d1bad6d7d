using CSysdig.Capture.Scap;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;

namespace CSysdig.Model.Slices;

/// <summary>The first look at a capture of which a slice is to be shared: finds what the events that pass need of the state.</summary>
/// <param name="selection">Takes what is needed.</param>
/// <param name="following">How the capture is followed.</param>
public sealed class SliceScan(SliceSelection selection, StreamOptions following) : IStreamObserver
{
    readonly StateFollower _follower = new(following);

    public ICaptureTables Tables => _follower.Tables;

    /// <summary>The stream that this observes is open.</summary>
    public void Attach(EventStream stream) => _follower.Attach(stream);

    /// <summary>The stream's current event passed.</summary>
    public void Add()
    {
        _follower.Enter();
        selection.Add(_follower.Current);
        _follower.Leave();
    }

    public void OnBlock(BlockType type, ReadOnlySpan<byte> block)
    {
    }

    public void OnPreamble(ScapReader reader) => _follower.TakePreamble(reader);

    public void OnPassedOver()
    {
        _follower.Enter();
        _follower.Leave();
    }
}
