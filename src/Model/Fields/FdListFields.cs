using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>The fds that a poll waits for, as lists joined by commas.</summary>
static class FdListFields
{
    const int EntrySize = 10;

    public static FieldDefinition[] All { get; } =
    [
        List("fdlist.nums", "numbers of the fds that a poll waits for", PrintFormat.Id, (_, to, number, _) => { to.Write(number); return true; }),
        List("fdlist.names", "names of the fds that a poll waits for", PrintFormat.NotApplicable, (_, to, _, fd) =>
        {
            to.Write(fd is { Name.Length: > 0 } ? fd.Name : "<NA>"u8);
            return true;
        }),
        List("fdlist.cips", "client addresses of the sockets that a poll waits for", PrintFormat.NotApplicable, (_, to, _, fd) => ClientAddress(to, fd)),
        List("fdlist.sips", "server addresses of the sockets that a poll waits for", PrintFormat.NotApplicable, (e, to, _, fd) => ServerAddress(e, to, fd)),
        List("fdlist.cports", "client ports of the sockets that a poll waits for", PrintFormat.Dec, (_, to, _, fd) => Port(to, fd, fd?.SourcePort)),
        List("fdlist.sports", "server ports of the sockets that a poll waits for", PrintFormat.Dec, (_, to, _, fd) => Port(to, fd, fd?.DestinationPort)),
    ];

    /// <summary>Writes what the list has of one fd; false when that is nothing.</summary>
    delegate bool WriteOne(Event e, Utf8Writer to, long number, FdInfo? fd);

    static FieldDefinition List(string name, string description, PrintFormat format, WriteOne write) =>
        Define.Text(name, description, (e, scratch, ref text) =>
        {
            var at = e.Code switch
            {
                EventCode.SyscallPollE or EventCode.SyscallPpollE when !e.State.ExitOnly => 0,
                EventCode.SyscallPollX or EventCode.SyscallPpollX => 1,
                _ => -1,
            };
            var list = at < 0 || e.Thread is null ? default : e.Raw.Param(at);
            if (list.Length < 2)
                return false;
            Write(e, list, write, scratch);
            text = scratch.Written;
            return scratch.Length > 0;
        }, format: format);

    static void Write(Event e, ReadOnlySpan<byte> list, WriteOne write, Utf8Writer scratch)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(list);
        list = list[2..];
        for (; count > 0 && list.Length >= 8; count--, list = list[Math.Min(EntrySize, list.Length)..])
        {
            var number = BinaryPrimitives.ReadInt64LittleEndian(list);
            if (write(e, scratch, number, e.FindFd(number)))
                scratch.Write(',');
        }
        if (scratch.Length > 0)
            scratch.Truncate(scratch.Length - 1);
    }

    static bool ClientAddress(Utf8Writer to, FdInfo? fd)
    {
        if (fd is not { Type: FdType.IPv4 or FdType.IPv6 })
            return false;
        AddressText.Write(to, fd.SourceIp);
        return true;
    }

    static bool ServerAddress(Event e, Utf8Writer to, FdInfo? fd)
    {
        switch (fd?.Type)
        {
            case FdType.IPv4 or FdType.IPv6:
                AddressText.Write(to, fd.DestinationIp);
                return true;
            case FdType.IPv4Server or FdType.IPv6Server when fd.SourceIp.Length >= 4:
                // The tools write the first four bytes of an IPv6 server's address as if they were IPv4.
                if (e.State.Compat)
                    AddressText.WriteIPv4(to, fd.SourceIp);
                else
                    AddressText.Write(to, fd.SourceIp);
                return true;
            default:
                return false;
        }
    }

    static bool Port(Utf8Writer to, FdInfo? fd, ushort? port)
    {
        if (fd is not { Type: FdType.IPv4 or FdType.IPv6 })
            return false;
        to.Write((ulong)port!);
        return true;
    }
}
