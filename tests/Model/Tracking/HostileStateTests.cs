using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.History;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

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

    [Theory]
    [InlineData(100, false)]
    [InlineData(1000, true)]
    public void A_list_of_processes_takes_no_more_memory_than_there_may_be(int processes, bool isTooMuch)
    {
        const int Text = 4000, Memory = 2 << 20;
        using var stream = EventStream.Open(ListOf(processes, Text).Look(processes).ToStream(), new StreamOptions { StateMemory = Memory });
        Assert.True(stream.Next());
        Assert.InRange((long)stream.State.Threads.Count * Text, processes == 100 ? 100 * Text : 1, Memory);
        Assert.Equal(isTooMuch, stream.State.Forgotten is not null);
        Assert.Equal(processes, stream.State.Threads.Count + stream.State.ForgottenProcesses);
        // The last of the list are there, the first are not.
        Assert.NotNull(stream.State.Threads.Find(processes));
        Assert.Equal(isTooMuch, stream.State.Threads.Find(2) is null);
    }

    [Fact]
    public void Processes_that_do_something_are_kept_longest()
    {
        const int Text = 4000;
        var capture = ListOf(200, Text).Look(2);
        for (var tid = 1000; tid < 2000; tid++)
            capture.Execve(2, "/bin/x", "busy", new string('x', Text)).Execve(tid, "/bin/y", "other", new string('y', Text));
        using var stream = EventStream.Open(capture.ToStream(), new StreamOptions { StateMemory = 2 << 20 });
        while (stream.Next())
        {
        }
        Assert.InRange(stream.State.Threads.Count * (long)Text, 1, 4 << 20);
        Assert.InRange(stream.State.ForgottenProcesses, 500, 1200);
        Assert.Null(stream.State.Threads.Find(3));
        Assert.Equal("busy", System.Text.Encoding.UTF8.GetString(stream.State.Threads.Find(2)!.Newest.Comm));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(4000, true)]
    public async Task A_history_takes_no_more_of_the_list_than_it_has_room_for(int processes, bool isTooMuch)
    {
        using var history = CaptureHistory.Open(ListOf(processes, 4000).Look(1).ToStream(), new HistoryOptions { Memory = 16 << 20 });
        await history.Completion;
        Assert.Equal(isTooMuch, history.Forgotten is not null);
        Assert.InRange(history.State.Threads.Count * 4000L, 1, 10 << 20);
        Assert.Equal(1, history.Count);
    }

    [Fact]
    public void Forks_of_a_process_with_many_fds_end_somewhere()
    {
        var capture = new ScapBuilder().Processes(Process(1, "init", 0)).Fds(1, [.. Enumerable.Range(3, 500).Select(fd => File(fd, "/f"))]);
        for (var child = 1000; child < 1500; child++)
            capture.Clone(1, child, "child");
        using var stream = EventStream.Open(capture.ToStream(), new StreamOptions { StateMemory = 4 << 20 });
        while (stream.Next())
        {
        }
        Assert.InRange(stream.State.ForgottenProcesses, 100, 499);
        Assert.Equal(500, stream.State.Threads.Find(1)!.Fds.Count);
    }

    [Fact]
    public void Users_containers_and_interfaces_end_somewhere()
    {
        var capture = new ScapBuilder();
        for (uint id = 0; id < 2000; id++)
            capture.Accounts(2, [new UserEntry(id, id, new byte[1000], [], [])], [new GroupEntry(id, new byte[1000])])
                .Interfaces(2, new InterfaceEntry(new byte[1000], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4], 5));
        using var stream = EventStream.Open(capture.Look(1).ToStream(), new StreamOptions { StateMemory = 1 << 20 });
        Assert.InRange(1000 * (stream.State.Users.Count + stream.State.Groups.Count + stream.State.Interfaces.Count), 1000, 1 << 20);
    }

    static ScapBuilder ListOf(int processes, int text)
    {
        var capture = new ScapBuilder();
        for (var tid = 1; tid <= processes; tid++)
        {
            var process = Process(tid, "p", 0);
            process.Env = Bytes(new string((char)('a' + tid % 26), text));
            capture.Processes(process);
        }
        return capture;
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
