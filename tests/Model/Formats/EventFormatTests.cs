using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Model.Tracking;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Formats;

public sealed class EventFormatTests
{
    [Theory]
    [InlineData("%evt.num|%evt.type", "1|close")]
    [InlineData("%6evt.num|%3evt.type|", "1     |clo|")]
    [InlineData("*%evt.num %fd.sport", "1 <NA>")]
    [InlineData("*%5fd.sport|", "<NA> |")]
    [InlineData("text alone", "text alone")]
    [InlineData("%evt.num.", "1.")]
    [InlineData("%evt.numbers", "1bers")]
    [InlineData("%proc.name%evt.num", "cat1")]
    public void A_format_is_text_with_fields_in_it(string format, string line) => Assert.Equal(line, Lines(format)[0]);

    [Fact]
    public void Without_a_star_an_event_that_lacks_a_value_is_left_out() => Assert.Equal([null, null], Lines("%evt.num %fd.sport"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_event_that_is_left_out_takes_nothing_of_the_lines_before_it_along(bool json)
    {
        using var stream = EventStream.Open(Capture().ToStream());
        var parsed = EventFormat.Parse("%evt.num %fd.sport", Dialect.Of(stream.State));
        var to = new Utf8Writer();
        to.Write("the line before\n"u8);
        while (stream.Next())
            Assert.False(json ? parsed.WriteJson(to, stream.Current) : parsed.Write(to, stream.Current));
        Assert.Equal("the line before\n", to.ToString());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("%", "ends where a field name should follow")]
    [InlineData("%evt.num %12", "ends where a field name should follow")]
    [InlineData("%evt.num %nosuch.field", "'%nosuch.field'")]
    [InlineData("%evt.num %%", "'%%'")]
    [InlineData("%99999999999evt.num", "width above 1000000")]
    [InlineData("%evt.around[1]", "filter only")]
    public void A_wrong_format_says_where_it_is_wrong(string format, string part) =>
        Assert.Contains(part, Assert.Throws<EventFormatException>(() => EventFormat.Parse(format)).Message);

    [Theory]
    [InlineData(@"a\tb\n\\\e[0m", "a\tb\n\\\x1b[0m")]
    [InlineData(@"a\qb\", @"a\qb\")]
    public void Escapes_are_resolved_and_other_backslashes_stay(string written, string meant) =>
        Assert.Equal(meant, EventFormat.Unescape(written));

    [Fact]
    public void Json_has_the_fields_by_name_with_numbers_as_numbers() =>
        Assert.Equal("""{"evt.cpu":0,"evt.dir":">","evt.num":1,"fd.name":"/tmp/é\"\\","fd.sport":null,"proc.name":"cat","proc.pid":7}""",
            Lines("*%proc.pid %evt.num %evt.cpu %evt.dir %proc.name %fd.name %fd.sport", json: true)[0]);

    [Fact]
    public void Delta_counts_from_the_event_before()
    {
        Assert.Equal(["0", "1000"], Lines("%evt.deltatime"));
        Assert.Equal(["""{"evt.deltatime":0}""", """{"evt.deltatime":1000}"""], Lines("%evt.deltatime", json: true));
    }

    [Fact]
    public void Delta_is_nothing_in_the_json_of_0_29_3() =>
        Assert.Equal(["""{"evt.deltatime":0}""", """{"evt.deltatime":0}"""], Lines("%evt.deltatime", json: true, compat: true));

    [Fact]
    public void An_older_capture_loses_the_type_that_evt_type_is_asks_for() =>
        Assert.Equal("<NA>evt.type.is.4|1", Lines("*%evt.type.is.4|%evt.num")[0]);

    [Theory]
    [InlineData("%concat(proc.name, \"-\", evt.type)!", "cat-close!")]
    [InlineData("%join(\":\", (proc.name, evt.num))|%evt.num", "cat:1|1")]
    [InlineData("%5join(\"\", (proc.name, evt.num, \"x\"))|", "cat1x|")]
    public void A_format_takes_what_makes_one_text_of_several(string format, string line) => Assert.Equal(line, Lines(format)[0]);

    [Fact]
    public void Json_names_a_call_as_it_was_written() =>
        Assert.Equal("""{"join(\":\", (proc.name))":"cat"}""", Lines("%join(\":\", (proc.name))", json: true)[0]);

    [Theory]
    [InlineData("%concat(proc.name)", "concat() takes two texts or more")]
    [InlineData("%join(proc.name", "expected ')' to close 'join('")]
    [InlineData("%val(proc.name)", "on the right of an operator")]
    [InlineData("%proc.env[]", "write proc.env[PATH]")]
    public void A_wrong_call_says_what_is_wrong_and_not_that_a_filter_is(string format, string part)
    {
        var message = Assert.Throws<EventFormatException>(() => EventFormat.Parse(format)).Message;
        Assert.Contains(part, message);
        Assert.DoesNotContain("the filter", message);
    }

    [Theory]
    [InlineData(0, "<unknown>")]
    [InlineData(1, "restart_syscall")]
    [InlineData(9999, null)]
    public void A_call_that_sysdig_has_no_name_for_is_unknown_or_nothing(ushort call, string? type)
    {
        var events = new ScapBuilder().Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = "cat"u8.ToArray() })
            .Event(EventCode.GenericE, 7, U16(call), U16(call));
        Assert.Equal([type], Lines("%evt.type", events));
        Assert.Equal([type ?? "<NA>"], Lines("*%evt.type", events));
    }

    static ScapBuilder Capture() => new ScapBuilder()
        .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = "cat"u8.ToArray() })
        .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = "/tmp/é\"\\"u8.ToArray() })
        .Event(EventCode.SyscallCloseE, 7, I64(3))
        .Event(EventCode.SyscallCloseX, 7, I64(0));

    static List<string?> Lines(string format, bool json = false, bool compat = false) => Lines(format, Capture(), json, compat);

    static List<string?> Lines(string format, ScapBuilder capture, bool json = false, bool compat = false)
    {
        using var stream = EventStream.Open(capture.ToStream(), new StreamOptions { Compat = compat });
        var lines = new List<string?>();
        var parsed = EventFormat.Parse(format, Dialect.Of(stream.State));
        while (stream.Next())
        {
            var to = new Utf8Writer();
            var shown = json ? parsed.WriteJson(to, stream.Current) : parsed.Write(to, stream.Current);
            Assert.Equal(shown, to.Length > 0);
            lines.Add(shown ? to.ToString() : null);
        }
        return lines;
    }
}
