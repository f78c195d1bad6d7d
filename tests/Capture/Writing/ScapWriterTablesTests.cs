using CSysdig.Capture.Compression;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture.Writing;

public sealed class ScapWriterTablesTests
{
    static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    static byte[] Build(int appended, Action<ScapWriterTables> write)
    {
        var target = new MemoryStream();
        using var writer = ScapWriter.Create(target, "it", CaptureCompression.None);
        var tables = new ScapWriterTables(writer, appended);
        tables.Section();
        write(tables);
        writer.Close();
        return target.ToArray();
    }

    static RecordedTables Read(byte[] capture)
    {
        var tables = new RecordedTables();
        using var reader = ScapReader.Open(new MemoryStream(capture), tables);
        Assert.False(reader.Next());
        Assert.Equal(0, reader.Losses.DamagedBlocks);
        return tables;
    }

    static ProcessEntry Sshd() => new()
    {
        Tid = 101, Pid = 100, Ptid = 1, Sid = 7, VPgid = 8, Pgid = 9, VTid = 11, VPid = 10, FdLimit = 1024, Comm = Text("sshd"), Exe = Text("/usr/sbin/sshd"),
        ExePath = Text("/usr/sbin/sshd"), Args = Text("-D\0-e\0"), Env = Text("A=1\0"), Cwd = Text("/root/"), Cgroups = Text("cpu=/\0"), Root = Text("/"),
        Flags = 3, Uid = 1000, Gid = 1001, LoginUid = 1002, Tty = 5, VmSizeKb = 1, VmRssKb = 2, VmSwapKb = 3, PfMajor = 4, PfMinor = 5,
        CapPermitted = 1UL << 40, CapEffective = 2, CapInheritable = 3, ExeIno = 77, ExeInoCtime = 78, ExeInoMtime = 79, PidnsInitStart = 80,
        ExeWritable = true, ExeUpperLayer = true, ExeLowerLayer = true, ExeFromMemfd = true,
    };

    [Fact]
    public void A_process_comes_back_with_all_its_fields()
    {
        var read = Assert.Single(Read(Build(ScapWriterTables.AppendedToday, t =>
        {
            t.Process(Sshd());
            t.EndProcesses();
        })).Processes);
        // What readers before libs 0.10 take for the login uid: the beginning of a later field.
        Assert.Equal(80u, read.OldLoginUid);
        read.OldLoginUid = uint.MaxValue;
        Assert.Equivalent(Sshd(), read);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(29)]
    [InlineData(66)]
    [InlineData(67)]
    [InlineData(76)]
    public void What_is_appended_to_a_process_is_as_long_as_in_the_capture_it_comes_from(int appended)
    {
        var capture = Build(appended, t =>
        {
            t.Process(Sshd());
            t.EndProcesses();
        });
        var header = new ScapBuilder().ToArray().Length;
        Assert.Equal(appended, ScapWriterTables.AppendedOf(BlockType.ProcessListV9, capture[header..]));
        var read = Assert.Single(Read(capture).Processes);
        Assert.Equal("sshd", System.Text.Encoding.UTF8.GetString(read.Comm));
        Assert.Equal(appended >= 5 ? 1002u : uint.MaxValue, read.LoginUid);
        Assert.Equal(appended >= 29 ? 1UL << 40 : 0, read.CapPermitted);
        Assert.Equal(appended >= 76 ? 9 : -1, read.Pgid);
    }

    [Fact]
    public void Texts_that_readers_would_refuse_are_cut()
    {
        var read = Assert.Single(Read(Build(5, t =>
        {
            var p = Sshd();
            p.Exe = new byte[5000];
            p.Args = new byte[70000];
            t.Process(p);
            t.EndProcesses();
        })).Processes);
        Assert.Equal((1024, 4096), (read.Exe.Length, read.Args.Length));
    }

    [Fact]
    public void Many_processes_are_spread_over_several_blocks()
    {
        var read = Read(Build(76, t =>
        {
            for (var i = 1; i <= 2000; i++)
            {
                var p = Sshd();
                p.Tid = i;
                p.Env = new byte[4000];
                t.Process(p);
            }
            t.EndProcesses();
        }));
        Assert.Equal(Enumerable.Range(1, 2000).Select(i => (long)i), read.Processes.Select(p => p.Tid));
    }

    [Fact]
    public void Fds_of_every_type_come_back()
    {
        var fds = Enum.GetValues<FdType>().Where(t => t > FdType.Unknown).Select((type, i) => new FdEntry
        {
            Fd = i, Ino = (ulong)i + 100, Type = type, Name = type is FdType.IPv4 or FdType.IPv6 or FdType.IPv4Server or FdType.IPv6Server ? [] : Text($"name {i}"),
            SourceIp = Address(type, 1), DestinationIp = type is FdType.IPv4 or FdType.IPv6 ? Address(type, 2) : [],
            SourcePort = (ushort)(Address(type, 1).Length > 0 ? 1234 : 0), DestinationPort = (ushort)(type is FdType.IPv4 or FdType.IPv6 ? 80 : 0),
            L4Proto = (byte)(Address(type, 1).Length > 0 ? 2 : 0), OpenFlags = type == FdType.FileV2 ? 1u : 0, Dev = type == FdType.FileV2 ? 9u : 0,
            UnixSource = type == FdType.Unix ? 0xFFFF888102D08480 : 0, UnixDestination = type == FdType.Unix ? 5UL : 0,
        }).ToList();
        var read = Read(Build(ScapWriterTables.AppendedToday, t => t.Fds(100, fds)));
        Assert.Equivalent(fds, read.Fds.Select(f => f.Fd));
        Assert.All(read.Fds, f => Assert.Equal(100, f.Tid));
    }

    static byte[] Address(FdType type, byte last) => type switch
    {
        FdType.IPv4 or FdType.IPv4Server => [10, 0, 0, last],
        FdType.IPv6 or FdType.IPv6Server => [0x20, 1, .. new byte[13], last],
        _ => [],
    };

    [Fact]
    public void Types_that_older_readers_refuse_become_unsupported_in_captures_of_their_age()
    {
        var read = Read(Build(67, t => t.Fds(1, [new FdEntry { Fd = 3, Type = FdType.MemFd, Name = Text("x") }])));
        Assert.Equal(FdType.Unsupported, Assert.Single(read.Fds).Fd.Type);
    }

    [Fact]
    public void Machine_interfaces_and_accounts_come_back()
    {
        var machine = new MachineInfo { CpuCount = 2, MemoryBytes = 3, MaxPid = 4, HostName = "web1", BootTimestamp = 5 };
        InterfaceEntry[] interfaces = [new(Text("eth0"), [10, 0, 0, 1], [255, 0, 0, 0], [10, 255, 255, 255], 1000), new(Text("eth0"), new byte[16], new byte[16], new byte[16], 7)];
        var read = Read(Build(5, t =>
        {
            t.Machine(machine);
            t.Interfaces(interfaces);
            t.Accounts([new UserEntry(0, 1, Text("root"), Text("/root"), Text("/bin/sh"))], [new GroupEntry(2, Text("adm"))]);
        }));
        Assert.Equivalent(machine, read.Machine);
        Assert.Equivalent(interfaces, read.Interfaces);
        Assert.Equal("/root", System.Text.Encoding.UTF8.GetString(Assert.Single(read.Users).HomeDir));
        Assert.Equal(2u, Assert.Single(read.Groups).Gid);
    }
}
