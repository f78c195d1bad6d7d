using System.Text;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Story.Names;

/// <summary>
/// Whether a name that a process shows could be its own. Much that looks odd is custom: a login shell's dash, <c>nginx: worker
/// process</c>, a script under its interpreter, a name cut after fifteen characters.
/// </summary>
public static class NameFit
{
    const int ScriptWords = 4, TitleWords = 3, Shortest = 3;

    static readonly byte[][] s_kernelThreads =
    [
        .. new[] { "kworker", "ksoftirqd", "kthreadd", "migration/", "rcu_", "kdevtmpfs", "kswapd", "watchdog/", "jbd2/", "khugepaged", "kcompactd",
            "kblockd", "kauditd", "khungtaskd", "cpuhp/", "idle_inject/", "scsi_eh_", "irq/", "kintegrityd", "ksmd", "kpsmoused", "kthrotld" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>Whether a name or title is one that the program may go by.</summary>
    public static bool Fits(ReadOnlySpan<byte> name, Origin origin)
    {
        // systemd names what it is about to become so, in brackets of this kind.
        if (name.IsEmpty || name[0] == '(' || name.SequenceEqual("MainThread"u8))
            return true;
        var words = 0;
        foreach (var range in name.SplitAny((byte)' ', (byte)0, (byte)':'))
        {
            var word = Base(name[range]);
            if (word.IsEmpty)
                continue;
            if (IsOneOf(word, origin))
                return true;
            if (++words == TitleWords)
                break;
        }
        // A path whose folder has a blank or a colon in its name is no title.
        return IsOneOf(Base(name), origin);
    }

    /// <summary>Whether the first word a program was called by fits what was run: by its path, its name, or the script's name.</summary>
    public static bool FitsExec(ReadOnlySpan<byte> argv0, ReadOnlySpan<byte> comm, ReadOnlySpan<byte> exePath, ReadOnlySpan<byte> args)
    {
        if (argv0.IsEmpty || argv0[0] == '-' && Programs.IsShell(comm))
            return true;
        var word = Base(argv0.IndexOf((byte)' ') is > 0 and var blank && argv0[0] != '/' ? argv0[..blank] : argv0);
        if (IsSame(word, comm) || IsSame(word, Base(exePath)))
            return true;
        var isPose = Poses(argv0) != Pose.None;
        // Run from an fd the kernel knows no better name than the fd's number; from /proc/self/exe no better than exe.
        if (!isPose && (comm.SequenceEqual("exe"u8) || comm.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0))
            return true;
        return HasScript(args, comm);
    }

    /// <summary>What a name pretends, if it is not the process's own.</summary>
    public static Pose Poses(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return Pose.None;
        if (name[0] == '[' || IsKernelThread(name))
            return Pose.KernelThread;
        return name[0] == '/' ? Pose.Path : Pose.None;
    }

    /// <summary>A user's program never has a name of the kernel's threads.</summary>
    public static bool IsKernelThread(ReadOnlySpan<byte> name)
    {
        foreach (var thread in s_kernelThreads)
            if (name.StartsWith(thread))
                return true;
        return false;
    }

    /// <summary>The last part of a path, without the dash of a login shell.</summary>
    public static ReadOnlySpan<byte> Base(ReadOnlySpan<byte> path)
    {
        path = path[(path.LastIndexOf((byte)'/') + 1)..];
        return path is [(byte)'-', ..] ? path[1..] : path;
    }

    static bool IsOneOf(ReadOnlySpan<byte> word, Origin origin)
    {
        if (IsSame(word, origin.Comm) || IsSame(word, Base(origin.ExePath)) || IsSame(word, Base(FirstWord(origin.Argv0))))
            return true;
        var words = 0;
        var isProgram = false;
        foreach (var range in origin.Args.AsSpan().Split((byte)0))
        {
            var arg = origin.Args.AsSpan()[range];
            // What an interpreter is given to run is text, whatever stands behind its last slash.
            if (!isProgram && !arg.IsEmpty && arg[0] != '-' && IsSame(word, Base(arg)))
                return true;
            isProgram = arg is [(byte)'-', not (byte)'-', ..] && arg[^1] is (byte)'e' or (byte)'E' or (byte)'c' or (byte)'r';
            if (++words == ScriptWords)
                break;
        }
        return false;
    }

    static bool HasScript(ReadOnlySpan<byte> args, ReadOnlySpan<byte> comm)
    {
        var words = 0;
        foreach (var range in args.Split((byte)0))
        {
            if (IsSame(Base(args[range]), comm))
                return true;
            if (++words == ScriptWords)
                break;
        }
        return false;
    }

    static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> text) => text.IndexOfAny((byte)' ', (byte)':') is > 0 and var end && text[0] != '/' ? text[..end] : text;

    // Names are cut, and versions are added: python and python3.11 are the same, and cron calls its child CRON.
    static bool IsSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var length = Math.Min(one.Length, other.Length);
        return length > 0 && (one.Length == other.Length || length >= Shortest) && Ascii.EqualsIgnoreCase(one[..length], other[..length]);
    }
}

/// <summary>What a false name pretends.</summary>
public enum Pose : byte
{
    None,
    /// <summary>To be a program at a path.</summary>
    Path,
    /// <summary>To be a thread of the kernel.</summary>
    KernelThread,
}
