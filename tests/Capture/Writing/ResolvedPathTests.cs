using System.Text;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.Cli.Writing;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture.Writing;

/// <summary>The path that the kernel has found, which stands behind the event of an open in its block.</summary>
public sealed class ResolvedPathTests
{
    const string Real = "/etc/shadow";

    static byte[][] Open(string name) => [ScapBuilder.I64(3), ScapBuilder.I64(-100), ScapBuilder.Text(name), ScapBuilder.U32(1), ScapBuilder.U32(0), ScapBuilder.U32(5), ScapBuilder.U64(77)];

    static ScapBuilder Capture() => new ScapBuilder()
        .Machine("here").Processes(new ProcessEntry { Tid = 42, Pid = 42, Comm = "cat"u8.ToArray(), Exe = "cat"u8.ToArray() })
        .Opened(EventCode.SyscallOpenat_2X, 42, Real, Open("/tmp/link"))
        .Event(EventCode.SyscallReadX, 42, ScapBuilder.I64(2), "ab"u8.ToArray(), ScapBuilder.I64(3), ScapBuilder.U32(2))
        .Opened(EventCode.SyscallOpenat_2X, 42, Real, Open(Real))
        .Event(EventCode.SyscallCloseX, 42, ScapBuilder.I64(0), ScapBuilder.I64(3));

