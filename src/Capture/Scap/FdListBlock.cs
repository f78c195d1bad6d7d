using System.Text;

namespace CSysdig.Capture.Scap;

/// <summary>
/// The file descriptors of one process: its tid, then entries of fd i64, inode u64, type u8 and what the type adds.
/// Version 2 gives every entry its length. (libs engine/savefile, scap_fd_read_from_disk)
/// </summary>
static class FdListBlock
{
    /// <returns>False when an entry contradicts its length; the entries before it have been delivered.</returns>
    public static bool Read(int version, ReadOnlySpan<byte> body, ICaptureTables tables)
    {
        var list = new SpanReader(body);
        var tid = list.Int64();
        if (list.Failed)
            return false;
        while (list.Remaining >= 4)
        {
            var fd = new FdEntry();
            if (version >= 2)
            {
                var entry = list.Entry(lengthCountsItself: true);
                if (list.Failed)
                    return false;
                ReadEntry(ref entry, fd, appended: true);
                if (entry.Failed)
                    return false;
            }
            else
            {
                ReadEntry(ref list, fd, appended: false);
                if (list.Failed)
                    return false;
            }
            tables.OnFd(tid, fd);
        }
        return true;
    }

    static void ReadEntry(ref SpanReader r, FdEntry fd, bool appended)
    {
        fd.Fd = r.Int64();
        fd.Ino = r.UInt64();
        var type = r.UInt8();
        fd.Type = (FdType)type;
        switch (fd.Type)
        {
            case FdType.IPv4:
            case FdType.IPv6:
                fd.SourceIp = Address(ref r, fd.Type == FdType.IPv4);
                fd.DestinationIp = Address(ref r, fd.Type == FdType.IPv4);
                fd.SourcePort = r.UInt16();
                fd.DestinationPort = r.UInt16();
                fd.L4Proto = r.UInt8();
                break;
            case FdType.IPv4Server:
            case FdType.IPv6Server:
                fd.SourceIp = Address(ref r, fd.Type == FdType.IPv4Server);
                fd.SourcePort = r.UInt16();
                fd.L4Proto = r.UInt8();
                break;
            case FdType.Unix:
                fd.UnixSource = r.UInt64();
                fd.UnixDestination = r.UInt64();
                fd.Name = r.Bytes16();
                break;
            case FdType.FileV2:
                fd.OpenFlags = r.UInt32();
                fd.Name = r.Bytes16();
                if (appended && r.Remaining >= 4)
                    fd.Dev = r.UInt32();
                break;
            case FdType.Unknown:
                break;
            case > FdType.Unknown and <= FdType.PidFd:
                fd.Name = r.Bytes16();
                break;
            default:
                fd.Type = FdType.Unsupported;
                fd.Name = Encoding.ASCII.GetBytes($"unknown-type:[{type}]");
                break;
        }
    }

    static byte[] Address(ref SpanReader r, bool v4) => r.Take(v4 ? 4 : 16).ToArray();
}
