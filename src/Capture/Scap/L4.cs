namespace CSysdig.Capture.Scap;

/// <summary>Protocols of sockets by the numbers that captures give them.</summary>
public static class L4
{
    public const byte Unknown = 0, NotAny = 1, Tcp = 2, Udp = 3, Icmp = 4, Raw = 5;
}
