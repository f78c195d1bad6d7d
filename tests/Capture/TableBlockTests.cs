using System.Text.Json;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture;

public sealed class TableBlockTests
{
    static readonly JsonSerializerOptions s_fields = new() { IncludeFields = true };

    static ProcessEntry Full() => new()
    {
        Tid = 11, Pid = 12, Ptid = 13, Sid = 14, VPgid = 15, Pgid = 16, VTid = 17, VPid = 18, FdLimit = 19,
        Comm = "sh"u8.ToArray(), Exe = "/bin/sh"u8.ToArray(), ExePath = "/usr/bin/dash"u8.ToArray(), Cwd = "/tmp"u8.ToArray(), Root = "/r"u8.ToArray(),
        Args = "-c\0ls\0"u8.ToArray(), Env = "A=1\0B=2\0"u8.ToArray(), Cgroups = "cpu=/x\0"u8.ToArray(),
        Flags = 20, Uid = 21, Gid = 22, VmSizeKb = 23, VmRssKb = 24, VmSwapKb = 25, Tty = 26, LoginUid = 27,
        PfMajor = 28, PfMinor = 29, CapPermitted = 30, CapEffective = 31, CapInheritable = 32,
        ExeIno = 33, ExeInoCtime = 34, ExeInoMtime = 35, PidnsInitStart = 36,
        ExeWritable = true, ExeUpperLayer = true, ExeLowerLayer = true, ExeFromMemfd = true,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void A_process_list_has_the_fields_of_its_version_and_defaults_for_the_others(int version)
    {
        var read = Read(new ScapBuilder().Processes(version, Full(), new ProcessEntry { Tid = 99 })).Processes;
        Assert.Equal([11, 99], read.Select(p => p.Tid));
        var expected = Full();
        var none = new ProcessEntry();
        expected.OldLoginUid = version < 9 ? none.OldLoginUid : (uint)expected.PidnsInitStart;
        if (version < 9)
        {
            (expected.PidnsInitStart, expected.Tty, expected.LoginUid, expected.Pgid) = (0, 0, none.LoginUid, none.Pgid);
            (expected.CapEffective, expected.CapInheritable, expected.CapPermitted) = (0, 0, 0);
            (expected.ExeIno, expected.ExeInoCtime, expected.ExeInoMtime) = (0, 0, 0);
            (expected.ExeWritable, expected.ExeUpperLayer, expected.ExeLowerLayer, expected.ExeFromMemfd) = (false, false, false, false);
        }
        if (version < 8)
            expected.VPgid = -1;
        if (version < 7)
            expected.ExePath = [];
        if (version < 6)
            expected.Sid = -1;
        if (version < 5)
            expected.Root = [];
        if (version < 4)
            (expected.VTid, expected.VPid, expected.Cgroups) = (-1, -1, []);
        if (version < 3)
            expected.Env = [];
        if (version < 2)
            (expected.VmSizeKb, expected.VmRssKb, expected.VmSwapKb, expected.PfMajor, expected.PfMinor) = (0, 0, 0, 0, 0);
        Assert.Equal(JsonSerializer.Serialize(expected, s_fields), JsonSerializer.Serialize(read[0], s_fields));
    }

    [Fact]
    public void Entries_of_writers_before_0_10_have_no_terminal_and_no_namespace_time()
    {
        var body = new ScapBuilder.Body().Raw(ScapTables.ProcessBefore010(Full())).Raw(ScapTables.Process(9, Full()));
        var read = Read(new ScapBuilder().Block(BlockType.ProcessListV9, body)).Processes;
        Assert.Equal((0u, 0ul, 27u, true, 31ul), (read[0].Tty, read[0].PidnsInitStart, read[0].LoginUid, read[0].ExeWritable, read[0].CapEffective));
        Assert.Equal((26u, 36ul, 27u, true, 31ul), (read[1].Tty, read[1].PidnsInitStart, read[1].LoginUid, read[1].ExeWritable, read[1].CapEffective));
    }

    [Fact]
    public void What_a_later_writer_appends_to_an_entry_is_stepped_over()
    {
        static byte[] Longer(byte[] entry) => new ScapBuilder.Body().Raw(entry[4..]).U64(1).U64(2).WithLength(countsItself: true);
        var body = new ScapBuilder.Body().Raw(Longer(ScapTables.Process(9, Full()))).Raw(Longer(ScapTables.Process(9, new ProcessEntry { Tid = 5 })));
        Assert.Equal([11, 5], Read(new ScapBuilder().Block(BlockType.ProcessListV9, body)).Processes.Select(p => p.Tid));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fds_of_every_type_are_read(int version)
    {
        byte[] ip4 = [10, 0, 0, 1], to4 = [10, 0, 0, 2], ip6 = new byte[16], to6 = new byte[16];
        (ip6[15], to6[15]) = (1, 2);
        var fds = new List<FdEntry>
        {
            new() { Fd = 3, Ino = 30, Type = FdType.IPv4, SourceIp = ip4, DestinationIp = to4, SourcePort = 40000, DestinationPort = 443, L4Proto = 1 },
            new() { Fd = 4, Type = FdType.IPv6, SourceIp = ip6, DestinationIp = to6, SourcePort = 1, DestinationPort = 2, L4Proto = 2 },
            new() { Fd = 5, Type = FdType.IPv4Server, SourceIp = ip4, SourcePort = 80, L4Proto = 1 },
            new() { Fd = 6, Type = FdType.IPv6Server, SourceIp = ip6, SourcePort = 81, L4Proto = 1 },
            new() { Fd = 7, Type = FdType.Unix, UnixSource = 0xAB, UnixDestination = 0xCD, Name = "/run/x.sock"u8.ToArray() },
            new() { Fd = 8, Type = FdType.FileV2, OpenFlags = 5, Name = "/var/log/messages"u8.ToArray(), Dev = version == 1 ? 0u : 77 },
        };
        foreach (var type in Enum.GetValues<FdType>().Where(t => t > 0 && fds.All(f => f.Type != t)))
            fds.Add(new FdEntry { Fd = 100 + (int)type, Type = type, Name = "name"u8.ToArray() });
        var read = Read(new ScapBuilder().Fds(version, 42, [.. fds])).Fds;
        Assert.All(read, f => Assert.Equal(42, f.Tid));
        Assert.Equal(JsonSerializer.Serialize(fds, s_fields), JsonSerializer.Serialize(read.Select(f => f.Fd), s_fields));
    }

    [Fact]
    public void An_fd_of_a_later_type_is_kept_as_unsupported()
    {
        var read = Read(new ScapBuilder().Fds(2, 1, new FdEntry { Fd = 3, Type = (FdType)99, Name = "new"u8.ToArray() }, new FdEntry { Fd = 4, Type = FdType.File, Name = "x"u8.ToArray() })).Fds;
        Assert.Equal((FdType.Unsupported, "unknown-type:[99]"), (read[0].Fd.Type, System.Text.Encoding.UTF8.GetString(read[0].Fd.Name)));
        Assert.Equal(4, read[1].Fd.Fd);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Users_groups_and_interfaces_are_read(int version)
    {
        byte[] v4 = [1, 2, 3, 4], v6 = new byte[16];
        var tables = Read(new ScapBuilder()
            .Accounts(version, [new(0, 0, "root"u8.ToArray(), "/root"u8.ToArray(), "/bin/bash"u8.ToArray())], [new(4, "adm"u8.ToArray())])
            .Interfaces(version, new InterfaceEntry("lo"u8.ToArray(), v4, v4, v4, 0), new InterfaceEntry("eth0"u8.ToArray(), v6, v6, v6, 1000),
                new InterfaceEntry("eth1"u8.ToArray(), v4, v4, v4, 5), new InterfaceEntry("eth2"u8.ToArray(), v6, v6, v6, 0)));
        var user = Assert.Single(tables.Users);
        Assert.Equal("/root /bin/bash"u8, [.. user.HomeDir, (byte)' ', .. user.Shell]);
        Assert.Equal((4u, "adm"), (tables.Groups[0].Gid, System.Text.Encoding.UTF8.GetString(tables.Groups[0].Name)));
        Assert.Equal([(2, 4, 0ul), (4, 16, 1000ul), (4, 4, 5ul), (4, 16, 0ul)], tables.Interfaces.Select(i => (i.Name.Length, i.Address.Length, i.LinkSpeed)));
    }

    [Fact]
    public void The_numbers_used_before_the_first_release_are_understood()
    {
        var process = new ScapBuilder.Body().Raw(ScapTables.Process(3, Full()));
        var fds = new ScapBuilder.Body().U64(1).Raw(ScapTables.Fd(1, new FdEntry { Fd = 1, Type = FdType.File }));
        var tables = Read(new ScapBuilder().Block(BlockType.ProcessListV3Int, process).Block(BlockType.FdListInt, fds));
        Assert.Equal((1, 1), (tables.Processes.Count, tables.Fds.Count));
    }

    [Theory]
    [InlineData(BlockType.ProcessListV1)]
    [InlineData(BlockType.ProcessListV9)]
    [InlineData(BlockType.FdListV2)]
    [InlineData(BlockType.UserListV2)]
    [InlineData(BlockType.InterfaceListV2)]
    public void An_entry_that_contradicts_its_length_is_counted_as_damage(BlockType type)
    {
        var tables = new RecordedTables();
        var hostile = new ScapBuilder.Body().U64(5).U32(0xFFFFFFF0).Raw([.. Enumerable.Repeat((byte)0xFF, 40)]);
        using var reader = ScapReader.Open(new ScapBuilder().Block(type, hostile).ToStream(), tables);
        Assert.False(reader.Next());
        Assert.Equal(1, reader.Losses.DamagedBlocks);
        Assert.Contains("1 block could not be read", reader.Losses.Message);
        Assert.Empty(tables.Processes);
    }

    static RecordedTables Read(ScapBuilder builder)
    {
        var tables = new RecordedTables();
        using var reader = ScapReader.Open(builder.ToStream(), tables);
        Assert.False(reader.Next());
        Assert.Equal(0, reader.Losses.DamagedBlocks);
        Assert.Null(reader.Losses.Message);
        return tables;
    }
}
