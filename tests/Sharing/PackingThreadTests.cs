using CSysdig.Model.History.Packing;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>What is packed beside the work goes on in order, and its failures are told.</summary>
public sealed class PackingThreadTests
{
    [Fact]
    public void All_that_came_is_packed_in_order_before_the_end()
    {
        var packed = new List<int>();
        using var thread = new PackingThread<int>("test", 2, (i, _) => packed.Add(i), Assert.Fail);
        for (var i = 0; i < 1000; i++)
            thread.Put(i);
        thread.Finish();
        Assert.Equal(Enumerable.Range(0, 1000), packed);
        thread.Finish();
    }

    [Fact]
    public void Few_wait()
    {
        using var go = new SemaphoreSlim(0);
        var packed = 0;
        using var thread = new PackingThread<int>("test", 2, (_, _) =>
        {
            go.Wait();
            packed++;
        }, Assert.Fail);
        // One is being packed and two wait.
        thread.Put(0);
        thread.Put(1);
        var others = Together.Start(() =>
        {
            thread.Put(2);
            thread.Put(3);
        });
        Together.AssertWaits(others);
        go.Release();
        Together.Await(others);
        go.Release(10);
        thread.Finish();
        Assert.Equal(4, packed);
    }

    [Fact]
    public void One_that_can_not_be_kept_is_told_and_the_next_is_packed()
    {
        var (failures, packed) = (new List<string>(), new List<int>());
        using var thread = new PackingThread<int>("test", 2, (i, _) =>
        {
            if (i == 0)
                throw new IOException("the disk is full");
            if (i == 1)
                throw new OutOfMemoryException();
            packed.Add(i);
        }, failures.Add);
        for (var i = 0; i < 3; i++)
            thread.Put(i);
        thread.Finish();
        Assert.Equal(["the disk is full", "there is not enough memory for the capture's bytes"], failures);
        Assert.Equal([2], packed);
    }

    [Fact]
    public void What_waits_is_dropped_when_nobody_wants_it()
    {
        using var go = new ManualResetEventSlim();
        var packed = new List<int>();
        var thread = new PackingThread<int>("test", 3, (i, _) =>
        {
            go.Wait();
            packed.Add(i);
        }, Assert.Fail);
        for (var i = 0; i < 4; i++)
            thread.Put(i);
        var ending = Together.Start(thread.Dispose);
        Together.AssertWaits(ending);
        go.Set();
        Together.Await(ending);
        Assert.Equal([0], packed);
        // Nobody is held up by one that comes late.
        thread.Put(9);
    }
}
