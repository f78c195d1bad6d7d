using CSysdig.Capture.Scap;
using CSysdig.Chisels.Printing;
using CSysdig.Model.Filters;
using CSysdig.Model.Parameters;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Snapshots;

/// <summary>The network sockets of every thread: connections, and ports that somebody listens at.</summary>
sealed class NetstatChisel(ChiselSetup setup) : SnapshotChisel
{
    Filter? _filter;

    public override void Begin(EventStream stream)
    {
        base.Begin(stream);
        if (setup.Arguments is [{ Length: > 0 } own, ..])
            // By itself first, so that a mistake is shown where the user made it, and no bracket of theirs closes one of ours.
            Filter.Parse(own, stream.State);
        _filter = Filter.Parse("(fd.type=ipv4 or fd.type=ipv6)" + (setup.Arguments is [{ Length: > 0 } text, ..] ? $" and ({text})" : ""), stream.State);
    }

    protected override void Print(Utf8Writer to)
    {
        to.Write("Proto Server Address           Client Address           State          TID/PID/Program Name\n"u8);
        foreach (var (thread, _, fds) in OpenFds.Of(Stream, _filter))
            foreach (var (_, fd) in fds)
                WriteSocket(to, thread, fd);
    }

    void WriteSocket(Utf8Writer to, ThreadInfo thread, FdInfo fd)
    {
        var listens = fd.Type is FdType.IPv4Server or FdType.IPv6Server;
        Columns.Write(to, ProtocolOf(fd), 6);
        if (listens)
        {
            WriteAddress(to, fd.SourceIp, fd.SourcePort);
            Columns.Write(to, "0.0.0.0:*"u8, 25);
        }
        else
        {
            WriteAddress(to, fd.DestinationIp, fd.DestinationPort);
            WriteAddress(to, fd.SourceIp, fd.SourcePort);
        }
        Columns.Write(to, listens ? "LISTEN"u8 : "ESTABLISHED"u8, 15);
        to.Write(thread.Tid);
        to.Write('/');
        to.Write((ulong)(uint)thread.Pid);
        to.Write('/');
        Columns.WriteCaptured(to, thread.Comm, setup);
        to.Write('\n');
    }

    static void WriteAddress(Utf8Writer to, ReadOnlySpan<byte> address, ushort port)
    {
        var start = to.Length;
        AddressText.Write(to, address);
        to.Write(':');
        to.Write((ulong)port);
        Columns.PadFrom(to, start, 25);
    }

    static ReadOnlySpan<byte> ProtocolOf(FdInfo fd) => FdText.L4Proto(fd) switch
    {
        L4.Tcp => "tcp"u8,
        L4.Udp => "udp"u8,
        L4.Icmp => "icmp"u8,
        L4.Raw => "raw"u8,
        _ => "<NA>"u8,
    };
}
