using CSysdig.Capture.Scap;

namespace CSysdig.Tests.Capture;

public sealed class BatchQueueTests
{
    // A stall of whoever takes batches must not cost its memory for ever.
    [Theory, InlineData(8, 8), InlineData(9, 8)]
    public void A_few_buffers_are_used_again(int given, int kept)
    {
        var queue = new BatchQueue(trickles: true);
        var before = Enumerable.Range(0, given).Select(_ => queue.Rent()).ToList();
        foreach (var buffer in before)
            queue.Release(new EventBatch { Bytes = buffer, Blocks = queue.RentBlocks() });
        Assert.Equal(kept, Enumerable.Range(0, given).Select(_ => queue.Rent()).Count(buffer => before.Exists(b => ReferenceEquals(b, buffer))));
    }
}
