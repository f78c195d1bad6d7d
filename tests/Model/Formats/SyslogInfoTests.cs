using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Filters;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Formats;

/// <summary>evt.info shows what is written to /dev/log as syslog reads it; evt.args shows the arguments as ever.</summary>
public sealed class SyslogInfoTests
{
    [Theory]
    [InlineData("<85>sudo: alice", "syslog sev=notice msg=sudo: alice|res=15 data=<85>sudo: alice ")]
    [InlineData("<3>x", "syslog sev=err msg=x|res=4 data=<3>x ")]
    [InlineData("no priority", "res=11 data=no priority |res=11 data=no priority ")]
    [InlineData("<x>y", "res=4 data=<x>y |res=4 data=<x>y ")]
    public void A_line_to_dev_log_is_decoded(string written, string shown) => Assert.Equal(shown, Print("*%evt.info|%evt.args", written, "/dev/log"));

    [Fact]
    public void Another_file_is_none() => Assert.Equal("res=4 data=<3>x ", Print("*%evt.info", "<3>x", "/tmp/log"));

    [Fact]
    public void Json_and_filters_see_the_same()
    {
        Assert.Equal("{\"evt.info\":\"syslog sev=err msg=a\\\\x1bb\"}", Print("*%evt.info", "<3>a\eb", "/dev/log", json: true));
        Assert.Equal("syslog sev=err msg=x", Print("*%evt.info", "<3>x", "/dev/log", filter: "evt.info startswith \"syslog sev=err\""));
        Assert.Equal("", Print("*%evt.info", "<3>x", "/dev/log", filter: "evt.args startswith \"syslog\""));
    }

    [Fact]
    public void On_a_terminal_no_escape_of_it_is_raw() =>
        Assert.Equal("syslog sev=err msg=a\\x1bb", Print("*%evt.info", "<3>a\eb", "/dev/log", style: new TextStyle { Terminal = true }).Replace("\\e", "\\x1b"));

    static string Print(string format, string written, string file, bool json = false, string filter = "evt.dir=<", TextStyle? style = null)
    {
        var capture = new ScapBuilder()
            .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = "sudo"u8.ToArray() })
            .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = System.Text.Encoding.UTF8.GetBytes(file) })
            .Event(EventCode.SyscallWriteE, 7, I64(3), U32((uint)written.Length))
            .Event(EventCode.SyscallWriteX, 7, I64(written.Length), System.Text.Encoding.UTF8.GetBytes(written));
        using var stream = EventStream.Open(capture.ToStream());
        stream.Current.Style = style ?? TextStyle.Plain;
        var passes = Filter.Parse(filter, stream.State);
        var lines = EventFormat.Parse(format, Dialect.Of(stream.State));
        var to = new Utf8Writer();
        while (stream.Next())
        {
            if (!passes.Test(stream.Current))
                continue;
            to.Clear();
            _ = json ? lines.WriteJson(to, stream.Current) : lines.Write(to, stream.Current);
        }
        return to.ToString();
    }
}
