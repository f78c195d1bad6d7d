using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Calls that open a file.</summary>
static class Files
{
    const uint DirectoryFlag = 1 << 10, CreatedFlag = 1 << 14, UpperLayer = 1 << 15, LowerLayer = 1 << 16;
    const uint CreatUpperLayer = 1, CreatLowerLayer = 2;

    public static void OnOpen(StateEngine s)
    {
        if (s.Thread is not { } thread)
            return;
        var x = s.Raw;
        var enter = s.EnterEvent();
        ReadOnlySpan<byte> name, directory;
        uint flags, dev;
        ulong ino;
        switch (x.Code)
        {
            case EventCode.SyscallOpenX:
                name = x.Param(1);
                flags = x.UInt32(2);
                dev = x.UInt32(4);
                ino = x.UInt64(5);
                Prefer(enter, 0, 1, ref name, ref flags);
                directory = Directories.CwdOf(s, thread);
                break;
            case EventCode.SyscallCreatX:
                name = x.Param(1);
                flags = LayerOf(x.UInt16(5));
                dev = x.UInt32(3);
                ino = x.UInt64(4);
                var none = 0u;
                Prefer(enter, 0, -1, ref name, ref none);
                directory = Directories.CwdOf(s, thread);
                break;
            case EventCode.SyscallOpenatX:
                if (enter is null)
                    return;
                name = enter.Param(1);
                flags = enter.UInt32(2);
                dev = 0;
                ino = 0;
                directory = Directories.Of(s, thread, name, enter.Int64(0));
                break;
            case EventCode.SyscallOpenByHandleAtX:
                name = x.Param(3);
                flags = x.UInt32(2);
                dev = x.UInt32(4);
                ino = x.UInt64(5);
                directory = default;
                break;
            default:
                var at = x.Code == EventCode.SyscallOpenat_2X ? 5 : 6;
                name = x.Param(2);
                flags = x.UInt32(3);
                dev = x.UInt32(at);
                ino = x.UInt64(at + 1);
                var dirfd = Prefer(enter, 1, 2, ref name, ref flags) ? enter!.Int64(0) : x.Int64(1);
                directory = Directories.Of(s, thread, name, dirfd);
                break;
        }
        var fd = x.Int64(0);
        if (fd < 0)
            return;
        var text = s.IsLater ? NulTexts.TextOrNa(name) : NulTexts.Text(name);
        var path = s.Paths.Combine(directory, text);
        s.AddFd(fd, new FdInfo
        {
            Type = (flags & DirectoryFlag) != 0 ? FdType.Directory : FdType.FileV2,
            OpenFlags = flags,
            Dev = dev,
            Ino = ino,
            Flags = LayerFlags(flags),
            Name = path,
            NameRaw = text.ToArray(),
            RealPath = x.ResolvedPath is { IsEmpty: false } real && !real.SequenceEqual(path) ? real.ToArray() : null,
        });
    }

    /// <summary>A memfd's name is no path.</summary>
    public static void OnMemFd(StateEngine s)
    {
        if (s.Thread is null)
            return;
        var fd = s.Raw.Int64(0);
        if (fd < 0 && !s.State.Compat)
            return;
        s.AddFd(fd, fd < 0 ? new FdInfo() : new FdInfo
        {
            Type = FdType.MemFd,
            Name = NulTexts.TextOrNa(s.Raw.Param(1)).ToArray(),
            OpenFlags = s.Raw.UInt32(2),
        });
    }

    /// <summary>The enter event tells name and flags before another thread could change them; what the exit adds to the flags stays.</summary>
    static bool Prefer(RawEvent? enter, int nameAt, int flagsAt, ref ReadOnlySpan<byte> name, ref uint flags)
    {
        if (enter is null || enter.ParamCount <= Math.Max(nameAt, flagsAt))
            return false;
        var text = enter.Param(nameAt);
        if (text.IsEmpty || NulTexts.Text(text).SequenceEqual("(NULL)"u8) || NulTexts.Text(text).SequenceEqual("<NA>"u8))
            return false;
        name = text;
        if (flagsAt >= 0)
            flags = enter.UInt32(flagsAt) | flags & ~(CreatedFlag - 1);
        return true;
    }

    static uint LayerOf(uint creatFlags) =>
        (creatFlags & CreatUpperLayer) != 0 ? UpperLayer : (creatFlags & CreatLowerLayer) != 0 ? LowerLayer : 0;

    static FdFlags LayerFlags(uint flags) =>
        ((flags & UpperLayer) != 0 ? FdFlags.UpperLayer : 0) | ((flags & LowerLayer) != 0 ? FdFlags.LowerLayer : 0);
}
