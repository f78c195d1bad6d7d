using System.Diagnostics;
using CSysdig.Capture.Live;

namespace CSysdig.Tests.Capture.Live;

/// <summary>Processes of this machine, told from others that get their ids later.</summary>
public sealed class MachineProcessTests
{
    const ulong Second = 1_000_000_000;

    [SkippableFact]
    public void A_process_gets_a_signal_only_where_it_was_started_then()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "there is no /proc");
        using var sleep = Process.Start("sleep", "60");
        var now = (ulong)(DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        Assert.InRange(MachineProcess.StartOf(sleep.Id), now - 2 * Second, now + 2 * Second);
        Assert.False(MachineProcess.Signal(sleep.Id, now - 10 * Second, MachineProcess.Kill));
        Assert.False(MachineProcess.Signal(sleep.Id, started: 0, MachineProcess.Kill));
        Assert.False(sleep.WaitForExit(50));
        Assert.True(MachineProcess.Signal(sleep.Id, now, MachineProcess.Hangup));
        Assert.True(sleep.WaitForExit(10_000));
        Assert.False(MachineProcess.Signal(sleep.Id, now, MachineProcess.Kill));
        Assert.Equal(0ul, MachineProcess.StartOf(sleep.Id));
    }

    [SkippableFact]
    public void A_start_may_be_off_by_two_seconds()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "there is no /proc");
        var started = MachineProcess.StartOf(Environment.ProcessId);
        Assert.True(MachineProcess.IsSame(Environment.ProcessId, started + 2 * Second - Second / 2));
        Assert.True(MachineProcess.IsSame(Environment.ProcessId, started - 2 * Second + Second / 2));
        Assert.False(MachineProcess.IsSame(Environment.ProcessId, started + 3 * Second));
        Assert.False(MachineProcess.IsSame(Environment.ProcessId, started - 3 * Second));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Neither_everybody_nor_the_first_process_gets_one(long pid) => Assert.False(MachineProcess.Signal(pid, MachineProcess.StartOf(pid), 0));
}
