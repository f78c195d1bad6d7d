using System.Buffers;
using System.Text;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Rules;

/// <summary>What a path says by where it lies and what it is called.</summary>
static class Places
{
    static readonly byte[][] s_temporary = ["/tmp/"u8.ToArray(), "/var/tmp/"u8.ToArray(), "/dev/shm/"u8.ToArray(), "/run/shm/"u8.ToArray()];

    static readonly byte[][] s_system = ["/usr/bin/"u8.ToArray(), "/usr/sbin/"u8.ToArray(), "/usr/lib/"u8.ToArray(), "/usr/lib64/"u8.ToArray(),
        "/bin/"u8.ToArray(), "/sbin/"u8.ToArray(), "/lib/"u8.ToArray(), "/lib64/"u8.ToArray(), "/usr/local/bin/"u8.ToArray(), "/usr/local/sbin/"u8.ToArray(), "/dev/"u8.ToArray()];

    static readonly byte[][] s_binaries = ["/bin/"u8.ToArray(), "/sbin/"u8.ToArray(), "/usr/bin/"u8.ToArray(), "/usr/sbin/"u8.ToArray()];

    // What desktops, package managers, build tools and editors hide there.
    static readonly byte[][] s_known =
    [
        .. new[] { ".X", ".ICE-unix", ".font-unix", ".Test-unix", ".mount_", ".ansible", ".git", ".svn", ".hg", ".build-id", ".venv", ".bin", ".cache", ".local",
            ".config", ".npm", ".nvm", ".cargo", ".rustup", ".dotnet", ".NET", ".vscode", ".org.chromium", ".com.google", ".wine", ".docker", ".pki", ".uuid",
            ".hmac", ".dpkg", ".apt", ".rpm", ".pwd.lock", ".placeholder", ".keep", ".snap", ".terraform", ".gradle", ".m2", ".ivy", ".tox", ".nox", ".pytest" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    static readonly byte[][] s_documents =
        [.. new[] { ".pdf", ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".ico", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".mp3", ".mp4", ".avi" }.Select(Encoding.ASCII.GetBytes)];

    static readonly HashSet<byte[]> s_tools = new(
        new[] { "ls", "dir", "ps", "top", "pstree", "find", "lsof", "netstat", "ss", "ifconfig", "md5sum", "locate", "slocate", "syslogd", "w", "who", "last", "sshd", "login" }
            .Select(Encoding.ASCII.GetBytes), ByteKey.Comparer);

    /// <summary>A folder that everybody may write to.</summary>
    public static bool IsTemporary(ReadOnlySpan<byte> path) => BeginsWithOneOf(path, s_temporary);

    /// <summary>Programs and devices, where nothing is hidden for a good reason.</summary>
    public static bool IsSystem(ReadOnlySpan<byte> path) => BeginsWithOneOf(path, s_system) && !IsTemporary(path);

    /// <summary>A file as another process has it: <c>/proc/N/root/...</c>.</summary>
    public static bool IsRootOfOther(ReadOnlySpan<byte> path)
    {
        if (!path.StartsWith("/proc/"u8))
            return false;
        var end = path[6..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end > 0 && path[(6 + end)..].StartsWith("/root/"u8);
    }

    /// <summary>The path up to its first part that is hidden where it should not be, by a dot or by blanks; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Hidden(ReadOnlySpan<byte> path)
    {
        if (!IsTemporary(path) && !IsSystem(path))
            return default;
        for (int at = 0, end; at < path.Length; at = end)
        {
            var length = path[(at + 1)..].IndexOf((byte)'/');
            end = length < 0 ? path.Length : at + 1 + length;
            var part = path[(at + 1)..end];
            if (!part.IsEmpty && (part[0] == '.' || IsBlank(part)) && !BeginsWithOneOf(part, s_known))
                return path[..end];
        }
        return default;
    }

    /// <summary>The name is that of a document or picture.</summary>
    public static bool IsDocument(ReadOnlySpan<byte> path)
    {
        foreach (var ending in s_documents)
            if (path.Length > ending.Length && Ascii.EqualsIgnoreCase(path[^ending.Length..], ending))
                return true;
        return false;
    }

    /// <summary>A program by which one sees who and what is on a machine, in a folder of programs.</summary>
    /// <param name="isOwn">It is this machine's own folder, not one of another tree.</param>
    public static bool IsTool(ReadOnlySpan<byte> path, out bool isOwn)
    {
        var name = NameFit.Base(path);
        var folder = path[..^name.Length];
        isOwn = false;
        if (!folder.EndsWith("bin/"u8) || !s_tools.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(name))
            return false;
        foreach (var own in s_binaries)
            isOwn |= folder.SequenceEqual(own);
        return true;
    }

    /// <summary>Nothing of the name is seen in a listing but dots.</summary>
    static bool IsBlank(ReadOnlySpan<byte> name)
    {
        while (Rune.DecodeFromUtf8(name, out var rune, out var length) == OperationStatus.Done)
        {
            if (rune.Value != '.' && !Quoted.HasNoInk(rune))
                return false;
            name = name[length..];
        }
        return name.IsEmpty;
    }

    static bool BeginsWithOneOf(ReadOnlySpan<byte> text, byte[][] all)
    {
        foreach (var one in all)
            if (text.StartsWith(one))
                return true;
        return false;
    }
}
