using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Fields;

/// <summary>Which end of a connection is meant.</summary>
enum End : byte { Client, Server, Local, Remote }

/// <summary>The address and port of one end of an event's socket.</summary>
static class SocketEnd
{
    /// <summary>As <see cref="Find"/>, for the address: the tools tell that of a server socket only where its side is marked.</summary>
    public static bool FindAddress(Event e, End end, out ReadOnlySpan<byte> address) =>
        Find(e, end, out address, out _) && FdFields.Of(e)!.HasRole;

    /// <summary>False when the fd is no IP socket, or it isn't known which end is which.</summary>
    public static bool Find(Event e, End end, out ReadOnlySpan<byte> address, out ushort port)
    {
        address = default;
        port = 0;
        if (FdFields.Of(e) is not { } fd)
            return false;
        if (fd.Type is FdType.IPv4Server or FdType.IPv6Server)
        {
            if (end != End.Server)
                return false;
            address = fd.SourceIp;
            port = fd.SourcePort;
            return true;
        }
        if (fd.Type is not (FdType.IPv4 or FdType.IPv6) || !fd.HasRole)
            return false;
        var isSource = end switch
        {
            End.Client => true,
            End.Server => false,
            End.Local => LocalAddress.Is(e, fd.SourceIp),
            _ => !LocalAddress.Is(e, fd.SourceIp),
        };
        address = isSource ? fd.SourceIp : fd.DestinationIp;
        port = isSource ? fd.SourcePort : fd.DestinationPort;
        return true;
    }
}

/// <summary>fd.*ip.name: sysdig asks a name server; we never do, so there is no name. A filter still sees a text that equals no name.</summary>
sealed class HostNameField(FieldDefinition definition, End end) : Field(definition)
{
    public override bool HasMany => true;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        return false;
    }

    public override bool Any<TTest>(Event e, ref TTest test) =>
        FdFields.Of(e) is { Type: FdType.IPv4 or FdType.IPv6 } && SocketEnd.Find(e, end, out _, out _)
        && test.Test(new FieldValue { Type = ParamType.CharBuf });
}

/// <summary>fd.ip, fd.net, fd.port and fd.proto: the values of both ends of a socket, one of a server socket.</summary>
sealed class EitherEndField(FieldDefinition definition) : Field(definition)
{
    public override FieldReads Reads => FieldReads.Fd;

    public override bool HasMany => true;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (FdFields.Of(e) is not { } fd || !fd.IsIPv4 && !fd.IsIPv6)
            return false;
        value.Bytes = fd.SourceIp;
        value.Number = fd.SourcePort;
        return true;
    }

    public override bool Any<TTest>(Event e, ref TTest test)
    {
        var value = new FieldValue();
        if (!TryGet(e, ref value))
            return false;
        if (test.Test(value))
            return true;
        var fd = e.Fd!;
        if (fd.Type is FdType.IPv4Server or FdType.IPv6Server)
            return false;
        value.Bytes = fd.DestinationIp;
        value.Number = fd.DestinationPort;
        return test.Test(value);
    }
}
