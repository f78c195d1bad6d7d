using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live;

/// <summary>Whose a file is, which .NET does not tell: in a place for caches another user may have put something in ours.</summary>
public static unsafe class OwnFile
{
    const uint FolderType = 0x4000, FileType = 0x8000, TypeMask = 0xf000, OthersMayWrite = 0x12;

    /// <summary>A folder of this user's that no other can change, and no link to one. Outside Linux it is enough that it is no link.</summary>
    public static bool IsFolder(string path) => OperatingSystem.IsLinux() ? Is(path, FolderType)
        : new DirectoryInfo(path) is { Exists: true, LinkTarget: null };

    /// <summary>A plain file of this user's: no link, no pipe that would never end.</summary>
    public static bool IsFile(string path) => OperatingSystem.IsLinux() ? Is(path, FileType)
        : new FileInfo(path) is { Exists: true, LinkTarget: null };

    static bool Is(string path, uint type)
    {
        statx facts = default;
        fixed (byte* at = System.Text.Encoding.UTF8.GetBytes(path + '\0'))
            if (statx(AT_FDCWD, at, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &facts) != 0)
                return false;
        return (facts.stx_mode & TypeMask) == type && facts.stx_uid == (uint)geteuid() && (facts.stx_mode & OthersMayWrite) == 0;
    }
}
