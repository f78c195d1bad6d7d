namespace CSysdig.Capture.Scap;

/// <summary>
/// Block types of the format (libs scap_savefile.h). The numbers above 0x80000000 are those of captures
/// written before the format's first release.
/// </summary>
public enum BlockType : uint
{
    SectionHeader = 0x0A0D0D0A,
    MachineInfo = 0x201, MachineInfoInt = 0x8002ABCD,
    ProcessListV1 = 0x202, ProcessListV1Int = 0x8000ABCD,
    ProcessListV2 = 0x207, ProcessListV2Int = 0x8013ABCD,
    ProcessListV3 = 0x209, ProcessListV3Int = 0x8014ABCD,
    ProcessListV4 = 0x210, ProcessListV5 = 0x211, ProcessListV6 = 0x212,
    ProcessListV7 = 0x213, ProcessListV8 = 0x214, ProcessListV9 = 0x215,
    FdList = 0x203, FdListInt = 0x8001ABCD, FdListV2 = 0x218,
    InterfaceList = 0x205, InterfaceListInt = 0x8011ABCD, InterfaceListV2 = 0x219,
    UserList = 0x206, UserListInt = 0x8012ABCD, UserListV2 = 0x220,
    Event = 0x204, EventInt = 0x8010ABCD, EventV2 = 0x216, EventV2Large = 0x221,
    EventFlags = 0x208, EventFlagsV2 = 0x217, EventFlagsV2Large = 0x222,
    /// <summary>
    /// Of this program alone, among the tables of a capture that was cut out of another: a number u32 that says of which age
    /// that was. Other readers step over it, as over all table blocks that they don't know.
    /// </summary>
    Origin = 0x43530001,
}

static class BlockTypes
{
    public static bool IsKnown(BlockType type) => type
        is >= BlockType.MachineInfo and <= BlockType.ProcessListV3
        or >= BlockType.ProcessListV4 and <= BlockType.InterfaceListV2
        or >= BlockType.UserListV2 and <= BlockType.EventFlagsV2Large
        or BlockType.SectionHeader or BlockType.Origin
        or BlockType.MachineInfoInt or BlockType.FdListInt or BlockType.InterfaceListInt or BlockType.UserListInt
        or BlockType.ProcessListV1Int or BlockType.ProcessListV2Int or BlockType.ProcessListV3Int or BlockType.EventInt;
}
