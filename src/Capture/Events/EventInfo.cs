namespace CSysdig.Capture.Events;

/// <summary>One parameter of an event type.</summary>
/// <param name="Name">As filters and JSON know it, for example <c>res</c>.</param>
/// <param name="Flags">The names of its values, or null.</param>
/// <param name="Dynamic">For <see cref="ParamType.Dyn"/>: the type for each value of the first byte, else null.</param>
/// <param name="DirFd">For <see cref="ParamType.FsRelPath"/>: the index of the parameter that holds the dirfd, else -1.</param>
public sealed record ParamInfo(string Name, ParamType Type, PrintFormat Format, FlagTable? Flags, ParamInfo[]? Dynamic, int DirFd);

/// <summary>One event type of the table: a system call's enter or exit, or another event.</summary>
public sealed class EventInfo
{
    public required EventCode Code { get; init; }
    /// <summary>The table's own identifier, for example <c>SYSCALL_OPENAT_2_X</c>.</summary>
    public required string Id { get; init; }
    /// <summary>The name in <c>evt.type</c>, for example <c>openat</c>.</summary>
    public required string Name { get; init; }
    /// <summary>The same as UTF-8.</summary>
    public required byte[] NameUtf8 { get; init; }
    public required EventCategory Category { get; init; }
    public required EventFlags Flags { get; init; }
    public required ParamInfo[] Params { get; init; }
    /// <summary>Even codes are enter events; every event that is no system call counts as one too.</summary>
    public bool IsEnter => ((ushort)Code & 1) == 0;

    public bool Has(EventFlags flag) => (Flags & flag) != 0;

    /// <summary>The index of the parameter of this name, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Params.Length; i++)
            if (Params[i].Name == name)
                return i;
        return -1;
    }
}
