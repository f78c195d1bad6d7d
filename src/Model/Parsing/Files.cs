using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>The open family.</summary>
static class Files
{
    /// <summary>AT_FDCWD as captures hold it.</summary>
    const long CurrentDirectory = -100;
    const uint DirectoryFlag = 1 << 10;

    public static void OnOpen(StateEngine s)
    {
        if (s.Thread is not { } thread)
            return;
        var x = s.Raw;
        var enter = s.EnterEvent();
        var fd = x.Int64(0);
        ReadOnlySpan<byte> name;
        uint flags, dev = 0;
        var dirfd = CurrentDirectory;
        switch (x.Code)
        {
            case EventCode.SyscallOpenX:
                name = x.Param(1);
                flags = x.UInt32(2);
                dev = x.UInt32(4);
                if (enter is { ParamCount: >= 2 } && IsName(enter.Param(0)))
                {
                    name = enter.Param(0);
                    flags = enter.UInt32(1);
                }
                break;
            case EventCode.SyscallCreatX:
                name = x.Param(1);
                flags = 0;
                dev = x.UInt32(3);
                if (enter is { ParamCount: >= 1 } && IsName(enter.Param(0)))
                    name = enter.Param(0);
                break;
            case EventCode.SyscallOpenatX:
                if (enter is null)
                    return;
                dirfd = enter.Int64(0);
                name = enter.Param(1);
                flags = enter.UInt32(2);
                break;
            default:
                dirfd = x.Int64(1);
                name = x.Param(2);
                flags = x.UInt32(3);
                if (x.Code == EventCode.SyscallOpenat_2X)
                    dev = x.UInt32(5);
                if (enter is { ParamCount: >= 3 } && IsName(enter.Param(1)))
                {
                    dirfd = enter.Int64(0);
                    name = enter.Param(1);
                    flags = enter.UInt32(2);
                }
                break;
        }
        var directory = Directories.Of(s, thread, name, dirfd);
        if (fd < 0)
            return;
        s.AddFd(fd, new FdInfo
        {
            Type = (flags & DirectoryFlag) != 0 ? FdType.Directory : FdType.FileV2,
            OpenFlags = flags,
            Dev = dev,
            Name = Paths.Combine(directory, Directories.Text(name), name.Length),
        });
    }

    static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && !Directories.Text(name).SequenceEqual("(NULL)"u8);
}
