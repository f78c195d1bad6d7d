using System.Text;

namespace CSysdig.Capture.Scap;

/// <summary>
/// Writes the tables of a capture, as libs writes them today: entries carry their lengths. Texts are cut to what readers
/// accept, because a longer one makes them refuse the whole file. The order of calls is that of the methods here.
/// </summary>
/// <param name="writer">What is written to.</param>
/// <param name="appended">How many bytes an entry of the process list has behind the fields of version 8; see <see cref="AppendedOf"/>.</param>
public sealed class ScapWriterTables(ScapWriter writer, int appended = ScapWriterTables.AppendedByAll)
{
    /// <summary>What every writer of version 9 appends: login uid and writable flag.</summary>
    public const int AppendedByAll = 4 + 1;

    /// <summary>What today's writers append.</summary>
    public const int AppendedToday = AppendedBefore014 + 1 + 8;

    /// <summary>What the first table of a machine that is watched has besides: when each thread was started. No capture has that.</summary>
    public const int AppendedLive = AppendedToday + 8 + 8;

    /// <summary>What writers between libs 0.12 and 0.14 append.</summary>
    public const int AppendedBefore014 = ProcessListBlock.AppendedBefore012 + 1;

    // libs: SCAP_MAX_PATH_SIZE, SCAP_MAX_ARGS_SIZE, MAX_CREDENTIALS_STR_LEN.
    const int MostText = 1024, MostName = 1023, MostList = 4096, MostAccount = 255, MostHostName = 127;
    const int LongBlock = 1 << 18;
    const byte User = 0, Group = 1;

    readonly BlockBuilder _block = new();
    readonly bool _isBefore010 = appended <= ProcessListBlock.AppendedBefore010;
    bool _inProcesses;

    /// <summary>
    /// What a capture's own writer appended, from one of its table blocks; null when the block does not say. The age of a
    /// capture shows in it, so what is cut out of the capture keeps it.
    /// </summary>
    public static int? AppendedOf(BlockType type, ReadOnlySpan<byte> block) =>
        type == BlockType.ProcessListV9 && ProcessListBlock.Appended(block[8..^4]) is var count and >= 0
            ? Math.Min(count, AppendedToday) : null;

    public void Section()
    {
        const uint magic = 0x1A2B3C4D;
        writer.Write(_block.Begin(BlockType.SectionHeader).U32(magic).U16(1).U16(2).U64(ulong.MaxValue).End());
    }

    /// <summary>Says of which age the capture is that this one is cut out of.</summary>
    public void Origin(uint number) => writer.Write(_block.Begin(BlockType.Origin).U32(number).End());

    public void Machine(MachineInfo machine) =>
        writer.Write(_block.Begin(BlockType.MachineInfo).U32(machine.CpuCount).U64(machine.MemoryBytes).U64(machine.MaxPid)
            .Fixed(Cut(Encoding.UTF8.GetBytes(machine.HostName), MostHostName), 128).U64(machine.BootTimestamp).U64(0).U64(0).U64(0).End());

    public void Interfaces(IEnumerable<InterfaceEntry> interfaces)
    {
        _block.Begin(BlockType.InterfaceListV2);
        foreach (var i in interfaces)
        {
            // Types 1 and 2: IPv4 and IPv6 with a link speed.
            var name = Cut(i.Name, MostName);
            _block.BeginEntry().U16((ushort)(i.Address.Length == 4 ? 1 : 2)).U16((ushort)name.Length).Raw(i.Address).Raw(i.Netmask).Raw(i.Broadcast)
                .U64(i.LinkSpeed).Raw(name).EndEntry(lengthCountsItself: false);
        }
        if (!_block.IsEmpty)
            writer.Write(_block.End());
    }

    public void Accounts(IEnumerable<UserEntry> users, IEnumerable<GroupEntry> groups)
    {
        _block.Begin(BlockType.UserListV2);
        foreach (var u in users)
            _block.BeginEntry().U8(User).U32(u.Uid).U32(u.Gid).Bytes16(u.Name, MostAccount).Bytes16(u.HomeDir, MostAccount)
                .Bytes16(u.Shell, MostAccount).EndEntry(lengthCountsItself: true);
        foreach (var g in groups)
            _block.BeginEntry().U8(Group).U32(g.Gid).Bytes16(g.Name, MostAccount).EndEntry(lengthCountsItself: true);
        if (!_block.IsEmpty)
            writer.Write(_block.End());
    }

