using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CSysdig.Model.State;

/// <summary>
/// The addresses of a socket in the memory layout of libs' <c>sinsp_sockinfo</c>, where tuples, server addresses and unix
/// addresses share one place. What sysdig shows after a socket has changed its type (a bound UDP socket that receives,
/// a mapped IPv6 address) follows from that sharing, so the layout is kept.
/// </summary>
[InlineArray(40)]
struct SocketBytes
{
    byte _first;

    /// <summary>ipv4tuple: source 0, destination 4, source port 8, destination port 10, protocol 12.</summary>
    public static class V4
    {
        public const int Source = 0, Destination = 4, SourcePort = 8, DestinationPort = 10, Protocol = 12;
    }

    /// <summary>ipv4serverinfo: address 0, port 4, protocol 6.</summary>
    public static class V4Server
    {
        public const int Ip = 0, Port = 4, Protocol = 6;
    }

    /// <summary>ipv6tuple: source 0, destination 16, source port 32, destination port 34, protocol 36.</summary>
    public static class V6
    {
        public const int Source = 0, Destination = 16, SourcePort = 32, DestinationPort = 34, Protocol = 36;
    }

    /// <summary>ipv6serverinfo: address 0, port 16, protocol 18.</summary>
    public static class V6Server
    {
        public const int Ip = 0, Port = 16, Protocol = 18;
    }

    /// <summary>unix_tuple: source 0, destination 8.</summary>
    public static class Unix
    {
        public const int Source = 0, Destination = 8;
    }

    public readonly ushort Port(int at) => BinaryPrimitives.ReadUInt16LittleEndian(((ReadOnlySpan<byte>)this)[at..]);

    public readonly ulong Address(int at) => BinaryPrimitives.ReadUInt64LittleEndian(((ReadOnlySpan<byte>)this)[at..]);

    public void Set(int at, scoped ReadOnlySpan<byte> value) => value.CopyTo(((Span<byte>)this)[at..]);
}
