using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.History;
using CSysdig.Model.Streaming;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Tracking;

/// <summary>How long threads were on processors is told by each switch, whatever is asked and in which order.</summary>
public sealed class RunTimeTests
{
    static ScapBuilder TwoShells() => new ScapBuilder().Processes(Process(10, "one"), Process(11, "two"));

    static void Switch(ScapBuilder b, long tid, ushort cpu, ulong at, bool old = false)
    {
        b.Time = 1_000_000_000 + at;
        _ = old ? b.Event(BlockType.EventV2, EventCode.Schedswitch_1E, tid, cpu, 0, I64(1))
            : b.Event(BlockType.EventV2, EventCode.Schedswitch_6E, tid, cpu, 0, I64(1), U64(0), U64(0), U32(0), U32(0), U32(0));
    }

    /// <summary>Two processors, on which two processes take turns; a third that nobody knows; an event of another kind between.</summary>
    static ScapBuilder Turns(bool old = false)
    {
        var b = TwoShells();
        Switch(b, 10, 0, 0, old);
        Switch(b, 10, 1, 5, old);
        Switch(b, 11, 0, 100, old);
        Switch(b, 10, 0, 130, old);
        b.Look(10);
        Switch(b, 11, 1, 1005, old);
        Switch(b, 77, 0, 1130, old);
        Switch(b, 11, 0, 1137, old);
        return b;
    }

    static readonly string[] s_expected = ["0 0", "0 0", "100 100", "30 30", "0 30", "1000 1100", "1000 <NA>", "7 1107"];

    static List<string> Ask(ScapBuilder capture, string? filter = null, bool compat = false, StreamOptions? options = null, params string[] fields)
    {
        using var stream = EventStream.Open(capture.ToStream(), (options ?? new StreamOptions()) with { Compat = compat });
        if (filter is not null)
            stream.Filter = Filter.Parse(filter, stream.State).Test;
        var bound = (fields.Length > 0 ? fields : ["thread.exectime", "thread.totexectime"]).Select(f => FieldCatalog.Bind(f)).ToList();
        var said = new List<string>();
        while (stream.Next())
            said.Add(string.Join(' ', bound.Select(f => FieldReader.Text(f, stream.Current))));
        return said;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_switch_ends_a_turn_on_its_processor(bool old) => Assert.Equal(s_expected, Ask(Turns(old)));

    [Theory]
    [InlineData("thread.tid=11", new[] { "100 100", "1000 1100", "7 1107" })]
    [InlineData("evt.cpu=1", new[] { "0 0", "1000 1100" })]
    [InlineData("thread.exectime > 30", new[] { "100 100", "1000 1100", "1000 <NA>" })]
    [InlineData("thread.totexectime >= 1000 and thread.exectime < 1000", new[] { "7 1107" })]
    public void A_filter_changes_no_turn(string filter, string[] expected) => Assert.Equal(expected, Ask(Turns(), filter));

    [Fact]
    public void With_compat_a_turn_is_counted_from_the_one_asked_before()
    {
        Assert.Equal(["0 0", "0 0", "1037 1037"], Ask(Turns(), "(thread.tid=11 and evt.cpu=0) or (thread.tid=10 and evt.cpu=1)", compat: true));
        Assert.Equal(["1", "2", "3"], Ask(Turns(), "thread.tid=11", compat: true, fields: "util.cnt"));
    }

    [Fact]
    public void Util_cnt_counts_events_and_not_questions()
    {
        Assert.Equal(["1 1", "2 2", "3 3", "4 4", "5 5", "6 6", "7 7", "8 8"], Ask(Turns(), fields: ["util.cnt", "util.cnt"]));
        Assert.Equal(["3", "6", "8"], Ask(Turns(), "thread.tid=11 and util.cnt > 1", fields: "util.cnt"));
    }

    [Fact]
    public async Task A_history_says_the_same_in_any_order()
    {
        using var history = CaptureHistory.Open(Turns().ToStream());
        await history.Completion;
        var (turn, total) = (FieldCatalog.Bind("thread.exectime"), FieldCatalog.Bind("thread.totexectime"));
        var cursor = history.CreateCursor();
        for (var row = history.Count - 1; row >= 0; row--)
        {
            Assert.True(cursor.Load(row));
            Assert.Equal(s_expected[row], $"{FieldReader.Text(turn, cursor.Event)} {FieldReader.Text(total, cursor.Event)}");
        }
    }

    [Fact]
    public void A_turn_across_lost_events_or_backwards_in_time_is_not_known()
    {
        var b = TwoShells();
        Switch(b, 10, 0, 0);
        b.Event(EventCode.DropE, 10, U32(2));
        Switch(b, 10, 0, 900);
        Switch(b, 10, 0, 950);
        Switch(b, 10, 0, 940);
        Switch(b, 10, 0, 941);
        Assert.Equal(["0 0", "0 0", "50 50", "0 50", "1 51"], Ask(b, "evt.type=switch"));
    }

    [Fact]
    public void A_process_whose_events_are_passed_over_ends_its_turn_all_the_same()
    {
        var b = TwoShells().Event(EventCode.SyscallExecve_19E, 11, Text("/bin/hide"));
        b.Event(EventCode.SyscallExecve_19X, 11, I64(0), Text("hide"), [], I64(11), I64(11), I64(1), Text("/"), U64(0), U64(0), U64(0), U32(0), U32(0), U32(0), Text("hide"));
        Switch(b, 10, 0, 0);
        Switch(b, 11, 0, 1000);
        Switch(b, 10, 0, 1200);
        Assert.Equal(["0 0", "200 200"], Ask(b, "evt.type=switch", options: new StreamOptions { Suppressed = ["hide"] }));
    }

    [Theory]
    [InlineData(Processors.Most - 1, "40 40")]
    [InlineData(Processors.Most, "0 0")]
    public void A_processor_with_a_number_that_none_has_is_not_followed(int cpu, string expected)
    {
        var b = TwoShells();
        Switch(b, 10, (ushort)cpu, 0);
        Switch(b, 10, (ushort)cpu, 40);
        Assert.Equal(expected, Ask(b)[^1]);
    }
}