    [Fact]
    public void It_is_shown_as_an_argument_and_as_a_field_of_the_fd_where_it_is_another_than_the_name()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("t.scap");
        File.WriteAllBytes(file, Capture().ToArray());
        Assert.Equal([
            "openat /tmp/link /etc/shadow fd=3(<f>/tmp/link) dirfd=-100(AT_FDCWD) name=/tmp/link flags=1(O_RDONLY) mode=0 dev=5 ino=77 path=/etc/shadow",
            "read /tmp/link /etc/shadow res=2 data=ab fd=3(<f>/tmp/link) size=2",
            "openat /etc/shadow /etc/shadow fd=3(<f>/etc/shadow) dirfd=-100(AT_FDCWD) name=/etc/shadow flags=1(O_RDONLY) mode=0 dev=5 ino=77",
            "close /etc/shadow /etc/shadow res=0 fd=3(<f>/etc/shadow)",
        ], Lines(file, "%evt.type %fd.name %fd.realpath %evt.args"));
        Assert.Equal(["1", "2"], Lines(file, "%evt.num", "fd.realpath=/etc/shadow and fd.name startswith /tmp"));
        Assert.Equal(["1"], Lines(file, "%evt.num", "evt.arg.path=/etc/shadow"));
    }

    [Theory]
    [InlineData()]
    [InlineData("evt.type=openat")]
    [InlineData("evt.type=read")]
    public void Copies_of_a_capture_keep_it(params string[] filter)
    {
        using var folder = new TemporaryFolder();
        var (file, copy) = (folder.File("t.scap"), folder.File("copy.scap.zst"));
        File.WriteAllBytes(file, Capture().ToArray());
        Assert.Equal(0, SysdigProgram.Run(["-r", file, "-w", copy, .. filter]).ExitCode);
        var told = Lines(copy, "%evt.type %fd.name %fd.realpath");
        Assert.Equal(Lines(file, "%evt.type %fd.name %fd.realpath", filter).Where(line => !line.StartsWith("read", StringComparison.Ordinal)), told.Where(line => !line.StartsWith("read", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_hidden_event_keeps_it()
    {
        var target = new MemoryStream();
        using (var writer = ScapWriter.Create(target, "it", CaptureCompression.None))
        {
            writer.Write(new ScapBuilder().ToArray());
            using var reader = ScapReader.Open(Capture().ToStream(), new RecordedTables());
            while (reader.Next())
                new ScapWriterEvents(writer).Hidden(reader.CurrentBlock);
            writer.Close();
        }
        using var again = ScapReader.Open(new MemoryStream(target.ToArray()), new RecordedTables());
        var paths = new List<string>();
        while (again.Next())
            paths.Add(Encoding.ASCII.GetString(again.Current.ResolvedPath));
        Assert.Equal([Real, "", Real, ""], paths);
    }

    [Fact]
    public void For_sysdig_of_before_it_is_left_out()
    {
        using var folder = new TemporaryFolder();
        var (file, old) = (folder.File("t.scap"), folder.File("old.scap"));
        File.WriteAllBytes(file, Capture().ToArray());
        Assert.Equal(0, SysdigProgram.Run("-r", file, "-w", old, "--compat", "0.29").ExitCode);
        Assert.DoesNotContain("path=", string.Join('\n', Lines(old, "%evt.args")));
        Assert.True(File.ReadAllBytes(old).AsSpan().IndexOf((byte[])[0x01, 0x80, (byte)Real.Length, 0]) < 0);
        if (RealSysdig.IsAvailable)
            OlderCommandTests.AssertReadAlike(old, "cat");
    }

    [SkippableFact]
    public void Readers_that_do_not_know_it_pass_over_it()
    {
        Skip.IfNot(RealSysdig.IsAvailable, "SKIPPED: sysdig 0.29.3 is not installed");
        using var folder = new TemporaryFolder();
        var (with, without) = (folder.File("with.scap"), folder.File("without.scap"));
        byte[][] open = Open("/tmp/link")[..6];
        ScapBuilder Begin() => new ScapBuilder().Machine("here").Processes(new ProcessEntry { Tid = 42, Pid = 42, Comm = "cat"u8.ToArray(), Exe = "cat"u8.ToArray() })
            .Event(EventCode.SyscallOpenat_2E, 42);
        File.WriteAllBytes(with, Begin().Opened(EventCode.SyscallOpenat_2X, 42, Real, open).Event(EventCode.SyscallCloseE, 42, ScapBuilder.I64(3)).ToArray());
        File.WriteAllBytes(without, Begin().Event(EventCode.SyscallOpenat_2X, 42, open).Event(EventCode.SyscallCloseE, 42, ScapBuilder.I64(3)).ToArray());
        Assert.Equal(RealSysdig.Print(without), RealSysdig.Print(with));
    }

    [Fact]
    public void A_capture_that_is_cut_in_it_ends_there_and_one_whose_block_says_another_length_goes_on()
    {
        var whole = Capture().ToArray();
        var second = whole.AsSpan().LastIndexOf((byte[])[0x01, 0x80, (byte)Real.Length, 0]);
        foreach (var at in new[] { second - 1, second, second + 2, second + 7, second + 4 + Real.Length + 2 })
        {
            var (events, losses) = Read(whole[..at]);
            Assert.Equal((2, 0L), (events.Count, losses.DamagedBlocks));
            Assert.NotNull(losses.TruncatedAt);
        }
        var wrong = whole.ToArray();
        wrong[second + 4 + Real.Length + 1] ^= 0x55;
        Assert.Equal([Real, "", Real, ""], Read(wrong).Events);
    }

    [Theory]
    [InlineData(0x8001, 12)]
    [InlineData(0x8001, 0xFFFF)]
    [InlineData(0x8001, 0)]
    [InlineData(0x8002, 11)]
    [InlineData(0x8003, 11)]
    public void What_is_none_reads_as_none(int code, int length)
    {
        var bytes = Capture().ToArray();
        var at = bytes.AsSpan().IndexOf((byte[])[0x01, 0x80, (byte)Real.Length, 0]);
        BitConverter.GetBytes((ushort)code).CopyTo(bytes, at);
        BitConverter.GetBytes((ushort)length).CopyTo(bytes, at + 2);
        var events = Read(bytes).Events;
        Assert.Equal(length == 12 ? [Real + "\0", "", Real, ""] : ["", "", Real, ""], events);
    }

    static (List<string> Events, CaptureLosses Losses) Read(byte[] bytes)
    {
        var paths = new List<string>();
        using var reader = ScapReader.Open(new MemoryStream(bytes), new RecordedTables());
        while (reader.Next())
            paths.Add(Encoding.ASCII.GetString(reader.Current.ResolvedPath));
        return (paths, reader.Losses);
    }

    static string[] Lines(string file, string format, params string[] filter)
    {
        var run = SysdigProgram.Run(["-r", file, "-p", format, .. filter]);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
