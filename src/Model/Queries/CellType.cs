using CSysdig.Capture.Events;

namespace CSysdig.Model.Queries;

/// <summary>How a table treats the types of fields, as libsinsp's tables do.</summary>
static class CellType
{
    /// <summary>Types whose values are numbers; all others are bytes.</summary>
    public static bool IsNumber(ParamType type) => type is not (ParamType.CharBuf or ParamType.ByteBuf or ParamType.FsPath
        or ParamType.FsRelPath or ParamType.IPv4Addr or ParamType.IPv6Addr or ParamType.IPAddr or ParamType.IPNet
        or ParamType.IPv4Net or ParamType.IPv6Net or ParamType.SockAddr or ParamType.SockTuple or ParamType.FdList
        or ParamType.CharBufArray or ParamType.CharBufPairArray or ParamType.None);

    /// <summary>Types that can be summed, averaged and compared for the smallest and largest; of others the first value stands.</summary>
    public static bool IsSummable(ParamType type) => type is ParamType.Int8 or ParamType.Int16 or ParamType.Int32 or ParamType.Int64
        or ParamType.UInt8 or ParamType.UInt16 or ParamType.UInt32 or ParamType.UInt64 or ParamType.Bool
        or ParamType.RelTime or ParamType.AbsTime or ParamType.Double;

    /// <summary>A missing value counts as zero or empty in a view that uses defaults; of other types the event is left out.</summary>
    public static bool HasDefault(ParamType type, PrintFormat format) => type switch
    {
        ParamType.Double or ParamType.CharBuf => true,
        _ => IsSummable(type) && format == PrintFormat.Dec,
    };

    /// <summary>Numbers sort from the largest, everything else from the smallest, until the user says otherwise.</summary>
    public static bool SortsAscending(ParamType type) => !IsSummable(type);

    public static bool IsSigned(ParamType type) => type is ParamType.Int8 or ParamType.Int16 or ParamType.Int32 or ParamType.Int64
        or ParamType.Errno or ParamType.Fd or ParamType.Pid or ParamType.Fd32 or ParamType.Pid32;

    /// <summary>Bytes of a number in libsinsp's tables.</summary>
    public static int WidthOf(ParamType type) => type switch
    {
        ParamType.Int8 or ParamType.UInt8 or ParamType.Flags8 or ParamType.SigType => 1,
        ParamType.Int16 or ParamType.UInt16 or ParamType.Flags16 or ParamType.Port or ParamType.SyscallId => 2,
        ParamType.Int32 or ParamType.UInt32 or ParamType.Flags32 or ParamType.Mode or ParamType.Bool or ParamType.SigSet => 4,
        _ => 8,
    };

    /// <summary>A sum as wide as the field's own type: it wraps as that does.</summary>
    public static long Wrap(ParamType type, long number) => type switch
    {
        ParamType.Int8 => (sbyte)number,
        ParamType.Int16 => (short)number,
        ParamType.Int32 => (int)number,
        ParamType.UInt8 => (byte)number,
        ParamType.UInt16 => (ushort)number,
        ParamType.UInt32 or ParamType.Bool => (uint)number,
        _ => number,
    };
}
