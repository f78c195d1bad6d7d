using System.Buffers.Binary;
using CSysdig.Model.Text;

namespace CSysdig.Model.Parameters;

/// <summary>Socket addresses and tuples as the driver packs them: a family byte, then addresses in network and ports in host order.</summary>
static class SocketText
{
    const byte Unix = 1, IPv4 = 2, IPv6 = 10;

    public static void WriteAddress(Utf8Writer to, ReadOnlySpan<byte> bytes, byte l4Proto, TextStyle style, TextForm form, bool exitOnly)
    {
        switch (bytes[0])
        {
            case Unix:
                CapturedText.Write(to, UpToNul(bytes[1..]), form, style, exitOnly, strips: true);
                break;
            case IPv4 when bytes.Length == 7:
                WriteEnd(to, bytes.Slice(1, 4), bytes[5..], l4Proto, style);
                break;
            case IPv4:
                to.Write("INVALID IPv4"u8);
                break;
            case IPv6 when bytes.Length == 19:
                WriteEnd(to, bytes.Slice(1, 16), bytes[17..], l4Proto, style);
                break;
            case IPv6:
                to.Write("INVALID IPv6"u8);
                break;
            default:
                WriteFamily(to, bytes[0], exitOnly);
                break;
        }
    }

    public static void WriteTuple(Utf8Writer to, ReadOnlySpan<byte> bytes, byte l4Proto, TextStyle style, TextForm form, bool exitOnly)
    {
        switch (bytes[0])
        {
            case IPv4 when bytes.Length == 13:
                WriteEnd(to, bytes.Slice(1, 4), bytes[5..], l4Proto, style);
                to.Write("->"u8);
                WriteEnd(to, bytes.Slice(7, 4), bytes[11..], l4Proto, style);
                break;
            case IPv4:
                to.Write("INVALID IPv4"u8);
                break;
            case IPv6 when bytes.Length == 37:
                WriteTuple6(to, bytes, l4Proto, style);
                break;
            case IPv6:
                to.Write("INVALID IPv6"u8);
                break;
            case Unix when bytes.Length > 17:
                to.WriteHex(BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..]));
                to.Write("->"u8);
                to.WriteHex(BinaryPrimitives.ReadUInt64LittleEndian(bytes[9..]));
                to.Write(' ');
                CapturedText.Write(to, UpToNul(bytes[17..]), form, style, exitOnly, strips: true);
                break;
            default:
                WriteFamily(to, bytes[0], exitOnly);
                break;
        }
    }

    static void WriteTuple6(Utf8Writer to, ReadOnlySpan<byte> bytes, byte l4Proto, TextStyle style)
    {
        ReadOnlySpan<byte> source = bytes.Slice(1, 16), destination = bytes.Slice(19, 16);
        if (AddressText.IsMappedIPv4(source) && AddressText.IsMappedIPv4(destination))
        {
            source = source[12..];
            destination = destination[12..];
        }
        WriteEnd(to, source, bytes[17..], l4Proto, style);
        to.Write("->"u8);
        WriteEnd(to, destination, bytes[35..], l4Proto, style);
    }

    static void WriteEnd(Utf8Writer to, ReadOnlySpan<byte> ip, ReadOnlySpan<byte> port, byte l4Proto, TextStyle style)
    {
        AddressText.Write(to, ip);
        to.Write(':');
        AddressText.WritePort(to, BinaryPrimitives.ReadUInt16LittleEndian(port), l4Proto, style.PortNames);
    }

    /// <summary>A family the tools have no form for; 0.29.3 takes the byte as signed.</summary>
    static void WriteFamily(Utf8Writer to, byte family, bool exitOnly)
    {
        to.Write("family "u8);
        to.Write(exitOnly ? family : (long)(sbyte)family);
    }

    static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> text)
    {
        var nul = text.IndexOf((byte)0);
        return nul < 0 ? text : text[..nul];
    }
}
