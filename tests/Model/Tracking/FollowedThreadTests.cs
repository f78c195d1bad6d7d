using System.Runtime.CompilerServices;
using CSysdig.Model.State;
using CSysdig.Model.Tracking;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>What following a thread takes goes with it; what is known of it stays where history is kept.</summary>
public sealed class FollowedThreadTests
{
    const int Children = 1000;
    /// <summary>A parent's list of its children is tidied when it is full.</summary>
    const int NotYetTidied = 32;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_a_thread_that_has_ended_only_what_is_known_is_left(bool grouped)
    {
        var state = new MachineState(keepHistory: true);
        var threads = new LiveThreads(state);
        threads.Families = grouped ? new GroupedFamilies(threads) : new CountedFamilies(threads);
        threads.Add(Process(10, 1));
        var followed = Live(threads);
        GC.Collect();
        Assert.InRange(followed.Count(f => f.IsAlive), 0, NotYetTidied);
        Assert.Equal([10L], threads.All.Select(t => t.Tid));
        Assert.Equal(1 + Children, state.Tracked.Count);
        Assert.Equal(10, state.Threads.Info(100, 1)!.Ptid);
        Assert.Null(state.Threads.Find(100));
        GC.KeepAlive(threads);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static List<WeakReference> Live(LiveThreads threads)
    {
        var followed = new List<WeakReference>();
        for (var i = 0; i < Children; i++)
        {
            threads.Number = 2 * i + 1;
            followed.Add(new WeakReference(threads.Add(Process(100 + i, 10))));
            threads.Number++;
            threads.Remove(100 + i, force: false);
        }
        return followed;
    }

    static ThreadInfo Process(long pid, long parent) => new() { Tid = pid, Pid = pid, Ptid = parent };
}
