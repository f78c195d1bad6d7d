using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Calls;

/// <summary>The calls that open a file by its path, and what their flags say.</summary>
public static class OpenCall
{
    const uint Write = 1 << 1, Create = 1 << 2, Append = 1 << 3, Exclusive = 1 << 5, Truncate = 1 << 8, Created = 1 << 14;

    /// <summary>The flags of the opened file, in the capture's own numbers (libs' PPM_O_*).</summary>
    public static uint Flags(Event e) => e.Code == SyscallCreatX ? Write | Create | Truncate : e.Fd?.OpenFlags ?? 0;

    public static bool Writes(uint flags) => (flags & Write) != 0;

    public static bool Appends(uint flags) => (flags & Append) != 0;

    /// <summary>The file may not have been there before.</summary>
    public static bool Creates(uint flags) => (flags & Create) != 0;

    /// <summary>The file was not there before: the call says that it must not be, or the kernel that it was not.</summary>
    public static bool IsNew(uint flags) => (flags & Created) != 0 || (flags & (Create | Exclusive)) == (Create | Exclusive);

    /// <summary>Nothing that stood in the file before is in it any more.</summary>
    public static bool Empties(uint flags) => Writes(flags) && (flags & Truncate) != 0 || IsNew(flags);
}
