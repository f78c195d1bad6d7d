namespace CSysdig.Model.Tracking;

/// <summary>Working directories and roots.</summary>
static class Directories
{
    /// <summary>AT_FDCWD as captures hold it.</summary>
    const long CurrentDirectory = -100;

    static readonly byte[] s_unknown = "<UNKNOWN>"u8.ToArray();
    static readonly byte[] s_here = "."u8.ToArray();
    static readonly byte[] s_noCwd = "./"u8.ToArray();

    /// <summary>chdir and getcwd.</summary>
    public static void OnChdir(StateEngine s)
    {
        if (s.Thread is not null && s.Raw.Int64(0) >= 0)
            Enter(s, s.IsLater ? NulTexts.TextOrNa(s.Raw.Param(1)) : s.Raw.Text(1));
    }

    public static void OnFchdir(StateEngine s)
    {
        if (s.Thread is null || s.Fd is null || s.Raw.Int64(0) < 0)
            return;
        if (s.Fd.Name.Length > 0)
            Enter(s, s.Fd.Name);
        else if (s.State.Compat)
            // 0.29.3 takes an fd without a name for the root.
            Enter(s, s.IsLater ? [] : "/"u8);
        else if (s.Threads.MainOf(s.Thread) is { } main)
            s.Threads.Edit(main).Cwd = s_noCwd;
    }

    public static void OnChroot(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Raw.Int64(0) != 0)
            return;
        var info = s.Threads.Edit(thread);
        info.Root = s.Paths.Combine(CwdOf(s, thread), s.Raw.Text(1));
        s.Containers.Resolve(info);
    }

    /// <summary>The directory that a name is relative to, with a slash at its end.</summary>
    public static byte[] Of(StateEngine s, FollowedThread thread, ReadOnlySpan<byte> name, long dirfd)
    {
        if (name.Length > 0 && name[0] == '/')
            return s_here;
        if (dirfd == CurrentDirectory)
            return CwdOf(s, thread);
        if (!s.State.ExitOnly)
        {
            // Earlier libs takes the directory for the event's fd here, and so shows it when the call fails.
            s.SetFd(thread, dirfd);
            return s.Fd is null ? s_unknown : [.. s.Fd.Name, (byte)'/'];
        }
        return s.FindFd(thread, dirfd) is not { } fd ? s_unknown : fd.Name.Length == 0 ? fd.Name : WithSlash(fd.Name);
    }

    /// <summary>The working directory of a thread's process, with a slash at its end.</summary>
    public static byte[] CwdOf(StateEngine s, FollowedThread thread) => s.Threads.MainOf(thread)?.Newest.Cwd ?? s_noCwd;

    public static byte[] WithSlash(byte[] path) => path.Length > 0 && path[^1] == '/' ? path : [.. path, (byte)'/'];

    static void Enter(StateEngine s, ReadOnlySpan<byte> path)
    {
        if (s.Threads.MainOf(s.Thread!) is not { } main)
            return;
        // 0.25.4 starts from the thread's own directory, which only a main thread has.
        var from = s.State.ExitOnly ? s.Thread!.Newest.Cwd : main.Newest.Cwd;
        var cwd = WithSlash(s.Paths.Combine(from, path));
        if (!cwd.AsSpan().SequenceEqual(main.Newest.Cwd))
            s.Threads.Edit(main).Cwd = cwd;
    }
}
