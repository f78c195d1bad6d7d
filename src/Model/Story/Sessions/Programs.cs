using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Sessions;

/// <summary>Programs with a part in logging in, known by their names.</summary>
public static class Programs
{
    static readonly HashSet<byte[]> s_servers = Names("sshd", "sshd-session", "sshd-auth", "dropbear", "telnetd", "in.telnetd", "utelnetd",
        "rlogind", "in.rlogind", "rshd", "in.rshd", "rexecd", "in.rexecd", "login");
    static readonly HashSet<byte[]> s_switchers = Names("su", "sudo", "doas", "runuser", "pkexec");
    static readonly HashSet<byte[]> s_shells = Names("sh", "bash", "dash", "ash", "zsh", "ksh", "ksh93", "mksh", "csh", "tcsh", "fish", "rbash", "busybox");

    /// <summary>It takes logins from elsewhere, or asks for name and password.</summary>
    public static bool IsLoginServer(ReadOnlySpan<byte> comm) => Contains(s_servers, comm);

    /// <summary>It starts a program as another user.</summary>
    public static bool IsSwitcher(ReadOnlySpan<byte> comm) => Contains(s_switchers, comm);

    public static bool IsShell(ReadOnlySpan<byte> comm) => Contains(s_shells, comm);

    /// <summary>A shell that reads commands, rather than one that was given a command or a script.</summary>
    public static bool IsInteractive(ReadOnlySpan<byte> comm, ReadOnlySpan<byte> args)
    {
        if (!IsShell(comm))
            return false;
        foreach (var range in args.Split((byte)0))
        {
            var word = args[range];
            if (word.IsEmpty)
                continue;
            if (word[0] is not ((byte)'-' or (byte)'+') || word.StartsWith("-c"u8))
                return false;
        }
        return true;
    }

    /// <summary>
    /// The user in the title that sshd gives its processes: <c>sshd: root [priv]</c>, <c>sshd: alice@pts/1</c>; empty where the title
    /// names none. One who doesn't exist is <c>unknown</c> there.
    /// </summary>
    public static ReadOnlySpan<byte> UserOf(ReadOnlySpan<byte> title)
    {
        if (!title.StartsWith("sshd"u8) || title.IndexOf(": "u8) is not (> 0 and var colon))
            return default;
        var rest = title[(colon + 2)..];
        if (rest.IsEmpty || rest[0] is (byte)'[' or (byte)'/')
            return default;
        var end = rest.IndexOfAny((byte)' ', (byte)'@');
        return end < 0 ? rest : rest[..end];
    }

    static HashSet<byte[]> Names(params string[] names) => new(names.Select(Encoding.ASCII.GetBytes), ByteKey.Comparer);

    static bool Contains(HashSet<byte[]> names, ReadOnlySpan<byte> name) => names.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(name);
}
