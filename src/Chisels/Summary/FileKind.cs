namespace CSysdig.Chisels.Summary;

/// <summary>What a file's name says of its use.</summary>
static class FileKind
{
    static readonly byte[][] s_system =
    [
        [.. "/bin/"u8], [.. "/sbin/"u8], [.. "/boot/"u8], [.. "/etc/"u8], [.. "/lib"u8],
        [.. "/usr/bin/"u8], [.. "/usr/sbin/"u8], [.. "/usr/share/"u8], [.. "/usr/lib"u8],
    ];

    /// <summary>It belongs to the system and seldom changes.</summary>
    public static bool IsSystem(ReadOnlySpan<byte> name)
    {
        foreach (var directory in s_system)
            if (name.StartsWith(directory))
                return true;
        return false;
    }

    /// <summary>A log that is written, not a packed old one.</summary>
    public static bool IsLog(ReadOnlySpan<byte> name) =>
        (name.IndexOf(".log"u8) >= 0 || name.IndexOf("_log"u8) >= 0 || name.IndexOf("/var/log"u8) >= 0)
        && name.IndexOf(".gz"u8) < 0 && name.IndexOf(".tgz"u8) < 0;
}
