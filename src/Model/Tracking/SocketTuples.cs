using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Takes the addresses of a socktuple parameter into an fd.</summary>
static class SocketTuples
{
    /// <summary>Sets addresses and ports; false when the tuple is already there, in either direction.</summary>
    /// <param name="destination">What becomes of a destination that is known.</param>
    public static bool Set(FdInfo fd, ReadOnlySpan<byte> tuple, Known destination) => tuple[0] == Family.IPv6
        ? IsMapped(tuple)
            ? Set4(fd, tuple.Slice(13, 4), tuple.Slice(17, 2), tuple.Slice(31, 4), tuple.Slice(35, 2), destination)
            : Set6(fd, tuple.Slice(1, 16), tuple.Slice(17, 2), tuple.Slice(19, 16), tuple.Slice(35, 2), destination)
        : Set4(fd, tuple.Slice(1, 4), tuple.Slice(5, 2), tuple.Slice(7, 4), tuple.Slice(11, 2), destination);

    /// <summary>Both addresses of an IPv6 tuple are IPv4 ones.</summary>
    public static bool IsMapped(ReadOnlySpan<byte> tuple) =>
        tuple[0] == Family.IPv6 && SocketNames.IsMapped(tuple.Slice(1, 16)) && SocketNames.IsMapped(tuple.Slice(19, 16));

    /// <summary>The type of a socket with such addresses, which are internet addresses.</summary>
    public static FdType TypeOf(ReadOnlySpan<byte> tuple) => tuple[0] == Family.IPv4 || IsMapped(tuple) ? FdType.IPv4 : FdType.IPv6;

    /// <summary>The parameter is as long as its family needs.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> tuple) => tuple.Length > 0 && tuple.Length >= tuple[0] switch
    {
        Family.IPv4 => 13,
        Family.IPv6 => 37,
        Family.Unix => 17,
        _ => 1,
    };

    public static void SetUnix(FdInfo fd, ReadOnlySpan<byte> tuple)
    {
        fd.Socket.Set(SocketBytes.Unix.Source, tuple.Slice(1, 8));
        fd.Socket.Set(SocketBytes.Unix.Destination, tuple.Slice(9, 8));
    }

    /// <summary>The fd would not change.</summary>
    public static bool IsSame(FdInfo fd, ReadOnlySpan<byte> tuple)
    {
        ReadOnlySpan<byte> s = fd.Socket;
        if (tuple[0] == Family.IPv4)
            return fd.Type == FdType.IPv4 && Same4(s, tuple.Slice(1, 4), tuple.Slice(5, 2), tuple.Slice(7, 4), tuple.Slice(11, 2));
        if (tuple[0] != Family.IPv6)
            return false;
        return IsMapped(tuple)
            ? fd.Type == FdType.IPv4 && Same4(s, tuple.Slice(13, 4), tuple.Slice(17, 2), tuple.Slice(31, 4), tuple.Slice(35, 2))
            : fd.Type == FdType.IPv6 && Same6(s, tuple.Slice(1, 16), tuple.Slice(17, 2), tuple.Slice(19, 16), tuple.Slice(35, 2));
    }

    static bool Set4(FdInfo fd, ReadOnlySpan<byte> source, ReadOnlySpan<byte> sourcePort, ReadOnlySpan<byte> destination,
        ReadOnlySpan<byte> destinationPort, Known known)
    {
        Span<byte> s = fd.Socket;
        if (fd.Type == FdType.IPv4 && Same4(s, source, sourcePort, destination, destinationPort))
            return false;
        return Replace(s.Slice(SocketBytes.V4.Source, 4), source)
            | Replace(s.Slice(SocketBytes.V4.SourcePort, 2), sourcePort)
            | Fill(s.Slice(SocketBytes.V4.Destination, 4), destination, known)
            | Fill(s.Slice(SocketBytes.V4.DestinationPort, 2), destinationPort, known);
    }

    static bool Set6(FdInfo fd, ReadOnlySpan<byte> source, ReadOnlySpan<byte> sourcePort, ReadOnlySpan<byte> destination,
        ReadOnlySpan<byte> destinationPort, Known known)
    {
        Span<byte> s = fd.Socket;
        if (fd.Type == FdType.IPv6 && Same6(s, source, sourcePort, destination, destinationPort))
            return false;
        return Replace(s.Slice(SocketBytes.V6.Source, 16), source)
            | Replace(s.Slice(SocketBytes.V6.SourcePort, 2), sourcePort)
            | Fill(s.Slice(SocketBytes.V6.Destination, 16), destination, known)
            | Fill(s.Slice(SocketBytes.V6.DestinationPort, 2), destinationPort, known);
    }

    static bool Same4(ReadOnlySpan<byte> s, ReadOnlySpan<byte> source, ReadOnlySpan<byte> sourcePort, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> destinationPort) =>
        Same(s.Slice(SocketBytes.V4.Source, 4), s.Slice(SocketBytes.V4.SourcePort, 2), s.Slice(SocketBytes.V4.Destination, 4),
            s.Slice(SocketBytes.V4.DestinationPort, 2), source, sourcePort, destination, destinationPort);

    static bool Same6(ReadOnlySpan<byte> s, ReadOnlySpan<byte> source, ReadOnlySpan<byte> sourcePort, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> destinationPort) =>
        Same(s.Slice(SocketBytes.V6.Source, 16), s.Slice(SocketBytes.V6.SourcePort, 2), s.Slice(SocketBytes.V6.Destination, 16),
            s.Slice(SocketBytes.V6.DestinationPort, 2), source, sourcePort, destination, destinationPort);

    static bool Same(ReadOnlySpan<byte> sourceNow, ReadOnlySpan<byte> sourcePortNow, ReadOnlySpan<byte> destinationNow, ReadOnlySpan<byte> destinationPortNow,
        ReadOnlySpan<byte> source, ReadOnlySpan<byte> sourcePort, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> destinationPort) =>
        source.SequenceEqual(sourceNow) && sourcePort.SequenceEqual(sourcePortNow)
            && destination.SequenceEqual(destinationNow) && destinationPort.SequenceEqual(destinationPortNow)
        || destination.SequenceEqual(sourceNow) && destinationPort.SequenceEqual(sourcePortNow)
            && source.SequenceEqual(destinationNow) && sourcePort.SequenceEqual(destinationPortNow);

    static bool Replace(Span<byte> now, ReadOnlySpan<byte> value)
    {
        if (value.SequenceEqual(now))
            return false;
        value.CopyTo(now);
        return true;
    }

    static bool Fill(Span<byte> now, ReadOnlySpan<byte> value, Known known)
    {
        if (now.ContainsAnyExcept((byte)0) && (known == Known.Stays || value.SequenceEqual(now) || known == Known.GivesToKnown && !value.ContainsAnyExcept((byte)0)))
            return false;
        value.CopyTo(now);
        return true;
    }
}

/// <summary>What becomes of a destination that is known when a tuple tells of another.</summary>
enum Known : byte
{
    /// <summary>It stays, as in sysdig 0.29.3.</summary>
    Stays,
    /// <summary>It gives way, as in libs since 0.12 to what comes with data.</summary>
    Gives,
    /// <summary>It gives way to one that the tuple knows.</summary>
    GivesToKnown,
}
