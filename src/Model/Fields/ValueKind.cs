using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>How values of a type are compared.</summary>
enum ValueKind : byte { None, Signed, Unsigned, Double, Bool, Port, Text, Bytes, Address, Network }

static class ValueKinds
{
    public static ValueKind Of(ParamType type) => type switch
    {
        ParamType.Int8 or ParamType.Int16 or ParamType.Int32 or ParamType.Int64 or ParamType.Errno or ParamType.Fd or ParamType.Pid
            or ParamType.Fd32 or ParamType.Pid32 => ValueKind.Signed,
        ParamType.UInt8 or ParamType.UInt16 or ParamType.UInt32 or ParamType.SyscallId or ParamType.SigType or ParamType.L4Proto
            or ParamType.SockFamily or ParamType.Flags8 or ParamType.Flags16 or ParamType.Flags32 or ParamType.EnumFlags8
            or ParamType.EnumFlags16 or ParamType.EnumFlags32 or ParamType.Mode or ParamType.Uid or ParamType.Gid => ValueKind.Signed,
        ParamType.UInt64 or ParamType.RelTime or ParamType.AbsTime => ValueKind.Unsigned,
        ParamType.Double => ValueKind.Double,
        ParamType.Bool => ValueKind.Bool,
        ParamType.Port => ValueKind.Port,
        ParamType.CharBuf or ParamType.FsPath or ParamType.FsRelPath or ParamType.CharBufArray or ParamType.CharBufPairArray => ValueKind.Text,
        ParamType.ByteBuf => ValueKind.Bytes,
        ParamType.IPv4Addr or ParamType.IPv6Addr or ParamType.IPAddr => ValueKind.Address,
        ParamType.IPv4Net or ParamType.IPv6Net or ParamType.IPNet => ValueKind.Network,
        _ => ValueKind.None,
    };

    /// <summary>The value is <see cref="Fields.FieldValue.Number"/>, else its bytes.</summary>
    public static bool IsNumber(this ValueKind kind) => kind is ValueKind.Signed or ValueKind.Unsigned or ValueKind.Double or ValueKind.Bool or ValueKind.Port;

    /// <summary>As it is called in messages.</summary>
    public static string Name(this ValueKind kind) => kind switch
    {
        ValueKind.Bool => "true or false",
        ValueKind.Port => "a port",
        ValueKind.Text => "a text",
        ValueKind.Bytes => "a buffer of bytes",
        ValueKind.Address => "an IP address",
        ValueKind.Network => "an address to be found in a network",
        ValueKind.None => "of a type that can't be compared",
        _ => "a number",
    };

    /// <summary>Smallest and largest number of a type of at most 64 bits, signed or below 64 bits.</summary>
    public static (long Low, long High) Range(ParamType type) => type switch
    {
        ParamType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ParamType.Int16 => (short.MinValue, short.MaxValue),
        ParamType.Int32 => (int.MinValue, int.MaxValue),
        ParamType.UInt8 or ParamType.SigType or ParamType.L4Proto or ParamType.SockFamily or ParamType.Flags8 or ParamType.EnumFlags8 => (0, byte.MaxValue),
        ParamType.UInt16 or ParamType.SyscallId or ParamType.Flags16 or ParamType.EnumFlags16 or ParamType.Port => (0, ushort.MaxValue),
        ParamType.UInt32 or ParamType.Flags32 or ParamType.EnumFlags32 or ParamType.Mode or ParamType.Uid or ParamType.Gid => (0, uint.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };
}
