using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live;

/// <summary>A terminal of this machine that others use, which its name alone does not tell from one that got the same name later, or has it in a container.</summary>
public static unsafe class MachineTerminal
{
    const string Pseudo = "pts/", Gone = "it is not that session's terminal any more";

    /// <summary>Where programs have their terminal: the standard descriptors, and a shell the one of its own.</summary>
    static readonly int[] s_usual = [0, 1, 2, 255];

    /// <summary>Writes to a pseudo terminal, all at once and without waiting for one that takes nothing.</summary>
    /// <param name="name">Its name below /dev: <c>pts/3</c>.</param>
    /// <param name="users">Processes with the times at which they were started, in nanoseconds since the epoch: one must be there and have the terminal open.</param>
    /// <returns>Null when it was written, else why not, as the end of a sentence.</returns>
    public static string? Write(string name, IEnumerable<(long Pid, ulong Started)> users, ReadOnlySpan<byte> bytes)
    {
        if (!name.StartsWith(Pseudo, StringComparison.Ordinal) || !uint.TryParse(name.AsSpan(Pseudo.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return "only pseudo terminals (/dev/pts) can be written to";
        int terminal;
        // As long as it is open here its name is nobody else's.
        fixed (byte* path = Encoding.ASCII.GetBytes($"/dev/{Pseudo}{number}\0"))
            terminal = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
        if (terminal < 0)
            return errno == ENOENT ? Gone : Reason(errno);
        try
        {
            return Find(terminal, "", out var found) && (found.stx_mode & S_IFMT) == S_IFCHR && isatty(terminal) == 1
                ? users.Any(user => Has(user.Pid, found) && MachineProcess.IsSame(user.Pid, user.Started)) ? Write(terminal, bytes) : Gone
                : "it is no terminal";
        }
        finally
        {
            close(terminal);
        }
    }

    static string? Write(int terminal, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
            for (var done = 0; done < bytes.Length;)
            {
                var written = (int)write(terminal, from + done, bytes.Length - done);
                if (written > 0)
                    done += written;
                else if (errno == EAGAIN)
                    return done == 0 ? "it takes nothing now" : "it took a part only";
                else if (errno != EINTR)
                    return Reason(errno);
            }
        return null;
    }

    static bool Has(long pid, in statx terminal)
    {
        foreach (var fd in s_usual)
            if (Find(AT_FDCWD, $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/fd/{fd}", out var has) && has.stx_ino == terminal.stx_ino
                && (has.stx_dev_major, has.stx_dev_minor) == (terminal.stx_dev_major, terminal.stx_dev_minor))
                return true;
        return false;
    }

    /// <param name="path">Empty for the descriptor itself.</param>
    static bool Find(int descriptor, string path, out statx facts)
    {
        fixed (statx* into = &facts)
        fixed (byte* name = Encoding.ASCII.GetBytes(path + '\0'))
            return LibC.statx(descriptor, name, path.Length == 0 ? AT_EMPTY_PATH : 0, STATX_BASIC_STATS, into) == 0;
    }

    static string Reason(int error) => Marshal.GetPInvokeErrorMessage(error).ToLowerInvariant();
}
