using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.State;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Queries;

/// <summary>What a field or a filter says that it reads decides what is remembered of it, and is the truth.</summary>
public sealed class ReadPlanTests
{
    const int MostEvents = 8000;

    [Theory]
    [InlineData("proc.name", "thread version"), InlineData("thread.tid", "thread version"), InlineData("proc.nthreads", "main thread version")]
    [InlineData("proc.pname", "parent version"), InlineData("proc.aname[2]", "event"), InlineData("container.name", "thread version")]
    [InlineData("fd.sip", "fd version"), InlineData("fd.name", "fd version"), InlineData("fd.lip", "fd version outside of containers")]
    [InlineData("fd.type", "sort of event"), InlineData("fd.num", "class"), InlineData("fd.uid", "class")]
    [InlineData("evt.type", "type"), InlineData("evt.dir", "type"), InlineData("evt.count", "type"), InlineData("evt.cpu", "processor")]
    [InlineData("evt.failed", "sort of event"), InlineData("evt.category", "sort of event")]
    [InlineData("evt.latency", "column"), InlineData("evt.buflen.net", "column"), InlineData("evt.rawtime", "column")]
    [InlineData("evt.rawres", "event"), InlineData("evt.latency.s", "event"), InlineData("evt.time", "event"), InlineData("evt.deltatime", "event")]
    [InlineData("evt.buffer", "event"), InlineData("proc.vmsize", "event"), InlineData("thread.totexectime", "event"), InlineData("util.cnt", "event")]
    public void A_field_is_remembered_under_what_it_reads(string field, string plan) => Assert.Equal(plan, ReadPlan.Of(FieldCatalog.Bind(field)).ToString());

    [Theory]
    [InlineData("", "")]
    [InlineData("proc.name=a or not proc.exe contains b", "proc.name, proc.exe: thread version")]
    [InlineData("proc.name=a and fd.sip=1.2.3.4 and evt.latency>5 and evt.buffer contains x", "evt.latency: column; proc.name: thread version; fd.sip: fd version; evt.buffer: event")]
    [InlineData("evt.type in (read, write) and evt.failed=true", "evt.type: type; evt.failed: sort of event")]
    [InlineData("fd.type=file and fd.name contains a and fd.ip exists", "fd.type: sort of event; fd.name: fd version; fd.ip: fd version")]
    [InlineData("evt.dir=< or evt.type=read or evt.is_io=true", "evt.dir, evt.type, evt.is_io: type")]
    [InlineData("not (evt.type=read and proc.name=a)", "evt.type: type; proc.name: thread version")]
    [InlineData("thread.tid != val(proc.pid)", "thread.tid, proc.pid: thread version")]
    [InlineData("fd.name = val(proc.exepath)", "fd.name, proc.exepath: class")]
    [InlineData("evt.cpu=1 and evt.type!=switch", "evt.type: type; evt.cpu: processor")]
    [InlineData("concat(proc.name, \":\", proc.exe) = a:b", "concat(): thread version")]
    [InlineData("toupper(proc.pname) = BASH", "toupper(proc.pname): parent version")]
    [InlineData("evt.around[5]=1 or fd.num=3", "evt.around: event; fd.num: class")]
    [InlineData("evt.deltatime > 5 and util.cnt > 3", "evt.deltatime: event; util.cnt: event")]
    public void A_filter_reads_what_its_parts_read(string filter, string plan) => Assert.Equal(plan, QueryPlan.Of(filter, new MachineState(keepHistory: true)));

    [Theory]
    [InlineData("evt.deltatime > 5"), InlineData("evt.deltatime.ns > 5 or proc.name = a"), InlineData("not util.cnt > 5"), InlineData("thread.exectime > 5")]
    [InlineData("thread.totexectime > 5"), InlineData("evt.latency.human = 5us")]
    public void What_counts_from_the_asking_before_needs_order_and_only_with_compat(string filter)
    {
        Assert.True(Filter.Parse(filter, compat: true).Root.Reads.HasFlag(FieldReads.Order));
        Assert.False(Filter.Parse(filter).Root.Reads.HasFlag(FieldReads.Order));
        Assert.Equal("event, in order", ReadPlan.Of(Filter.Parse(filter, compat: true).Root.Reads).ToString());
    }

