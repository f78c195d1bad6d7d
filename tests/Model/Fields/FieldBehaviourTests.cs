using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Fields;

public sealed class FieldBehaviourTests
{
    /// <summary>Collects every value that a field shows to a test.</summary>
    struct Collector(List<string> seen) : IValueTest
    {
        public readonly bool Test(in FieldValue value)
        {
            seen.Add(value.Type == ParamType.Port ? value.Number.ToString() : Encoding.UTF8.GetString(value.Bytes));
            return false;
        }
    }

    static List<string> ValuesAt(long number, string field)
    {
        var seen = new List<string>();
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        while (stream.Next() && stream.Current.Number < number)
        {
        }
        var collector = new Collector(seen);
        FieldCatalog.Bind(field).Any(stream.Current, ref collector);
        return seen;
    }

    [Theory]
    [InlineData(false, "0 1000 0 0 1000")]
    [InlineData(true, "0 1000 1000 0 1000")]
    public void A_switch_has_no_latency_and_that_of_the_call_before_in_sysdig(bool compat, string expected)
    {
        var capture = new ScapBuilder().Processes(Calls.Process(10, "shell")).Fds(10, Calls.File(3, "/tmp/log")).Read(10, 3).Switch(10, 20).Read(10, 3);
        using var stream = EventStream.Open(capture.ToStream(), new StreamOptions { Compat = compat });
        var latency = FieldCatalog.Bind("evt.latency");
        var seen = new List<string>();
        while (stream.Next())
            seen.Add(FieldReader.Text(latency, stream.Current));
        Assert.Equal(expected, string.Join(' ', seen));
    }

    [Theory]
    [InlineData("proc.aname[1000]", "p99000")]
    [InlineData("proc.aname[1001]", "<NA>")]
    [InlineData("proc.aname[99999]", "<NA>")]
    [InlineData("proc.apid[99999]", "<NA>")]
    [InlineData("proc.acmdline[99999]", "<NA>")]
    public void Of_a_chain_that_no_machine_has_a_thousand_ancestors_are_looked_at(string field, string expected)
    {
        // Each event would cost a walk of a hundred thousand steps.
        var capture = new ScapBuilder().Processes([.. Enumerable.Range(1, 100_000).Select(i => Calls.Process(i, $"p{i}", parent: i - 1))]).Look(100_000);
        using var stream = EventStream.Open(capture.ToStream());
        Assert.True(stream.Next());
        Assert.Equal("p100000", FieldReader.Text(FieldCatalog.Bind("proc.name"), stream.Current));
        Assert.Equal(expected, FieldReader.Text(FieldCatalog.Bind(field), stream.Current));
        var seen = new List<string>();
        var collector = new Collector(seen);
        FieldCatalog.Bind("proc.aname").Any(stream.Current, ref collector);
        Assert.Equal((1000, "p99000"), (seen.Count, seen[^1]));
    }

    [Fact]
    public void A_filter_sees_both_ports_of_a_connection() => Assert.Equal(["36868", "6667"], ValuesAt(70318, "fd.port"));

    [Fact]
    public void A_filter_sees_every_ancestor_but_the_process_itself() => Assert.Equal(["bash", "sshd", "sshd"], ValuesAt(67358, "proc.aname"));

    [Fact]
    public void Every_field_can_be_asked_of_every_event()
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var fields = FieldCatalog.All.Where(d => (d.Flags & FieldFlags.ArgRequired) == 0).Select(d => d.Bind(d, null)).ToArray();
        var asked = 0L;
        while (stream.Next() && stream.Current.Number < 3000)
            foreach (var field in fields)
            {
                var value = new FieldValue();
                if (field.TryGet(stream.Current, ref value))
                    asked++;
            }
        Assert.True(asked > 300_000);
    }

    [Theory]
    [InlineData("evt.num")]
    [InlineData("evt.type")]
    [InlineData("evt.time")]
    [InlineData("proc.name")]
    [InlineData("proc.cmdline")]
    [InlineData("proc.aname[2]")]
    [InlineData("fd.name")]
    [InlineData("fd.type")]
    [InlineData("fd.sport")]
    [InlineData("fd.lip")]
    [InlineData("evt.args")]
    [InlineData("evt.arg.fd")]
    [InlineData("user.name")]
    [InlineData("thread.cgroups")]
    [InlineData("evt.latency.human")]
    public void A_field_allocates_nothing_once_it_is_warm(string name)
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var field = FieldCatalog.Bind(name);
        var value = new FieldValue();
        var allocated = 0L;
        while (stream.Next() && stream.Current.Number < 70_000)
        {
            field.TryGet(stream.Current, ref value);
            var before = GC.GetAllocatedBytesForCurrentThread();
            field.TryGet(stream.Current, ref value);
            if (stream.Current.Number > 20_000)
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        // Rare ways, such as a path relative to a directory's fd, may make an array: far less than a byte an event.
        Assert.InRange(allocated, 0, 50_000);
    }

    [Fact]
    public void A_kept_value_is_the_value_at_every_event_of_its_version()
    {
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        var fields = FieldCatalog.All.Where(d => (d.Flags & FieldFlags.ArgRequired) == 0).Select(d => d.Bind(d, null))
            .Where(f => f.Reads is FieldReads.Thread or FieldReads.Fd or FieldReads.Type or FieldReads.None).ToArray();
        var kept = new Dictionary<(Field, object), string>();
        while (stream.Next() && stream.Current.Number < 12_000)
        {
            var e = stream.Current;
            foreach (var field in fields)
            {
                if (!MayKeep(field, e))
                    continue;
                object version = field.Reads switch { FieldReads.Thread => e.Thread!, FieldReads.Fd => (e.Fd!, FdFields.HasFd(e)), _ => e.Raw.Code };
                var text = FieldReader.Text(field, e);
                if (!kept.TryAdd((field, version), text) && !IsBeingMade(field, e))
                    Assert.Equal((field.Definition.Name, kept[(field, version)]), (field.Definition.Name, text));
            }
        }
        Assert.NotEmpty(kept);
    }

    /// <summary>As what they read says it.</summary>
    static bool MayKeep(Field field, Event e) => field.Reads switch
    {
        FieldReads.Thread => e.Thread is not null,
        FieldReads.Fd => e.Fd is not null && e.ErrorCode == 0,
        _ => e.Code is not (EventCode.GenericE or EventCode.GenericX or EventCode.AsynceventE),
    };

    /// <summary>A version may still change at the event that made it.</summary>
    static bool IsBeingMade(Field field, Event e) => field.Reads == FieldReads.Thread && e.Thread!.Since == e.Number;

    [Theory]
    [InlineData(0, "0ns")]
    [InlineData(999, "999ns")]
    [InlineData(3909, "3.90us")]
    [InlineData(42_000, "42us")]
    [InlineData(1_050_000, "1.05ms")]
    [InlineData(402_244_780, "402ms")]
    [InlineData(4_205_000_000, "4.20s")]
    [InlineData(65_000_000_000, "1:5")]
    [InlineData(3_661_000_000_000, "01:01:01")]
    public void A_span_of_time_has_the_unit_that_suits_it(ulong nanoseconds, string text)
    {
        var writer = new Utf8Writer();
        DurationText.Write(writer, nanoseconds);
        Assert.Equal(text, writer.ToString());
    }
}
