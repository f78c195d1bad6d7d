using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>Batches go from the thread that reads to the one that parses, and their buffers back.</summary>
public sealed class BatchQueueTests
{
    static readonly CaptureEnd s_end = new(0, default);

    /// <summary>A batch of so many bytes, which all are the same.</summary>
    static EventBatch Batch(BatchQueue queue, int length, byte content)
    {
        var batch = new EventBatch { Bytes = queue.Rent(), Length = length, Blocks = queue.RentBlocks() };
        batch.Bytes.AsSpan(0, length).Fill(content);
        batch.Blocks.Add(0);
        return batch;
    }

    [Fact]
    public void Every_batch_arrives_once_in_order_with_its_own_bytes()
    {
        const int batches = 300;
        var queue = new BatchQueue(trickles: false);
        Together.Run(
            () =>
            {
                for (var i = 0; i < batches; i++)
                    Assert.True(queue.Put(Batch(queue, 1000 + i, (byte)i)));
                queue.Finish(s_end);
            },
            () =>
            {
                for (var i = 0; i < batches; i++)
                {
                    var batch = queue.Take()!;
                    Assert.Equal((i, 1000 + i), (batch.Index, batch.Length));
                    Assert.False(batch.Bytes.AsSpan(0, batch.Length).ContainsAnyExcept((byte)i));
                    queue.Release(batch);
                }
                Assert.Null(queue.Take());
            });
        Assert.Same(s_end, queue.End);
    }

    [Fact]
    public void Few_batches_wait_and_buffers_come_back()
    {
        var queue = new BatchQueue(trickles: false);
        for (var i = 0; i < 3; i++)
            queue.Put(Batch(queue, 10, 1));
        var fourth = Together.Start(() => queue.Put(Batch(queue, 10, 1)));
        Together.AssertWaits(fourth);
        var taken = queue.Take()!;
        Together.Await(fourth);
        queue.Release(taken);
        Assert.Same(taken.Bytes, queue.Rent());
        Assert.NotSame(taken.Bytes, queue.Rent());
        Assert.Equal(0, queue.RentBlocks().Count);
    }

    [Fact]
    public void Who_waits_is_woken_by_the_end_and_by_nobody_taking_any_more()
    {
        var queue = new BatchQueue(trickles: false);
        Assert.False(queue.Await(TimeSpan.Zero));
        Assert.False(queue.Await(TimeSpan.FromMilliseconds(1)));
        var taker = Together.Start(() => Assert.Null(queue.Take()));
        var awaiting = Together.Start(() => Assert.True(queue.Await(TimeSpan.FromMinutes(1))));
        Together.AssertWaits(taker);
        queue.Finish(s_end);
        Together.Await(taker, awaiting);

        var left = new BatchQueue(trickles: false);
        for (var i = 0; i < 3; i++)
            left.Put(Batch(left, 10, 1));
        var putter = Together.Start(() => Assert.False(left.Put(Batch(left, 10, 1))));
        Together.AssertWaits(putter);
        left.Stop();
        Together.Await(putter);
    }

    [Fact]
    public void What_trickles_is_joined_while_it_waits_with_the_places_of_its_blocks()
    {
        var queue = new BatchQueue(trickles: true);
        queue.Put(Batch(queue, 300, 1));
        queue.Put(Batch(queue, 200, 2));
        queue.Finish(s_end);
        var joined = queue.Take()!;
        Assert.Equal((500, 2), (joined.Length, joined.Blocks.Count));
        Assert.Equal((0, 300), (joined.Blocks[0], joined.Blocks[1]));
        Assert.Equal((1, 2), (joined.Bytes[299], joined.Bytes[300]));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void The_first_of_what_trickles_gets_a_moment_to_grow()
    {
        var (taken, alone) = (0, 0);
        var queue = new BatchQueue(trickles: true);
        queue.Put(Batch(queue, 300, 1));
        var taker = Together.Start(() => taken = queue.Take()!.Length);
        // More comes before the moment is over, and then enough.
        queue.Put(Batch(queue, BatchPump.BatchSize / 2, 2));
        Together.Await(taker);
        Assert.Equal(300 + BatchPump.BatchSize / 2, taken + (queue.Await(TimeSpan.Zero) ? queue.Take()!.Length : 0));
        // One that stays alone is taken as it is.
        var another = new BatchQueue(trickles: true);
        another.Put(Batch(another, 300, 1));
        Together.Await(Together.Start(() => alone = another.Take()!.Length));
        Assert.Equal(300, alone);
    }
}
