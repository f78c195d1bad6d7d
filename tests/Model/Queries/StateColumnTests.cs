using CSysdig.Capture.Events;
using CSysdig.Model;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Queries;

/// <summary>What processes do at the end of what is looked at, as far as events tell.</summary>
public sealed class StateColumnTests : IDisposable
{
    const ulong Millisecond = 1_000_000;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_state_is_what_was_seen_and_nothing_else()
    {
        var capture = new ScapBuilder().Processes([.. new[] { 7, 8, 9, 10, 11, 12 }.Select(tid => Calls.Process(tid, $"p{tid}"))]).Fds(7, Calls.File(3, "/tmp/out")).Look(7);
        var begin = capture.Time;
        capture.Event(EventCode.SyscallWriteE, 7, I64(3), U32(4)).Look(10);
        var inWrite = capture.Time;
        capture.Time += 50 * Millisecond;
        capture.Event(EventCode.SyscallWriteX, 7, I64(4), "abcd"u8.ToArray());
        var behind = capture.Time;
        capture.Time += Millisecond;
        capture.Event(EventCode.SyscallWriteE, 12, I64(3), U32(4)).Look(10);
        var inShort = capture.Time;
        capture.Event(EventCode.SyscallWriteX, 12, I64(4), "abcd"u8.ToArray())
            .Event(EventCode.SyscallReadE, 8, I64(0), U32(4)).Switch(8, 11).Switch(11, 10)
            .Event(EventCode.Procexit_1E, 9, I64(9), I64(0), U8(9), U8(0))
            .Event(EventCode.Procexit_1E, 7, I64(3 << 8), I64(3), U8(0), U8(0));
        // A stretch has its end where it is sure that nothing of it comes any more.
        capture.Time += 2_000 * Millisecond;
        using var history = await Open(capture.Event(EventCode.SyscallCloseX, 10, I64(0)));
        Assert.Equal(["exit 3", "in read", "SIGKILL", "R", "", ""], States(history, 0, ulong.MaxValue));
        Assert.Equal("in write", States(history, begin, inWrite)[0]);
        Assert.Equal("", States(history, begin, behind)[0]);
        // That it was in a call which took less than 10 ms is not kept.
        Assert.Equal("", States(history, begin, inShort)[5]);
    }

    [Fact]
    public async Task A_look_at_the_machine_tells_it_and_the_call_in_which_a_thread_waits()
    {
        var futex = (ushort)Syscalls.All.First(call => call.Value == "futex").Key;
        var capture = new ScapBuilder().Processes(Calls.Process(7, "main"), Calls.Process(8, "other", pid: 7)).LookNewest(7);
        capture.WithOption(EventCode.ProcinfoE, 8, 0x8003, [(byte)'R', 0, 0, 0], U64(1), U64(1));
        capture.WithOption(EventCode.ProcinfoE, 7, 0x8003, [(byte)'S', 0, .. U16(futex)], U64(1), U64(1));
        var asleep = capture.Time;
        capture.LookNewest(8).WithOption(EventCode.ProcinfoE, 7, 0x8003, [(byte)'T', 0, 0, 0, .. U32(5), .. U32(6)], U64(1), U64(1)).LookNewest(8);
        // A stretch has its end where it is sure that nothing of it comes any more.
        capture.Time += 2_000 * Millisecond;
        using var history = await Open(capture.Event(EventCode.SyscallCloseX, 10, I64(0)));
        Assert.Equal(["T"], States(history, 0, ulong.MaxValue, 7));
        Assert.Equal(["S futex"], States(history, 0, asleep, 7));
        var threads = Ask(history, "threads", 0, asleep);
        Assert.Equal("R", StateOf(threads, "thread.state", 8));
    }

    async Task<CaptureHistory> Open(ScapBuilder capture)
    {
        File.WriteAllBytes(_folder.File("a.scap"), capture.ToArray());
        var history = CaptureHistory.Open(_folder.File("a.scap"));
        await history.Completion;
        return history;
    }

    static string[] States(CaptureHistory history, ulong from, ulong until, params int[] pids) =>
        [.. (pids.Length > 0 ? pids : [7, 8, 9, 10, 11, 12]).Select(pid => StateOf(Ask(history, "procs", from, until), "proc.state", pid))];

    static TableResult Ask(CaptureHistory history, string view, ulong from, ulong until) => TableRun.Answer(history,
        ViewCatalog.Find(view)!.ToTableQuery(until == ulong.MaxValue ? "" : new TimeRange(from, until).ToFilter()));

    static string StateOf(TableResult table, string field, int key) => table.FindKey(key.ToString()) is >= 0 and var row
        ? table.CellText(row, Enumerable.Range(0, table.Columns.Count).First(i => table.Columns[i].Query.Field == field)) : "no row";
}
