namespace CSysdig.Capture.Events;

/// <summary>How the bytes of a parameter, or the value of a field, are meant. Numbers are those of libs' ppm_param_type.</summary>
public enum ParamType : byte
{
    None = 0, Int8 = 1, Int16 = 2, Int32 = 3, Int64 = 4,
    UInt8 = 5, UInt16 = 6, UInt32 = 7, UInt64 = 8,
    CharBuf = 9, ByteBuf = 10, Errno = 11, SockAddr = 12, SockTuple = 13,
    Fd = 14, Pid = 15, FdList = 16, FsPath = 17, SyscallId = 18, SigType = 19,
    RelTime = 20, AbsTime = 21, Port = 22, L4Proto = 23, SockFamily = 24, Bool = 25,
    IPv4Addr = 26, Dyn = 27, Flags8 = 28, Flags16 = 29, Flags32 = 30, Uid = 31, Gid = 32,
    Double = 33, SigSet = 34, CharBufArray = 35, CharBufPairArray = 36, IPv4Net = 37,
    IPv6Addr = 38, IPv6Net = 39, IPAddr = 40, IPNet = 41, Mode = 42, FsRelPath = 43,
    EnumFlags8 = 44, EnumFlags16 = 45, EnumFlags32 = 46, Fd32 = 47, Pid32 = 48,
}

/// <summary>How a number is printed by default. Numbers are those of libs' ppm_print_format.</summary>
public enum PrintFormat : byte
{
    NotApplicable = 0, Dec = 1, Hex = 2, PaddedDec10 = 3, Id = 4, Dir = 5, Oct = 6,
}
