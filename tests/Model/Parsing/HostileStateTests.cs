using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model;
using CSysdig.Model.State;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Parsing;

/// <summary>A capture may say anything; state stays bounded and no exception leaves it.</summary>
public sealed class HostileStateTests
{
    const int MaxThreads = 131_072, FirstLaterCode = 336;

    [Fact]
    public void The_thread_table_ends_somewhere()
    {
        var capture = new ScapBuilder().Processes(Process(1, "init", 0));
        for (var tid = 2; tid < MaxThreads + 2000; tid++)
            capture.Look(tid);
        using var stream = EventStream.Open(capture.ToStream());
        while (stream.Next())
        {
        }
        Assert.InRange(stream.State.Threads.Count, 1000, MaxThreads);
        Assert.Null(stream.Current.Thread);
    }

    [Fact]
    public void A_process_that_is_its_own_parent_has_an_end_of_ancestors()
    {
        var seen = Sight.Of(new ScapBuilder().Processes(Process(10, "loop", 11), Process(11, "loop", 10)).Read(10, 3).Ends(10).Look(11));
        Assert.Equal("loop", seen[^1].Comm);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(1L << 40)]
    [InlineData(-1)]
    public void Fds_may_have_any_number(long fd)
    {
        var seen = Sight.Of(new ScapBuilder().Processes(Process(10, "shell")).Openat(10, fd, "x").Dup(10, fd, 5).Close(10, fd).Read(10, fd));
        Assert.Equal("shell", seen[^1].Comm);
    }

    [Fact]
    public void Events_without_their_parameters_change_nothing_that_is_known()
    {
        var capture = new ScapBuilder().Processes(Process(1, "init", 0), Process(10, "shell")).Fds(10, File(3, "/tmp/log"));
        for (var code = 0; code < EventTable.Count; code++)
            if ((EventCode)code is not (EventCode.ProcexitE or EventCode.Procexit_1E))
                capture.Event((EventCode)code, 10);
        var seen = Sight.Of(capture.Look(10));
        Assert.NotNull(seen[^1].Thread);
    }

    [Theory]
    [InlineData(Generation.EnterExit)]
    [InlineData(Generation.LaterEnterExit)]
    [InlineData(Generation.ExitOnly)]
    public void Random_parameters_are_survived(Generation generation)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var stream = EventStream.Open(RandomCapture(generation, new Random(seed)).ToStream(), new StreamOptions { KeepHistory = seed % 2 == 0 });
            Assert.Equal(generation, stream.State.Generation);
            while (stream.Next())
            {
            }
        }
    }

    static ScapBuilder RandomCapture(Generation generation, Random random)
    {
        var capture = new ScapBuilder().Block(BlockType.Origin, new Body().U32((uint)generation)).Processes(Process(1, "init", 0), Process(10, "shell")).Fds(10, File(3, "/tmp/log"));
        for (var i = 0; i < 500; i++)
        {
            var code = random.Next(generation == Generation.EnterExit ? FirstLaterCode : EventTable.Count);
            if (generation == Generation.ExitOnly && (EventTable.Get((EventCode)code).Category & EventCategory.Syscall) != 0)
                code |= 1;
            capture.Event((EventCode)code, random.Next(8, 13), [.. Enumerable.Range(0, random.Next(24)).Select(_ => Anything(random))]);
        }
        return capture;
    }

    static byte[] Anything(Random random)
    {
        switch (random.Next(4))
        {
            case 0: return [];
            case 1: return I64(random.Next(-3, 14));
            case 2: return Tuple("192.0.2.1:1", "192.0.2.2:2");
            default:
                var bytes = new byte[random.Next(40)];
                random.NextBytes(bytes);
                return bytes;
        }
    }
}
