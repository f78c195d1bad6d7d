namespace CSysdig.Capture.Scap;

/// <summary>
/// The interface list: entries of type u16, name length u16, address, netmask, broadcast, link speed u64 (absent in
/// two old types) and the name. Version 2 gives every entry its length. (libs engine/savefile, scap_read_iflist)
/// </summary>
static class InterfaceListBlock
{
    const int IPv4 = 1, IPv6 = 2, IPv4NoLinkSpeed = 3, IPv6NoLinkSpeed = 4;

    /// <returns>False when an entry contradicts its length or is of no known type; those before it have been delivered.</returns>
    public static bool Read(int version, ReadOnlySpan<byte> body, ICaptureTables tables)
    {
        var list = new SpanReader(body);
        while (list.Remaining >= 4)
        {
            InterfaceEntry? entry;
            if (version >= 2)
            {
                var own = list.Entry(lengthCountsItself: false);
                entry = list.Failed ? null : ReadEntry(ref own);
            }
            else
            {
                entry = ReadEntry(ref list);
            }
            if (entry is null)
                return false;
            tables.OnInterface(entry);
        }
        return true;
    }

    static InterfaceEntry? ReadEntry(ref SpanReader r)
    {
        var type = r.UInt16();
        var nameLength = r.UInt16();
        if (type is < IPv4 or > IPv6NoLinkSpeed)
            return null;
        var width = type is IPv4 or IPv4NoLinkSpeed ? 4 : 16;
        var address = r.Take(width).ToArray();
        var netmask = r.Take(width).ToArray();
        var broadcast = r.Take(width).ToArray();
        var speed = type is IPv4 or IPv6 ? r.UInt64() : 0;
        var name = r.Take(nameLength).ToArray();
        return r.Failed ? null : new InterfaceEntry(name, address, netmask, broadcast, speed);
    }
}
