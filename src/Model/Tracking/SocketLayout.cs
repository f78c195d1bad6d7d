using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Where the source of a socket and its protocol lie in <see cref="SocketBytes"/>, by its type.</summary>
readonly record struct SocketLayout(int Length, int Port, int Protocol)
{
    /// <summary>
    /// Makes it a socket of another type: its protocol and its own address stay, where the other type has them. sysdig 0.29.3 changes
    /// the type alone and reads the old bytes anew, so that a mapped address has no protocol.
    /// </summary>
    public static void Change(FdInfo fd, FdType type, bool compat)
    {
        var before = fd.Type;
        fd.Type = type;
        if (compat || before == type || Of(type) is not { } to)
            return;
        var old = fd.Socket;
        fd.Socket = default;
        if (Of(before) is not { } from)
            return;
        ReadOnlySpan<byte> bytes = old;
        fd.Socket.Set(to.Protocol, bytes.Slice(from.Protocol, 1));
        var ip = bytes[..from.Length];
        if (from.Length > to.Length && !SocketNames.IsMapped(ip))
            return;
        if (from.Length < to.Length && ip.ContainsAnyExcept((byte)0))
            fd.Socket.Set(to.Length - from.Length - 2, [0xFF, 0xFF]);
        fd.Socket.Set(Math.Max(0, to.Length - from.Length), ip[Math.Max(0, from.Length - to.Length)..]);
        fd.Socket.Set(to.Port, bytes.Slice(from.Port, 2));
    }

    static SocketLayout? Of(FdType type) => type switch
    {
        FdType.IPv4 => new(4, SocketBytes.V4.SourcePort, SocketBytes.V4.Protocol),
        FdType.IPv4Server => new(4, SocketBytes.V4Server.Port, SocketBytes.V4Server.Protocol),
        FdType.IPv6 => new(16, SocketBytes.V6.SourcePort, SocketBytes.V6.Protocol),
        FdType.IPv6Server => new(16, SocketBytes.V6Server.Port, SocketBytes.V6Server.Protocol),
        _ => null,
    };
}
