using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Guesses the local address of a socket from the machine's interfaces (sinsp_network_interfaces).</summary>
sealed class NetworkInterfaces(MachineState state)
{
    List<InterfaceEntry> All => state.Interfaces.Newest!;

    static readonly byte[] s_noIp4 = new byte[4], s_noIp6 = new byte[16];
    static readonly byte[] s_loopback4 = [127, 0, 0, 1];
    static readonly byte[] s_loopback6 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

    /// <summary>Completes a tuple of which one side is unspecified.</summary>
    public void Complete(FdInfo fd)
    {
        if (fd.Type == FdType.IPv4)
            Complete(fd, SocketBytes.V4.Source, SocketBytes.V4.Destination, SocketBytes.V4.SourcePort, SocketBytes.V4.DestinationPort, 4);
        else if (fd.Type == FdType.IPv6)
            Complete(fd, SocketBytes.V6.Source, SocketBytes.V6.Destination, SocketBytes.V6.SourcePort, SocketBytes.V6.DestinationPort, 16);
    }

    void Complete(FdInfo fd, int sourceAt, int destinationAt, int sourcePortAt, int destinationPortAt, int size)
    {
        Span<byte> s = fd.Socket;
        var source = s.Slice(sourceAt, size);
        var destination = s.Slice(destinationAt, size);
        var noSource = !source.ContainsAnyExcept((byte)0);
        if (!noSource && destination.ContainsAnyExcept((byte)0))
            return;
        var known = noSource ? destination : source;
        var guess = size == 4 ? Infer4(known) : Infer6(known);
        // One address and one port on both sides would be a socket that talks to itself.
        if (known.SequenceEqual(guess) && fd.Socket.Port(sourcePortAt) == fd.Socket.Port(destinationPortAt))
            return;
        guess.CopyTo(noSource ? source : destination);
    }

    byte[] Infer4(ReadOnlySpan<byte> peer)
    {
        foreach (var i in All)
            if (i.Address.Length == 4 && peer.SequenceEqual(i.Address))
                return i.Address;
        foreach (var i in All)
            if (i.Address.Length == 4 && i.Netmask.Length == 4 && SameNet(i.Address, i.Netmask, peer))
                return i.Address;
        foreach (var i in All)
            if (i.Address.Length == 4 && !i.Address.AsSpan().SequenceEqual(s_loopback4))
                return i.Address;
        return s_noIp4;
    }

    byte[] Infer6(ReadOnlySpan<byte> peer)
    {
        foreach (var i in All)
            if (i.Address.Length == 16 && peer.SequenceEqual(i.Address))
                return i.Address;
        foreach (var i in All)
            if (i.Address.Length == 16 && peer[..8].SequenceEqual(i.Address.AsSpan(0, 8)))
                return i.Address;
        foreach (var i in All)
            if (i.Address.Length == 16 && !i.Address.AsSpan().SequenceEqual(s_loopback6))
                return i.Address;
        return s_noIp6;
    }

    static bool SameNet(byte[] address, byte[] mask, ReadOnlySpan<byte> peer)
    {
        for (var i = 0; i < 4; i++)
            if ((address[i] & mask[i]) != (peer[i] & mask[i]))
                return false;
        return true;
    }
}
