namespace CSysdig.Model.Fields;

/// <summary>Which addresses are this machine's.</summary>
static class LocalAddress
{
    /// <summary>The address is one of the machine's interfaces, or, for a thread in a container, the container's.</summary>
    public static bool Is(Event e, ReadOnlySpan<byte> address)
    {
        var container = e.Thread?.Container;
        if (address.Length == 16)
            return container is null && IsInNetwork(e, address);
        if (container is { HasMetadata: true } && IsOfContainer(e, container, address))
            return true;
        foreach (var entry in e.State.Interfaces.At(e.Number)!)
            if (entry.Address.Length == 4 && address.SequenceEqual(entry.Address))
                return true;
        return false;
    }

    /// <summary>A container without an address of its own may be in another's network: then any container's address will do.</summary>
    static bool IsOfContainer(Event e, State.ContainerInfo container, ReadOnlySpan<byte> address)
    {
        if (!IsNone(container.Ip))
            return address.SequenceEqual(container.Ip);
        return e.State.Containers.Any(e.Number, address, static (other, address) => IsNone(other.Ip) ? IsNone(address) : address.SequenceEqual(other.Ip));
    }

    static bool IsNone(ReadOnlySpan<byte> address) => address.IndexOfAnyExcept((byte)0) < 0;

    /// <summary>sysdig counts all addresses of an IPv6 interface's network as the machine's: it compares the first 8 bytes.</summary>
    static bool IsInNetwork(Event e, ReadOnlySpan<byte> address)
    {
        foreach (var entry in e.State.Interfaces.At(e.Number)!)
            if (entry.Address.Length == 16 && address[..8].SequenceEqual(entry.Address.AsSpan(0, 8)))
                return true;
        return false;
    }
}
