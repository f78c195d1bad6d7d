using System.Runtime.InteropServices;
using CSysdig.Capture.Compression;
using CSysdig.Capture.Events;
using CSysdig.Capture.Live.Encoders;
using CSysdig.Capture.Live.Usage;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Capture.Writing;

/// <summary>The memory of a process, which stands behind a procinfo event in its block.</summary>
public sealed class MemoryOptionTests
{
    static ScapBuilder Capture() => new ScapBuilder().Machine("here").Processes(Calls.Process(42, "cat"))
        .Procinfo(42, 3, 1, 9000, 4000)
        .Event(EventCode.SyscallReadX, 42, I64(2), "ab"u8.ToArray(), I64(3), U32(2))
        .Event(EventCode.ProcinfoE, 42, U64(4), U64(1))
        .Procinfo(42, 5, 1, 9000, 5000);

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        var block = new byte[UsageEncoder.Room];
        var length = UsageEncoder.Write(block, new UsageChange(42, 3, 1, true, 9000, uint.MaxValue), 77);
        // Block type, length, processor; the event; its two numbers; the option; the length again.
        Assert.Equal(8 + 2 + 26 + 2 * 2 + 2 * 8 + 4 + 8 + 4, length);
        Assert.Equal([0x02, 0x80, 8, 0, 0x28, 0x23, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF], block[(length - 16)..(length - 4)]);
        Assert.Equal(length - 12, UsageEncoder.Write(block, new UsageChange(42, 3, 1, false, 9000, 1), 77));

        var written = new MemoryStream();
        written.Write(new ScapBuilder().ToArray());
        foreach (var change in new[] { new UsageChange(42, 3, 1, true, 9000, uint.MaxValue), new UsageChange(43, ulong.MaxValue, 2, false, 0, 0) })
            written.Write(block, 0, UsageEncoder.Write(block, change, 77));
        using var reader = ScapReader.Open(new MemoryStream(written.ToArray()), new RecordedTables());
        Assert.True(reader.Next());
        Assert.Equal((42, 77ul, 3ul, 1ul, (9000u, uint.MaxValue)), (reader.Current.Tid, reader.Current.Timestamp, reader.Current.UInt64(0), reader.Current.UInt64(1), reader.Current.Memory!.Value));
        Assert.True(reader.Next());
        Assert.Equal((43, ulong.MaxValue, 2ul, null), (reader.Current.Tid, reader.Current.UInt64(0), reader.Current.UInt64(1), reader.Current.Memory));
        Assert.False(reader.Next());
        Assert.Equal(0, reader.Losses.DamagedBlocks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_thread_does_is_read_with_and_without_its_memory(bool hasMemory)
    {
        var block = new byte[UsageEncoder.Room];
        var call = (RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? Syscalls.Arm64 : Syscalls.X8664).First(c => Syscalls.Name(c.Value) == "futex");
        var written = new MemoryStream();
        written.Write(new ScapBuilder().ToArray());
        written.Write(block, 0, UsageEncoder.Write(block, new UsageChange(42, 3, 1, hasMemory, 9000, 8000) { State = (byte)'S', Call = call.Key }, 77));
        using var reader = ScapReader.Open(new MemoryStream(written.ToArray()), new RecordedTables());
        Assert.True(reader.Next());
        Assert.Equal(('S', call.Value), reader.Current.State);
        Assert.Equal(hasMemory ? (9000u, 8000u) : null, reader.Current.Memory);
        Assert.Equal(0, reader.Losses.DamagedBlocks);
    }

    [Theory]
    [InlineData(0x8002, 8, true)]
    [InlineData(0x8002, 7, false)]
    [InlineData(0x8002, 9, false)]
    [InlineData(0x8002, 0, false)]
    [InlineData(0x8001, 8, false)]
    [InlineData(0x8003, 12, true)]
    [InlineData(0x8003, 8, false)]
    [InlineData(0x8004, 8, false)]
    public void What_is_none_reads_as_none(int code, int length, bool isOne)
    {
        var capture = new ScapBuilder().WithOption(EventCode.ProcinfoE, 42, (ushort)code, new byte[length], U64(1), U64(1)).Event(EventCode.ProcinfoE, 42, U64(2), U64(1));
        Assert.Equal([isOne ? (0u, 0u) : null, null], Read(capture.ToArray()));
    }

    [Fact]
    public void A_path_behind_another_event_is_not_memory_and_memory_no_path()
    {
        using var reader = ScapReader.Open(new ScapBuilder().Opened(EventCode.ProcinfoE, 42, "/etc/abc", U64(1), U64(1)).Procinfo(42, 1, 1, 5, 5).ToStream(), new RecordedTables());
        Assert.True(reader.Next());
        Assert.Equal((8, null), (reader.Current.ResolvedPath.Length, reader.Current.Memory));
        Assert.True(reader.Next());
        Assert.Equal((0, (5u, 5u)), (reader.Current.ResolvedPath.Length, reader.Current.Memory!.Value));
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
        Assert.Equal([(9000u, 4000u), null, null, (9000u, 5000u)], Read(target.ToArray()));
    }

    /// <summary>One for sysdig 0.29.3 too, which passes over it.</summary>
    [Theory]
    [InlineData()]
    [InlineData("--compat", "0.29")]
    public void A_copy_of_a_capture_keeps_it(params string[] options)
    {
        using var folder = new TemporaryFolder();
        var (file, copy) = (folder.File("t.scap"), folder.File("copy.scap"));
        File.WriteAllBytes(file, Capture().ToArray());
        Assert.Equal(0, SysdigProgram.Run(["-r", file, "-w", copy, .. options]).ExitCode);
        Assert.Equal(["4000", "5000"], Resident(copy).Distinct());
    }

    [SkippableFact]
    public void Readers_that_do_not_know_it_pass_over_it()
    {
        Skip.IfNot(RealSysdig.IsAvailable, "SKIPPED: sysdig 0.29.3 is not installed");
        using var folder = new TemporaryFolder();
        var (with, without) = (folder.File("with.scap"), folder.File("without.scap"));
        ScapBuilder Begin() => new ScapBuilder().Machine("here").Processes(Calls.Process(42, "cat")).Event(EventCode.SyscallCloseE, 42, I64(3));
        File.WriteAllBytes(with, Begin().Procinfo(42, 3, 1, 9000, 4000).Procinfo(42, 5, 1, 9000, 5000).Event(EventCode.SyscallCloseX, 42, I64(0)).ToArray());
        File.WriteAllBytes(without, Begin().Event(EventCode.ProcinfoE, 42, U64(3), U64(1)).Event(EventCode.ProcinfoE, 42, U64(5), U64(1)).Event(EventCode.SyscallCloseX, 42, I64(0)).ToArray());
        string[] options = ["-D", "-p", "%evt.num %evt.type %thread.cpu %evt.args"];
        var printed = System.Text.Encoding.UTF8.GetString(RealSysdig.Print(with, options));
        Assert.Contains("3 procinfo 2.0 cpu_usr=5 cpu_sys=1", printed);
        Assert.Equal(System.Text.Encoding.UTF8.GetString(RealSysdig.Print(without, options)), printed);
    }

    static string[] Resident(string file) => SysdigProgram.Run("-r", file, "-D", "-p", "%thread.vmrss").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    static List<(uint, uint)?> Read(byte[] bytes)
    {
        var told = new List<(uint, uint)?>();
        using var reader = ScapReader.Open(new MemoryStream(bytes), new RecordedTables());
        while (reader.Next())
            told.Add(reader.Current.Memory);
        return told;
    }
}
