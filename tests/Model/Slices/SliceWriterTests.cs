using System.IO.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model;
using CSysdig.Model.Slices;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Slices;

public sealed class SliceWriterTests
{
    const long Shell = 100, Child = 101;

    static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>A shell with an open file; what it does is added by the test.</summary>
    static ScapBuilder Machine() => new ScapBuilder()
        .Machine("web1")
        .Accounts(2, [new UserEntry(0, 0, Bytes("root"), Bytes("/root"), Bytes("/bin/sh")), new UserEntry(7, 7, Bytes("alice"), [], [])], [new GroupEntry(0, Bytes("root"))])
        .Processes(
            new ProcessEntry { Tid = 1, Pid = 1, Ptid = 0, Comm = Bytes("init"), Exe = Bytes("/sbin/init"), Cwd = Bytes("/") },
            new ProcessEntry { Tid = Shell, Pid = Shell, Ptid = 1, Comm = Bytes("bash"), Exe = Bytes("/bin/bash"), Args = Bytes("-c\0x\0"), Cwd = Bytes("/root") },
            new ProcessEntry { Tid = 200, Pid = 200, Ptid = 1, Comm = Bytes("cron"), Exe = Bytes("/sbin/cron"), Uid = 7, Cwd = Bytes("/") })
        .Fds(Shell, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = Bytes("/etc/profile") });

    static ScapBuilder Read(ScapBuilder b, long tid, long fd) => b
        .Event(EventCode.SyscallReadE, tid, I64(fd), U32(10))
        .Event(EventCode.SyscallReadX, tid, I64(1), [(byte)'x']);

    static ScapBuilder Open(ScapBuilder b, long tid, long fd, string path) => b
        .Event(EventCode.SyscallOpenE, tid)
        .Event(EventCode.SyscallOpenX, tid, I64(fd), Text(path), U32(1), U32(0), U32(5));

    static string NameAndFd(Event e) => $"{e.Raw.Info.Name} {Slice.Text(e.Thread?.Comm)} {Slice.Text(e.Fd?.Name)}";

    [Theory]
    [InlineData("honeypot.scap.gz")]
    [InlineData("containers.scap.gz")]
    public void A_copy_that_leaves_nothing_out_has_the_same_bytes(string sample)
    {
        using var gzip = new GZipStream(File.OpenRead(Repository.Sample(sample)), CompressionMode.Decompress);
        var original = new MemoryStream();
        gzip.CopyTo(original);
        Assert.True(Slice.Of(original.ToArray(), null).AsSpan().SequenceEqual(original.ToArray()));
    }

    [Fact]
    public void A_slice_knows_the_fds_that_were_opened_before_it()
    {
        var b = Machine();
        Open(b, Shell, 4, "/etc/shadow");
        Read(b, Shell, 4);
        var slice = Slice.Of(b.ToArray(), "evt.num>=3");
        Assert.Equal(["read bash /etc/shadow", "read bash /etc/shadow"], Slice.Lines(slice, NameAndFd));
        Assert.Contains(Slice.Tables(slice).Fds, f => f.Tid == Shell && f.Fd.Fd == 4 && Slice.Text(f.Fd.Name) == "/etc/shadow");
    }

    [SkippableFact]
    public void A_slice_knows_that_a_number_is_something_unknown()
    {
        var b = Machine();
        b.Event(EventCode.SyscallDupE, Shell, I64(77)).Event(EventCode.SyscallDupX, Shell, I64(3));
        Read(b, Shell, 3);
        var slice = Slice.Of(b.ToArray(), "evt.num>=3");
        string Line(Event e) => $"{e.Raw.Info.Name} {e.FdNumber} {Slice.Text(e.Fd?.Name)} {e.Fd?.Type}";
        Assert.Equal(["read 3  Unknown", "read 3  Unknown"], Slice.Lines(slice, Line));
        Assert.Equal(Slice.Lines(b.ToArray(), Line, "evt.num>=3"), Slice.Lines(slice, Line));
        Skip.IfNot(RealSysdig.IsAvailable, "sysdig 0.29.3 is not installed: that it reads such a table was NOT tested");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x.scap"), slice);
        Assert.Equal("read fd=3 size=10 \nread res=1 data=x \n", System.Text.Encoding.UTF8.GetString(RealSysdig.Print(folder.File("x.scap"), "-p", "%evt.type %evt.args")));
    }

    [Fact]
    public void A_slice_does_not_know_what_was_closed_before_it()
    {
        var b = Machine();
        b.Event(EventCode.SyscallCloseE, Shell, I64(3)).Event(EventCode.SyscallCloseX, Shell, I64(0));
        Read(b, 200, 0);
        Assert.Empty(Slice.Tables(Slice.Of(b.ToArray(), "evt.num>=3")).Fds);
    }

    [Fact]
    public void A_slice_that_begins_inside_a_call_knows_what_it_was_about()
    {
        var b = Machine();
        Open(b, Shell, 4, "/etc/shadow");
        Read(b, Shell, 4);
        Assert.Equal(["open bash /etc/shadow", "read bash /etc/shadow", "read bash /etc/shadow"], Slice.Lines(Slice.Of(b.ToArray(), "evt.num>=2"), NameAndFd));
        Assert.Equal(["read bash /etc/shadow"], Slice.Lines(Slice.Of(b.ToArray(), "evt.num>=4"), NameAndFd));
    }

    [Fact]
    public void An_exit_whose_enter_event_was_turned_down_still_opens_its_fd()
    {
        var b = Machine();
        Read(b, Shell, 3);
        Open(b, Shell, 4, "/etc/shadow");
        var slice = Slice.Of(b.ToArray(), "evt.dir=< or evt.num=1");
        Assert.Equal(["read bash /etc/profile", "read bash /etc/profile", "open bash /etc/shadow"], Slice.Lines(slice, NameAndFd));
    }

    [Fact]
    public void A_fatfile_keeps_what_changes_state_and_hides_it()
    {
        var b = Machine();
        Read(b, Shell, 3);
        Open(b, Shell, 4, "/etc/shadow");
        Read(b, Shell, 4);
        var fat = Slice.Of(b.ToArray(), "evt.type=read", new SliceOptions { KeepStateEvents = true });
        Assert.Equal(["read bash /etc/profile", "read bash /etc/profile", "read bash /etc/shadow", "read bash /etc/shadow"], Slice.Lines(fat, NameAndFd));
        using var reader = ScapReader.Open(new MemoryStream(fat), new RecordedTables());
        var hidden = new List<EventCode>();
        while (reader.Next())
            if (reader.Current.DumpFlags == ScapWriterEvents.StateOnly)
                hidden.Add(reader.Current.Code);
        Assert.Equal([EventCode.SyscallOpenE, EventCode.SyscallOpenX], hidden);
    }

    [Fact]
    public void Events_keep_their_bytes()
    {
        var b = Machine();
        Open(b, Shell, 4, "/etc/shadow");
        Read(b, Shell, 4);
        string Hex(Event e) => Convert.ToHexString(e.Raw.Bytes);
        Assert.Equal(Slice.Lines(b.ToArray(), Hex, "evt.num>=3"), Slice.Lines(Slice.Of(b.ToArray(), "evt.num>=3"), Hex));
    }

    [Fact]
    public void The_server_s_side_of_a_connection_stays_the_server_s_side()
    {
        byte[] tuple = [2, 10, 0, 0, 9, 0x39, 0x30, 10, 0, 0, 1, 80, 0]; // 10.0.0.9:12345 -> 10.0.0.1:80
        var b = Machine();
        b.Fds(200, new FdEntry { Fd = 5, Type = FdType.IPv4Server, SourceIp = [10, 0, 0, 1], SourcePort = 80, L4Proto = 2 });
        b.Event(EventCode.SocketAccept_5E, 200).Event(EventCode.SocketAccept_5X, 200, I64(6), tuple, U8(0), U32(0), U32(0));
        Read(b, 200, 6);
        string Line(Event e) => $"{Slice.Text(e.Fd?.Name)} {e.Fd?.IsServer} {e.Fd?.L4Proto}";
        Assert.Equal(Slice.Lines(b.ToArray(), Line, "evt.type=read"), Slice.Lines(Slice.Of(b.ToArray(), "evt.num>=3"), Line));
        Assert.Equal("10.0.0.9:12345->10.0.0.1:80 True 2", Slice.Lines(Slice.Of(b.ToArray(), "evt.num>=3"), Line)[0]);
    }

    [Fact]
    public void Without_a_listener_in_sight_the_server_s_side_is_known_too()
    {
        byte[] tuple = [10, .. new byte[15], 1, 0x39, 0x30, .. new byte[15], 1, 80, 0]; // ::1:12345 -> ::1:80
        var b = Machine();
        b.Event(EventCode.SocketAccept_5E, 200).Event(EventCode.SocketAccept_5X, 200, I64(6), tuple, U8(0), U32(0), U32(0));
        Read(b, 200, 6);
        string Line(Event e) => $"{Slice.Text(e.Fd?.Name)} {e.Fd?.IsServer} {e.Fd?.L4Proto}";
        Assert.Equal("::1:12345->::1:80 True 2", Slice.Lines(Slice.Of(b.ToArray(), "evt.num>=3"), Line)[0]);
    }

    [Fact]
    public void A_socket_that_is_not_connected_yet_can_be_connected_in_the_slice()
    {
        byte[] tuple = [2, 10, 0, 0, 9, 0x39, 0x30, 10, 0, 0, 1, 80, 0];
        var b = Machine();
        b.Event(EventCode.SocketSocketE, Shell, U32(2), U32(1), U32(6)).Event(EventCode.SocketSocketX, Shell, I64(7));
        b.Event(EventCode.SocketConnectE, Shell, I64(7), []).Event(EventCode.SocketConnectX, Shell, I64(0), tuple);
        string Line(Event e) => $"{e.Raw.Info.Name} {Slice.Text(e.Fd?.Name)}";
        Assert.Equal(["connect ", "connect 10.0.0.9:12345->10.0.0.1:80"], Slice.Lines(Slice.Of(b.ToArray(), "evt.num>=3"), Line));
    }

    [Fact]
    public void Containers_come_along_as_hidden_events()
    {
        const string json = """{"container":{"Mounts":[],"id":"3ad7b26ded6d","image":"mysql","name":"mysql1","type":0}}""";
        var b = Machine().Event(EventCode.ContainerJson_2E, -1, Text(json));
        Read(b, Shell, 3);
        Read(b, Shell, 3);
        var slice = Slice.Of(b.ToArray(), "evt.num>=4");
        Assert.Contains("\"name\":\"mysql1\"", System.Text.Encoding.Latin1.GetString(slice));
        Assert.Equal(2, Slice.Lines(slice, NameAndFd).Count);
    }

    [Fact]
    public void An_event_that_describes_a_container_is_shown_where_it_is_the_first_of_a_slice()
    {
        const string json = """{"container":{"Mounts":[],"id":"3ad7b26ded6d","image":"mysql","name":"mysql1","type":0}}""";
        var b = Machine();
        Read(b, Shell, 3);
        b.Event(EventCode.ContainerJson_2E, -1, Text(json));
        Read(b, Shell, 3);
        b.Event(EventCode.ContainerJson_2E, -1, Text(json));
        Assert.Equal(["container", "container"], Slice.Lines(Slice.Of(b.ToArray(), "evt.type=container"), e => e.Raw.Info.Name));
    }

    [Fact]
    public void A_slice_says_of_which_age_the_capture_is()
    {
        var b = Machine();
        for (var i = 0; i < 200; i++)
            Read(b, Shell, 3);
        // 200 exits and no enter event look like a capture of a driver that has no enter events.
        using var stream = EventStream.Open(new MemoryStream(Slice.Of(b.ToArray(), "evt.dir=<")));
        Assert.False(stream.State.ExitOnly);
    }

    [Fact]
    public void What_no_event_passes_is_a_capture_with_tables()
    {
        var slice = Slice.Of(Read(Machine(), Shell, 3).ToArray(), "evt.num>1000");
        Assert.Empty(Slice.Lines(slice, NameAndFd));
        Assert.Equal(3, Slice.Tables(slice).Processes.Count);
    }

    [Fact]
    public void Tables_are_limited_to_what_the_events_need()
    {
        var b = Machine();
        Open(b, Shell, 4, "/etc/shadow");
        Read(b, Shell, 3);
        Read(b, Shell, 3);
        var capture = b.ToArray();
        var needs = Slice.Needs(capture, "evt.num>=5");
        var slice = Slice.Of(capture, "evt.num>=5", new SliceOptions { Selection = needs });
        var tables = Slice.Tables(slice);
        Assert.Equal([1L, Shell], tables.Processes.Select(p => p.Tid).Order());
        Assert.Equal(["/etc/profile"], tables.Fds.Select(f => Slice.Text(f.Fd.Name)));
        Assert.Equal(["root"], tables.Users.Select(u => Slice.Text(u.Name)));
        Assert.Equal(["read bash /etc/profile", "read bash /etc/profile"], Slice.Lines(slice, NameAndFd));
    }

    [Fact]
    public void Appended_captures_are_cut_section_by_section()
    {
        var first = Machine();
        Open(first, Shell, 4, "/etc/shadow");
        Read(first, Shell, 4);
        var second = Machine();
        Open(second, Shell, 4, "/etc/hosts");
        Read(second, Shell, 4);
        var slice = Slice.Of([.. first.ToArray(), .. second.ToArray()], "evt.type=read");
        Assert.Equal(["section", "end", "section", "end"], Slice.Tables(slice).Calls);
        Assert.Equal(["read bash /etc/shadow", "read bash /etc/shadow", "read bash /etc/hosts", "read bash /etc/hosts"], Slice.Lines(slice, NameAndFd));
    }

    [Fact]
    public void A_new_file_on_the_way_begins_with_the_state_of_its_first_event()
    {
        var b = Machine();
        Open(b, Shell, 4, "/etc/shadow");
        Read(b, Shell, 4);
        var files = new List<MemoryStream>();
        var writer = new SliceWriter(new SliceOptions { Everything = true, Rotates = true });
        using (var stream = EventStream.Open(b.ToStream(), observer: writer))
        {
            writer.Attach(stream);
            while (stream.Next())
            {
                files.Add(new MemoryStream());
                using var output = ScapWriter.Create(files[^1], "it", CSysdig.Capture.Compression.CaptureCompression.None);
                writer.Start(output);
                writer.Write();
                output.Close();
            }
        }
        Assert.Equal(["open bash ", "open bash /etc/shadow", "read bash /etc/shadow", "read bash /etc/shadow"],
            files.SelectMany(f => Slice.Lines(f.ToArray(), NameAndFd)));
    }

    [Fact]
    public void What_is_opened_unseen_after_the_first_event_is_known()
    {
        byte[] tuple = [2, 10, 0, 0, 9, 0x39, 0x30, 10, 0, 0, 1, 80, 0];
        var b = Machine();
        Read(b, Shell, 3);
        Open(b, Shell, 4, "/etc/shadow");
        b.Event(EventCode.SocketSocketE, Shell, U32(2), U32(1), U32(6)).Event(EventCode.SocketSocketX, Shell, I64(7));
        b.Event(EventCode.SocketConnectE, Shell, I64(7), []).Event(EventCode.SocketConnectX, Shell, I64(0), tuple);
        b.Event(EventCode.SyscallPipeE, Shell).Event(EventCode.SyscallPipeX, Shell, I64(0), I64(8), I64(9), U64(77));
        Read(b, Shell, 4);
        Read(b, Shell, 7);
        Read(b, Shell, 8);
        string Line(Event e) => $"{e.Raw.Info.Name} {Slice.Text(e.Fd?.Name)} {e.Fd?.Type} {e.Fd?.IsClient}";
        Assert.Equal(Slice.Lines(b.ToArray(), Line, "evt.type=read"), Slice.Lines(Slice.Of(b.ToArray(), "evt.type=read"), Line));
    }

    [Fact]
    public void What_is_told_once_is_not_told_again()
    {
        var b = Machine();
        Read(b, Shell, 3);
        Open(b, Shell, 4, "/etc/shadow");
        Read(b, Shell, 4);
        var short_ = Slice.Of(b.ToArray(), "evt.type=read").Length;
        Read(b, Shell, 4);
        Read(b, Shell, 4);
        var blocks = new ScapBuilder();
        var empty = blocks.Length;
        Read(Read(blocks, Shell, 4), Shell, 4);
        Assert.Equal(short_ + blocks.Length - empty, Slice.Of(b.ToArray(), "evt.type=read").Length);
    }

    [Fact]
    public void What_is_closed_unseen_has_no_name_any_more()
    {
        var b = Machine();
        Read(b, Shell, 3);
        b.Event(EventCode.SyscallCloseE, Shell, I64(3)).Event(EventCode.SyscallCloseX, Shell, I64(0));
        Read(b, Shell, 3);
        Assert.Equal(["read bash /etc/profile", "read bash /etc/profile", "read bash ", "read bash "], Slice.Lines(Slice.Of(b.ToArray(), "evt.type=read"), NameAndFd));
    }

    [Fact]
    public void Processes_that_are_born_and_named_unseen_are_known()
    {
        var b = Machine();
        Read(b, Shell, 3);
        Fork(b, Shell, Child, "bash");
        Execute(b, Child, "/usr/bin/id", "-u");
        Read(b, Child, 3);
        string Line(Event e) => $"{Slice.Text(e.Thread?.CommandLine)} {Slice.Text(e.Thread?.ExePath)} {e.Thread?.Uid} {Slice.Text(e.Parent?.Comm)} {Slice.Text(e.Fd?.Name)}";
        var lines = Slice.Lines(Slice.Of(b.ToArray(), "evt.type=read"), Line);
        Assert.Equal("id -u /usr/bin/id 7 bash /etc/profile", lines[^1]);
        Assert.Equal(Slice.Lines(b.ToArray(), Line, "evt.type=read"), lines);
    }

    [Fact]
    public void A_process_that_ended_unseen_gives_no_name_to_another()
    {
        var b = Machine();
        Read(b, Shell, 3);
        b.Event(EventCode.Procexit_1E, 200, I64(0), I64(0), U8(0), U8(0));
        Read(b, Shell, 3);
        b.Event(EventCode.SignaldeliverE, Shell, I64(200), I64(Shell), U8(17));
        using var stream = EventStream.Open(new MemoryStream(Slice.Of(b.ToArray(), "evt.type in (read, signaldeliver)")));
        while (stream.Next())
        {
        }
        Assert.Null(stream.State.Threads.Find(200));
    }

    static void Fork(ScapBuilder b, long parent, long child, string comm)
    {
        byte[][] Clone(long result, long tid, long pid, long ptid) =>
        [
            I64(result), Text("/bin/" + comm), [], I64(tid), I64(pid), I64(ptid), [0], I64(1024), U64(0), U64(0), U32(0), U32(0), U32(0), Text(comm), [],
            U32(0), U32(7), U32(7), I64(tid), I64(pid),
        ];
        b.Event(EventCode.SyscallClone_20E, parent);
        b.Event(EventCode.SyscallClone_20X, parent, Clone(child, parent, parent, 1));
        b.Event(EventCode.SyscallClone_20X, child, Clone(0, child, child, parent));
    }

    static void Execute(ScapBuilder b, long tid, string path, string arguments)
    {
        b.Event(EventCode.SyscallExecve_19E, tid, Text(path));
        b.Event(EventCode.SyscallExecve_19X, tid, I64(0), Text(path), Text(arguments), I64(tid), I64(tid), I64(Shell), [0], I64(1024), U64(0), U64(0), U32(0), U32(0),
            U32(0), Text(Path.GetFileName(path)), [], [], U32(0), I64(tid), U32(7), U32(0));
    }
}
