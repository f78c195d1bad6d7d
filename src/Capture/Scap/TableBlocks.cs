namespace CSysdig.Capture.Scap;

/// <summary>Every block that is neither an event nor a section header, by its type.</summary>
static class TableBlocks
{
    public enum Outcome { Read, Damaged, Unknown }

    /// <summary>Hands the entries of a block to <paramref name="tables"/>.</summary>
    /// <param name="body">The block without its header and trailing length.</param>
    public static Outcome Read(BlockType type, ReadOnlySpan<byte> body, ICaptureTables tables) => type switch
    {
        BlockType.MachineInfo or BlockType.MachineInfoInt => Of(MachineInfoBlock.Read(body, tables)),
        BlockType.ProcessListV1 or BlockType.ProcessListV1Int => Of(ProcessListBlock.Read(1, body, tables)),
        BlockType.ProcessListV2 or BlockType.ProcessListV2Int => Of(ProcessListBlock.Read(2, body, tables)),
        BlockType.ProcessListV3 or BlockType.ProcessListV3Int => Of(ProcessListBlock.Read(3, body, tables)),
        >= BlockType.ProcessListV4 and <= BlockType.ProcessListV9
            => Of(ProcessListBlock.Read((int)(type - BlockType.ProcessListV4) + 4, body, tables)),
        BlockType.FdList or BlockType.FdListInt => Of(FdListBlock.Read(1, body, tables)),
        BlockType.FdListV2 => Of(FdListBlock.Read(2, body, tables)),
        BlockType.InterfaceList or BlockType.InterfaceListInt => Of(InterfaceListBlock.Read(1, body, tables)),
        BlockType.InterfaceListV2 => Of(InterfaceListBlock.Read(2, body, tables)),
        BlockType.UserList or BlockType.UserListInt => Of(UserListBlock.Read(1, body, tables)),
        BlockType.UserListV2 => Of(UserListBlock.Read(2, body, tables)),
        _ => Outcome.Unknown,
    };

    static Outcome Of(bool read) => read ? Outcome.Read : Outcome.Damaged;
}
