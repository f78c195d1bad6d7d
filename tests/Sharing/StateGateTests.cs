using CSysdig.Model.History;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Sharing;

/// <summary>Many read the state between the slices in which one changes it.</summary>
public sealed class StateGateTests
{
    readonly StateGate _gate = new();

    [Fact]
    public void Nobody_reads_while_somebody_writes()
    {
        var (first, second, isOver) = (0L, 0L, false);
        Together.Run(
            () =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    _gate.EnterWrite();
                    first++;
                    second++;
                    _gate.LeaveWrite();
                }
                Volatile.Write(ref isOver, true);
            },
            Read, Read, Read);
        Assert.Equal((20_000L, 20_000L), (first, second));

        void Read()
        {
            while (!Volatile.Read(ref isOver))
                using (_gate.Read())
                    Assert.Equal(first, second);
        }
    }

    [Fact]
    public void Readers_read_together_and_one_may_enter_twice_while_a_writer_waits()
    {
        using var met = new Barrier(2);
        Task? writer = null;
        Together.Run(2, thread =>
        {
            using var scope = _gate.Read();
            met.SignalAndWait();
            if (thread == 0)
                writer = Together.Start(_gate.EnterWrite);
            met.SignalAndWait();
            Together.AssertWaits(writer!);
            using var again = _gate.Read();
        });
        Together.Await(writer!);
        _gate.LeaveWrite();
    }

    [Fact]
    public void A_waiting_reader_goes_before_the_next_slice()
    {
        _gate.EnterWrite();
        using var inside = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        var reader = Together.Start(() =>
        {
            using var scope = _gate.Read();
            inside.Set();
            done.Wait();
        });
        // It waits until the slice is over.
        Together.AssertWaits(reader);
        Assert.False(inside.IsSet);
        _gate.LeaveWrite();
        var next = Together.Start(_gate.EnterWrite);
        Together.Until(() => inside.IsSet);
        Together.AssertWaits(next);
        done.Set();
        Together.Await(reader, next);
        _gate.LeaveWrite();
    }
}
