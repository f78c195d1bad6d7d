namespace CSysdig.Capture.Events;

/// <summary>How wide the numbers of events are.</summary>
static class ParamWidth
{
    /// <summary>Bytes of a number of a type; 0 for what is no number.</summary>
    public static int Of(ParamType type) => type switch
    {
        ParamType.CharBuf or ParamType.ByteBuf or ParamType.SockAddr or ParamType.SockTuple or ParamType.FdList or ParamType.FsPath or ParamType.FsRelPath
            or ParamType.Dyn or ParamType.CharBufArray or ParamType.CharBufPairArray => 0,
        ParamType.Int8 or ParamType.UInt8 or ParamType.Flags8 or ParamType.EnumFlags8 or ParamType.SigType or ParamType.L4Proto or ParamType.SockFamily => 1,
        ParamType.Int16 or ParamType.UInt16 or ParamType.Flags16 or ParamType.EnumFlags16 or ParamType.SyscallId or ParamType.Port => 2,
        ParamType.Int32 or ParamType.UInt32 or ParamType.Flags32 or ParamType.EnumFlags32 or ParamType.Mode or ParamType.Uid or ParamType.Gid
            or ParamType.Bool or ParamType.SigSet or ParamType.Fd32 or ParamType.Pid32 => 4,
        _ => 8,
    };
}
