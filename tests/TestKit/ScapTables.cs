using CSysdig.Capture.Scap;
using Body = CSysdig.Tests.TestKit.ScapBuilder.Body;

namespace CSysdig.Tests.TestKit;

/// <summary>The entries of a capture's tables as their writers lay them out, in every version.</summary>
static class ScapTables
{
    public static BlockType ProcessList(int version) => version switch
    {
        1 => BlockType.ProcessListV1,
        2 => BlockType.ProcessListV2,
        3 => BlockType.ProcessListV3,
        _ => BlockType.ProcessListV4 + (uint)(version - 4),
    };

    /// <summary>One process; version 9 has all the appended fields.</summary>
    public static byte[] Process(int version, ProcessEntry p)
    {
        var b = ProcessUpTo8(Math.Min(version, 8), p);
        if (version < 9)
            return b.ToArray();
        b.U64(p.PidnsInitStart).U32(p.Tty)
            .U32(p.LoginUid).U8(Flag(p.ExeWritable)).U64(p.CapInheritable).U64(p.CapPermitted).U64(p.CapEffective)
            .U8(Flag(p.ExeUpperLayer)).U64(p.ExeIno).U64(p.ExeInoCtime).U64(p.ExeInoMtime)
            .U8(Flag(p.ExeFromMemfd)).U8(Flag(p.ExeLowerLayer)).U64((ulong)p.Pgid);
        return (p.CloneTimestamp == 0 ? b : b.U64(ProcessListBlock.StartFollows).U64(p.CloneTimestamp)).WithLength(countsItself: true);
    }

    /// <summary>One process of version 9 as writers before libs 0.10 appended to it.</summary>
    public static byte[] ProcessBefore010(ProcessEntry p) =>
        ProcessUpTo8(8, p).U32(p.LoginUid).U8(Flag(p.ExeWritable)).U64(p.CapInheritable).U64(p.CapPermitted).U64(p.CapEffective)
            .WithLength(countsItself: true);

    static Body ProcessUpTo8(int version, ProcessEntry p)
    {
        var b = new Body().U64((ulong)p.Tid).U64((ulong)p.Pid).U64((ulong)p.Ptid);
        if (version >= 6)
            b.U64((ulong)p.Sid);
        if (version >= 8)
            b.U64((ulong)p.VPgid);
        b.Bytes16(p.Comm).Bytes16(p.Exe);
        if (version >= 7)
            b.Bytes16(p.ExePath);
        b.Bytes16(p.Args).Bytes16(p.Cwd).U64((ulong)p.FdLimit).U32(p.Flags).U32(p.Uid).U32(p.Gid);
        if (version >= 2)
            b.U32(p.VmSizeKb).U32(p.VmRssKb).U32(p.VmSwapKb).U64(p.PfMajor).U64(p.PfMinor);
        if (version >= 3)
            b.Bytes16(p.Env);
        if (version >= 4)
            b.U64((ulong)p.VTid).U64((ulong)p.VPid).Bytes16(p.Cgroups);
        if (version >= 5)
            b.Bytes16(p.Root);
        return b;
    }

    public static byte[] Fd(int version, FdEntry fd)
    {
        var b = new Body().U64((ulong)fd.Fd).U64(fd.Ino).U8((byte)fd.Type);
        switch (fd.Type)
        {
            case FdType.IPv4 or FdType.IPv6:
                b.Raw(fd.SourceIp).Raw(fd.DestinationIp).U16(fd.SourcePort).U16(fd.DestinationPort).U8(fd.L4Proto);
                break;
            case FdType.IPv4Server or FdType.IPv6Server:
                b.Raw(fd.SourceIp).U16(fd.SourcePort).U8(fd.L4Proto);
                break;
            case FdType.Unix:
                b.U64(fd.UnixSource).U64(fd.UnixDestination).Bytes16(fd.Name);
                break;
            case FdType.FileV2:
                b.U32(fd.OpenFlags).Bytes16(fd.Name);
                if (version >= 2)
                    b.U32(fd.Dev);
                break;
            default:
                b.Bytes16(fd.Name);
                break;
        }
        return version == 1 ? b.ToArray() : b.WithLength(countsItself: true);
    }

    public static byte[] User(int version, UserEntry u)
    {
        var b = new Body().U8(0).U32(u.Uid).U32(u.Gid).Bytes16(u.Name).Bytes16(u.HomeDir).Bytes16(u.Shell);
        return version == 1 ? b.ToArray() : b.WithLength(countsItself: true);
    }

    public static byte[] Group(int version, GroupEntry g)
    {
        var b = new Body().U8(1).U32(g.Gid).Bytes16(g.Name);
        return version == 1 ? b.ToArray() : b.WithLength(countsItself: true);
    }

    /// <summary>One interface; a link speed of 0 is written as the old types without one.</summary>
    public static byte[] Interface(int version, InterfaceEntry i)
    {
        var v4 = i.Address.Length == 4;
        var old = i.LinkSpeed == 0;
        var b = new Body().U16((ushort)((v4 ? 1 : 2) + (old ? 2 : 0))).U16((ushort)i.Name.Length)
            .Raw(i.Address).Raw(i.Netmask).Raw(i.Broadcast);
        if (!old)
            b.U64(i.LinkSpeed);
        b.Raw(i.Name);
        return version == 1 ? b.ToArray() : b.WithLength(countsItself: false);
    }

    static byte Flag(bool set) => set ? (byte)1 : (byte)0;
}