    /// <summary>Adds a thread to the process list. A reader wants all threads before the first list of fds.</summary>
    public void Process(ProcessEntry p)
    {
        if (_inProcesses && _block.Length > LongBlock)
            EndProcesses();
        if (!_inProcesses)
            _block.Begin(BlockType.ProcessListV9);
        _inProcesses = true;
        _block.BeginEntry().I64(p.Tid).I64(p.Pid).I64(p.Ptid).I64(p.Sid).I64(p.VPgid)
            .Bytes16(p.Comm, MostText).Bytes16(p.Exe, MostText).Bytes16(p.ExePath, MostText).Bytes16(p.Args, MostList).Bytes16(p.Cwd, MostText)
            .I64(p.FdLimit).U32(p.Flags).U32(p.Uid).U32(p.Gid).U32(p.VmSizeKb).U32(p.VmRssKb).U32(p.VmSwapKb).U64(p.PfMajor).U64(p.PfMinor)
            .Bytes16(p.Env, MostList).I64(p.VTid).I64(p.VPid).Bytes16(p.Cgroups, MostList).Bytes16(p.Root, MostText);
        var start = _block.Length;
        if (!_isBefore010)
            _block.U64(p.PidnsInitStart).U32(p.Tty);
        _block.U32(p.LoginUid).U8(Flag(p.ExeWritable)).U64(p.CapInheritable).U64(p.CapPermitted).U64(p.CapEffective)
            .U8(Flag(p.ExeUpperLayer)).U64(p.ExeIno).U64(p.ExeInoCtime).U64(p.ExeInoMtime).U8(Flag(p.ExeFromMemfd))
            .U8(Flag(p.ExeLowerLayer)).I64(p.Pgid).U64(ProcessListBlock.StartFollows).U64(p.CloneTimestamp).CutTo(start + appended);
        _block.EndEntry(lengthCountsItself: true);
    }

    /// <summary>Ends the process list.</summary>
    public void EndProcesses()
    {
        if (_inProcesses)
            writer.Write(_block.End());
        _inProcesses = false;
    }

    /// <summary>The fds of one thread of the process list.</summary>
    public void Fds(long tid, IEnumerable<FdEntry> fds)
    {
        _block.Begin(BlockType.FdListV2).I64(tid);
        var any = false;
        foreach (var fd in fds)
        {
            Fd(fd);
            any = true;
        }
        if (any)
            writer.Write(_block.End());
    }

    void Fd(FdEntry fd)
    {
        // Readers from before these types refuse the whole file for them.
        var type = appended <= AppendedBefore014 && fd.Type > FdType.FileV2 ? FdType.Unsupported : fd.Type;
        _block.BeginEntry().I64(fd.Fd).U64(fd.Ino).U8((byte)type);
        switch (type)
        {
            case FdType.IPv4 or FdType.IPv6:
                _block.Raw(fd.SourceIp).Raw(fd.DestinationIp).U16(fd.SourcePort).U16(fd.DestinationPort).U8(fd.L4Proto);
                break;
            case FdType.IPv4Server or FdType.IPv6Server:
                _block.Raw(fd.SourceIp).U16(fd.SourcePort).U8(fd.L4Proto);
                break;
            case FdType.Unix:
                _block.U64(fd.UnixSource).U64(fd.UnixDestination).Bytes16(fd.Name, MostName);
                break;
            case FdType.FileV2:
                _block.U32(fd.OpenFlags).Bytes16(fd.Name, MostName).U32(fd.Dev);
                break;
            default:
                _block.Bytes16(fd.Name, MostName);
                break;
        }
        _block.EndEntry(lengthCountsItself: true);
    }

    static byte Flag(bool set) => set ? (byte)1 : (byte)0;

    static ReadOnlySpan<byte> Cut(byte[] text, int most) => text.AsSpan(0, Math.Min(text.Length, most));
}
