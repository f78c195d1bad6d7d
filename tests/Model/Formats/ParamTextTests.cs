using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model;
using CSysdig.Model.Formats;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Formats;

/// <summary>What stands behind an event's type on its line, in the form of sysdig 0.29.3 unless it says otherwise.</summary>
public sealed class ParamTextTests
{
    static readonly byte[] s_tuple = [2, 10, 0, 0, 1, 0x39, 0x05, 10, 0, 0, 2, 0x50, 0x00];

    [Fact]
    public void Relative_paths_start_at_the_directory_they_were_opened_from()
    {
        Assert.Equal("dirfd=-100(AT_FDCWD) name=a.txt(/srv/a.txt) flags=1(O_RDONLY) mode=0 ", Args(Openat(-100, "a.txt")));
        Assert.Equal("dirfd=4(<d>/etc) name=../x(/x) flags=1(O_RDONLY) mode=0 ", Args(Openat(4, "../x")));
        Assert.Equal("dirfd=99 name=x(x) flags=1(O_RDONLY) mode=0 ", Args(Openat(99, "x")));
        Assert.Equal("dirfd=-100(AT_FDCWD) name=/etc/passwd flags=1(O_RDONLY) mode=0 ", Args(Openat(-100, "/etc/passwd")));
    }

    [Fact]
    public void An_absent_path_shows_what_was_written_before_it() =>
        Assert.Equal("dirfd=-100(AT_FDCWD) name=-100 flags=1(O_RDONLY) mode=0 ",
            Args(b => b.Event(EventCode.SyscallOpenat_2E, 7, I64(-100), [], U32(1), U32(0))));

    [Fact]
    public void An_absent_text_shows_the_bytes_that_follow_it() =>
        Assert.Equal("res=0 exe=e args= tid=7(e) pid=7(e) ptid=1 cwd= N fdlimit=20000 ",
            Args(b => b.Event(EventCode.SyscallExecve_8E, 7)
                .Event(EventCode.SyscallExecve_8X, 7, I64(0), Text("e"), [], I64(7), I64(7), I64(1), [], U64(20000))));

    [Theory]
    [InlineData(-2, "res=-2(ENOENT) ")]
    [InlineData(-512, "res=-512(ERESTARTSYS) ")]
    [InlineData(-9999, "res=-9999 ")]
    [InlineData(0, "res=0 ")]
    public void Failed_calls_have_the_name_of_the_error(long result, string args) =>
        Assert.Equal(args, Args(b => b.Event(EventCode.SyscallCloseX, 7, I64(result))));

    [Fact]
    public void Addresses_ports_and_pids_are_readable()
    {
        Assert.Equal("fd=-1(EPERM) tuple=10.0.0.1:1337->10.0.0.2:80 queuepct=0 queuelen=1 queuemax=128 ",
            Args(b => b.Event(EventCode.SocketAccept_5X, 7, I64(-1), s_tuple, U8(0), U32(1), U32(128))));
        Assert.Equal("pid=7(cat) sig=15(SIGTERM) ", Args(b => b.Event(EventCode.SyscallKillE, 7, I64(7), U8(15))));
    }

    [Fact]
    public void Lists_of_fds_have_their_types_and_poll_flags() =>
        Assert.Equal("fds=3:f1 9:?41 timeout=1000000000(1s) s",
            Args(b => b.Event(EventCode.SyscallPpollE, 7, [2, 0, .. I64(3), 1, 0, .. I64(9), 0x41, 0], U64(1_000_000_000), U32(0)))[..39]);

    [Fact]
    public void A_long_buffer_ends_in_dots_after_eighty_bytes()
    {
        var line = Args(b => b.Event(EventCode.SyscallReadX, 7, I64(100), new byte[100]));
        Assert.Equal("res=100 data=" + new string('.', 80) + " ", line);
        Assert.Equal("res=100 data=" + new string('.', 100) + " ",
            Args(b => b.Event(EventCode.SyscallReadX, 7, I64(100), new byte[100]), style: new TextStyle { BufferLimit = 0 }));
    }

    [Fact]
    public void A_parameter_that_lies_about_its_size_does_no_harm()
    {
        Assert.Equal("fd=0 size=0 ", Args(b => b.Event(EventCode.SyscallReadE, 7, [], [])));
        Assert.Equal("fds= timeout=0(0s) sigmask= ", Args(b => b.Event(EventCode.SyscallPpollE, 7, [0xff, 0xff], U64(0), U32(0))));
        Assert.Equal("res=0 addr=INVALID IPv4 ", Args(b => b.Event(EventCode.SocketBindX, 7, I64(0), [2, 1])));
        Assert.Equal("res=0 tuple=family 16 ", Args(b => b.Event(EventCode.SocketConnectX, 7, I64(0), [16])));
    }

    [Fact]
    public void Where_the_newest_tool_has_no_buffer_it_shows_what_earlier_values_have_left()
    {
        // "NULL" and its NUL stand over the list of fds, which has two of them.
        Assert.Equal("res=0 data=NULL fd=3 size=40|NULL.." + new string('a', 34), NewestBuffer(b => b
            .Event(EventCode.SyscallPollX, 7, I64(1), [1, 0, .. I64(3), 1, 0], I64(9))
            .Event(EventCode.SyscallReadX, 7, I64(0), [], I64(3), U32(40))));
        Assert.EndsWith("|3." + new string('a', 38), NewestBuffer(b => b
            .Event(EventCode.SyscallPtraceX, 7, I64(0), [0, .. I64(0)], [0, .. I64(3)], U16(4), I64(7))));
    }

    /// <summary>The arguments and the buffer of the last event, behind a read of forty bytes.</summary>
    static string NewestBuffer(Action<ScapBuilder> events)
    {
        var capture = new ScapBuilder().Processes(new ProcessEntry { Tid = 7, Pid = 7, Comm = "cat"u8.ToArray() })
            .Event(EventCode.SyscallReadX, 7, I64(40), [.. Enumerable.Repeat((byte)'a', 40)], I64(3), U32(40));
        events(capture);
        using var stream = EventStream.Open(capture.ToStream());
        var format = EventFormat.Parse("*%evt.args|%evt.buffer", Dialect.Of(stream.State));
        var to = new Utf8Writer();
        while (stream.Next())
        {
            to.Clear();
            format.Write(to, stream.Current);
        }
        return to.ToString();
    }

    static Action<ScapBuilder> Openat(long directory, string name) =>
        b => b.Event(EventCode.SyscallOpenat_2E, 7, I64(directory), Text(name), U32(1), U32(0));

    static string Args(Action<ScapBuilder> events, TextStyle? style = null)
    {
        var capture = new ScapBuilder()
            .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = "cat"u8.ToArray(), Exe = "cat"u8.ToArray(), Cwd = "/srv/"u8.ToArray() })
            .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = "/tmp/a"u8.ToArray() }, new FdEntry { Fd = 4, Type = FdType.Directory, Name = "/etc"u8.ToArray() });
        events(capture.Event(EventCode.SyscallGetcwdE, 7));
        using var stream = EventStream.Open(capture.ToStream());
        stream.Current.Style = style ?? TextStyle.Plain;
        var to = new Utf8Writer();
        while (stream.Next())
        {
            to.Clear();
            ParamText.WriteArgs(stream.Current, to);
        }
        return to.ToString();
    }
}
