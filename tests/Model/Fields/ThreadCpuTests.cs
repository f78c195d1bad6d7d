using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Fields;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Fields;

/// <summary>thread.cpu: what a thread's processor time has grown by since it was told of last.</summary>
public sealed class ThreadCpuTests
{
    static ScapBuilder Shell() => new ScapBuilder().Processes(Process(10, "shell")).Look(10);

    static ScapBuilder Told(ScapBuilder b, long tid, params (ulong User, ulong System)[] times)
    {
        foreach (var (user, system) in times)
            b.Event(EventCode.ProcinfoE, tid, U64(user), U64(system));
        return b;
    }

    static List<string> Ask(ScapBuilder capture, bool compat, params string[] fields)
    {
        using var stream = EventStream.Open(capture.ToStream(), new StreamOptions { Compat = compat, KeepHistory = true });
        var bound = fields.Select(f => FieldCatalog.Bind(f)).ToList();
        var said = new List<string>();
        while (stream.Next())
            if (stream.Current.Code == EventCode.ProcinfoE)
                said.Add(string.Join(' ', bound.Select(f => FieldReader.Text(f, stream.Current))));
        return said;
    }

    static List<string> Cpu(ScapBuilder capture, bool compat = false) => Ask(capture, compat, "thread.cpu", "thread.cpu.user", "thread.cpu.system");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thread_of_before_the_capture_has_grown_by_nothing_at_first(bool compat) =>
        Assert.Equal(["0.0 0.0 0.0", "30.0 20.0 10.0", "0.0 0.0 0.0", "99.0 99.0 0.0", "100.0 100.0 0.0", "100.0 100.0 1.0"],
            Cpu(Told(Shell(), 10, (400, 15), (420, 25), (420, 25), (519, 25), (619, 25), (720, 26)), compat));

    [Fact]
    public void One_that_began_in_it_has_grown_by_all_it_has() =>
        Assert.Equal(["7.0 5.0 2.0", "3.0 3.0 0.0"], Cpu(Told(new ScapBuilder().Block(BlockType.Origin, new Body().U32((uint)Generation.ExitOnly)).Processes(Process(10, "shell"))
            .LookNewest(10).CloneExit(10, 20, "shell", pid: 10, parent: 1).CloneExit(20, 0, "child", pid: 20, parent: 10), 20, (5, 2), (8, 2))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_captures_of_before_it_has_not(bool compat) =>
        Assert.Equal(["0.0 0.0 0.0", "3.0 3.0 0.0"], Cpu(Told(Shell().Clone(10, 20, "child"), 20, (5, 2), (8, 2)), compat));

    [Fact]
    public void Time_that_gets_less_is_another_threads() =>
        Assert.Equal(["0.0 0.0 0.0", "0.0 0.0 0.0", "4.0 4.0 0.0"], Cpu(Told(Shell(), 10, (400, 15), (3, 1), (7, 1))));

    [Fact]
    public void Memory_is_what_is_told_with_it()
    {
        ScapBuilder Capture() => Shell().Procinfo(10, 1, 0, 9000, 4000).Event(EventCode.ProcinfoE, 10, U64(2), U64(0)).Procinfo(10, 3, 0, 9500, 100);
        string[] fields = ["thread.vmsize.b", "thread.vmrss.b", "proc.vmrss"];
        Assert.Equal(["9216000 4096000 4000", "9216000 4096000 4000", "9728000 102400 100"], Ask(Capture(), false, fields));
        Assert.Equal(["0 0 0", "0 0 0", "0 0 0"], Ask(Capture(), true, fields));
    }
}