    [Fact]
    public void A_table_tells_its_plan() => Assert.Equal(
        "fd.name: fd version; proc.pid: thread version; evt.buflen: column; proc.aname[1]: event",
        QueryPlan.Of(new TableQuery { Filter = "fd.name contains /etc", KeyField = "proc.pid", Columns = [new("proc.pid"), new("evt.buflen"), new("proc.aname[1]")] }, new MachineState(keepHistory: true)));

    [Fact]
    public void Every_field_that_is_remembered_is_remembered_under_less_than_an_event()
    {
        var kept = Fields().Count(f => ReadPlan.Of(f) is var plan && (plan.IsKept || plan.Number != FieldReads.None));
        Assert.InRange(kept, 150, Fields().Count);
        Assert.All(Fields(), f => Assert.False(f.Reads.HasFlag(FieldReads.Order)));
    }

    public static TheoryData<string, bool> Captures
    {
        get
        {
            var captures = new TheoryData<string, bool>();
            foreach (var capture in (string[])["honeypot.scap.gz", "containers.scap.gz"])
            {
                captures.Add(Repository.Sample(capture), false);
                captures.Add(Repository.Sample(capture), true);
            }
            var shared = Path.Combine(Repository.Root, "..", "shared", "parity", "captures");
            if (Directory.Exists(shared))
                foreach (var file in Directory.EnumerateFiles(shared).Order())
                    captures.Add(file, false);
            return captures;
        }
    }

    /// <summary>What is remembered of a field, under what it reads, is what it says at every event.</summary>
    [Theory, MemberData(nameof(Captures))]
    public async Task A_field_reads_what_it_says(string capture, bool compat)
    {
        using var history = CaptureHistory.Open(capture, new HistoryOptions { Limit = MostEvents, Following = new StreamOptions { Compat = compat } });
        await history.Completion;
        var wrong = Fields().Select(f => WhatIsWrong(history, f)).OfType<string>().ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    static string? WhatIsWrong(CaptureHistory history, Field field)
    {
        var plan = ReadPlan.Of(field);
        if (plan.Key == RowKey.Event && field is not MeasuredField)
            return null;
        var row = new RowView(history);
        var (measured, anew) = (field as MeasuredField, history.CreateCursor());
        var chunk = row.ChunkOf(0);
        var sums = chunk.SumsOf((int)history.Count);
        var kept = new Dictionary<int, Value>();
        for (var number = 0; number < chunk.Classes.Count; number++)
        {
            row.SeekClass(0, number, sums);
            var slot = row.SlotOf(measured is null ? plan.Key : plan.Factor);
            if (slot < 0 && !row.IsOfClass(plan.Reads))
                continue;
            if (slot < 0 || !kept.TryGetValue(slot, out var expected))
                expected = Ask(row.Event);
            if (slot >= 0)
                kept[slot] = expected;
            for (var i = row.Sum.First; i <= row.Sum.Last; i++)
                if (chunk.Class[i] == number && anew.Load(i) && Ask(anew.Event) is var actual && actual != expected)
                    return $"{field.Definition.Name} is remembered under {plan.Key} {slot}, and is {actual} instead of {expected} at event {i + 1}, {anew.Event.Code}";
        }
        return null;

        Value Ask(Event e)
        {
            if (measured is not null)
                return new Value(measured.TryFactor(e, out var factor), factor, 0, 0);
            var value = new FieldValue();
            var has = field.TryGet(e, ref value);
            var seen = new Seen();
            if (field.HasMany)
                field.Any(e, ref seen);
            return new Value(has, has ? value.Number : 0, has ? Hash(value.Bytes) : 0, seen.All);
        }
    }

    readonly record struct Value(bool Has, long Number, int Bytes, int All);

    struct Seen : IValueTest
    {
        public int All;

        public bool Test(in FieldValue value)
        {
            All = HashCode.Combine(All, value.Number, Hash(value.Bytes));
            return false;
        }
    }

    static int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    static List<Field> Fields() =>
    [
        .. FieldCatalog.All.Where(d => (d.Flags & FieldFlags.ArgRequired) == 0).Select(d => d.Bind(d, null)),
        .. ((string[])["evt.type.is.read", "evt.arg.fd", "evt.rawarg.res", "proc.args[0]", "proc.env[PATH]", "thread.cgroup.cpu", "proc.aname[1]", "proc.apid[2]", "proc.aargs[1]",
            "proc.aenv[PATH]", "container.mount[0]", "container.mount.source[0]", "k8s.pod.label.app", "fd.types[1]", "evt.around[5]"]).Select(f => FieldCatalog.Bind(f)),
    ];
}
