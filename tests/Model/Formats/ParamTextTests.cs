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

/// <summary>What stands behind an event's type on its line, in the form of sysdig 0.29.3 unless it says otherwise.</summary>
public sealed class ParamTextTests
{
    static readonly byte[] s_tuple = [2, 10, 0, 0, 1, 0x39, 0x05, 10, 0, 0, 2, 0x50, 0x00];

    [Fact]
    public void Relative_paths_start_at_the_directory_they_were_opened_from()
    {
        Assert.Equal("dirfd=-100(AT_FDCWD) name=a.txt(/srv/a.txt) flags=1(O_RDONLY) mode=0 ", Args(Openat(-100, "a.txt")));
        Assert.Equal("dirfd=4(<d>/etc) name=../x(/x) flags=1(O_RDONLY) mode=0 ", Args(Openat(4, "../x")));
        Assert.Equal("dirfd=99 name=x flags=1(O_RDONLY) mode=0 ", Args(Openat(99, "x")));
        Assert.Equal("dirfd=-100(AT_FDCWD) name=/etc/passwd flags=1(O_RDONLY) mode=0 ", Args(Openat(-100, "/etc/passwd")));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "-100")]
    public void An_absent_path_is_empty_where_sysdig_shows_what_was_written_before_it(bool compat, string name) =>
        Assert.Equal($"dirfd=-100(AT_FDCWD) name={name} flags=1(O_RDONLY) mode=0 ",
            Args(b => b.Event(EventCode.SyscallOpenat_2E, 7, I64(-100), [], U32(1), U32(0)), compat ? s_asTool : null));

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, " N")]
    public void An_absent_text_is_empty_where_sysdig_shows_the_bytes_that_follow_it(bool compat, string cwd) =>
        Assert.Equal($"res=0 exe=e args= tid=7(e) pid=7(e) ptid=1 cwd={cwd} fdlimit=20000 ",
            Args(b => b.Event(EventCode.SyscallExecve_8E, 7)
                .Event(EventCode.SyscallExecve_8X, 7, I64(0), Text("e"), [], I64(7), I64(7), I64(1), [], U64(20000)), compat ? s_asTool : null));

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
    public void A_buffer_that_is_absent_leaves_nothing_of_earlier_values() =>
        Assert.Equal("res=0 data=NULL fd=3 size=40|NULL", NewestBuffer(b => b.Event(EventCode.SyscallReadX, 7, I64(0), [], I64(3), U32(40)), compat: false));

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

    [Fact]
    public void Later_pairs_are_printed_as_their_own_tool_does()
    {
        Assert.Equal("res=0 data=NULL", Later(b => b.Event(EventCode.SyscallReadX, 7, I64(0), [])));
        Assert.Equal("domain=1(AF_LOCAL|AF_UNIX) type=2 proto=0", Later(b => b.Event(EventCode.SocketSocketE, 7, U32(1), U32(2), U32(0))));
        Assert.Equal("fd=3(<f>/tmp/a) dirfd=-100(AT_FDCWD) name=/tmp/a flags=69633(O_RDONLY|O_CLOEXEC|FD_LOWER_LAYER) mode=0 dev=0 ino=9",
            Later(b => b.Event(EventCode.SyscallOpenat_2X, 7, I64(3), I64(-100), Text("/tmp/a"), U32(69633), U32(0), U32(0), U64(9))));
        Assert.Equal("res=0 dirfd=3(<f>/tmp/a) path= flags=4096(AT_EMPTY_PATH)",
            Later(b => b.Event(EventCode.SyscallNewfstatatX, 7, I64(0), I64(3), Text(""), U32(4096))));
        Assert.Equal("euid=0(root)", Later(b => b.Event(EventCode.SyscallGeteuidX, 7, U32(0))));
        Assert.Equal("euid=7(<NA>)", Later(b => b.Event(EventCode.SyscallGeteuidX, 7, U32(7))));
    }

    [Theory]
    [InlineData(28, "pgid=7(cat)")]
    [InlineData(29, "vpgid=7(cat)")]
    public void What_an_execve_calls_its_process_group_depends_on_its_driver(int parameters, string shown)
    {
        byte[][] all = [I64(0), Text("e"), [], I64(7), I64(7), I64(1), [], U64(0), U64(0), U64(0), U32(0), U32(0), U32(0), Text("cat"), [], [], U32(0),
            I64(7), U32(0), U32(0), U64(0), U64(0), U64(0), U64(0), U64(1_000_000_000_000_000_001), U64(0), U32(0), Text("/bin/cat"), I64(7)];
        var line = Later(b => b.Event(EventCode.SyscallExecve_19X, 7, all[..parameters]));
        Assert.Contains($" tty=0 {shown} loginuid=0(root) ", line);
        Assert.Contains(" args=NULL ", line);
        Assert.Contains(" cwd=<NA> ", line);
        Assert.Contains(".000000001 exe_ino_mtime=", line);
    }

    [Fact]
    public void What_sysdig_0_36_does_not_know_compat_does_not_show() =>
        Assert.EndsWith("flags=69633(O_RDONLY|O_CLOEXEC) mode=0 dev=0 ino=9",
            Later(b => b.Event(EventCode.SyscallOpenat_2X, 7, I64(3), I64(-100), Text("/tmp/a"), U32(69633), U32(0), U32(0), U64(9)), compat: true));

    /// <summary>The arguments of the last event, in a capture of a later driver.</summary>
    static string Later(Action<ScapBuilder> events, bool compat = false)
    {
        var capture = new ScapBuilder()
            .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = "cat"u8.ToArray(), Exe = "cat"u8.ToArray(), Cwd = "/srv/"u8.ToArray() })
            .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = "/tmp/a"u8.ToArray() })
            .Event(EventCode.UserAddedE, -1, U32(0), U32(0), Text("root"), Text("/root"), Text("/bin/sh"), Text(""))
            .Event(EventCode.SyscallDup2E, 7, I64(3));
        events(capture);
        using var stream = EventStream.Open(capture.ToStream(), new StreamOptions { Compat = compat });
        Assert.Equal(Generation.LaterEnterExit, stream.State.Generation);
        var to = new Utf8Writer();
        while (stream.Next())
        {
            to.Clear();
            ParamText.WriteArgs(stream.Current, to);
        }
        return to.ToString();
    }

    /// <summary>The arguments and the buffer of the last event, behind a read of forty bytes.</summary>
    static string NewestBuffer(Action<ScapBuilder> events, bool compat = true)
    {
        var capture = new ScapBuilder().Processes(new ProcessEntry { Tid = 7, Pid = 7, Comm = "cat"u8.ToArray() })
            .Event(EventCode.SyscallReadX, 7, I64(40), [.. Enumerable.Repeat((byte)'a', 40)], I64(3), U32(40));
        events(capture);
        using var stream = EventStream.Open(capture.ToStream(), new StreamOptions { Compat = compat });
        if (compat)
            stream.Current.Style = s_asTool;
        var format = EventFormat.Parse("*%evt.args|%evt.buffer", Dialect.Of(stream.State));
        var to = new Utf8Writer();
        while (stream.Next())
        {
            to.Clear();
            format.Write(to, stream.Current);
        }
        return to.ToString();
    }

    static readonly TextStyle s_asTool = new() { Form = TextForm.AsTool };

    static Action<ScapBuilder> Openat(long directory, string name) =>
        b => b.Event(EventCode.SyscallOpenat_2E, 7, I64(directory), Text(name), U32(1), U32(0));

    static string Args(Action<ScapBuilder> events, TextStyle? style = null)
    {
        var capture = new ScapBuilder()
            .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = "cat"u8.ToArray(), Exe = "cat"u8.ToArray(), Cwd = "/srv/"u8.ToArray() })
            .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = "/tmp/a"u8.ToArray() }, new FdEntry { Fd = 4, Type = FdType.Directory, Name = "/etc"u8.ToArray() });
        events(capture.Event(EventCode.SyscallGetcwdE, 7));
        using var stream = EventStream.Open(capture.ToStream(), new StreamOptions { Compat = style == s_asTool });
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
