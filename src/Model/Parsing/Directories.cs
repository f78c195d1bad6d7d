using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>Working directories and roots.</summary>
static class Directories
{
    const long CurrentDirectory = -100;

    static readonly byte[] s_unknown = "<UNKNOWN>"u8.ToArray();
    static readonly byte[] s_here = "."u8.ToArray();

    public static void OnChdir(StateEngine s)
    {
        if (s.Thread is not null && s.Raw.Int64(0) >= 0)
            Enter(s, s.Raw.Text(1), s.Raw.Param(1).Length);
    }

    public static void OnFchdir(StateEngine s)
    {
        if (s.Thread is not null && s.Fd is not null && s.Raw.Int64(0) >= 0)
            Enter(s, s.Fd.Name, s.Fd.Name.Length);
    }

    public static void OnChroot(StateEngine s)
    {
        if (s.Thread is not { } thread || s.Raw.Int64(0) != 0)
            return;
        var info = s.Edit(thread);
        info.Root = Resolve(s, thread, s.Raw.Param(1));
        s.Containers.Resolve(info);
    }

    /// <summary>The directory that a name is relative to. Making an fd the event's own is what libs does here.</summary>
    public static byte[] Of(StateEngine s, TrackedThread thread, ReadOnlySpan<byte> name, long dirfd)
    {
        if (name.Length > 0 && name[0] == '/')
            return s_here;
        if (dirfd == CurrentDirectory)
            return CwdOf(s, thread);
        s.SetFd(thread, dirfd);
        return s.Fd is null ? s_unknown : [.. s.Fd.Name, (byte)'/'];
    }

    /// <summary>The working directory of a thread's process, with a slash at its end.</summary>
    public static byte[] CwdOf(StateEngine s, TrackedThread thread) => s.MainOf(thread)?.Newest.Cwd ?? "./"u8.ToArray();

    public static byte[] WithSlash(byte[] path) => path.Length > 0 && path[^1] == '/' ? path : [.. path, (byte)'/'];

    /// <summary>A text parameter up to its NUL.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> parameter)
    {
        var nul = parameter.IndexOf((byte)0);
        return nul < 0 ? parameter : parameter[..nul];
    }

    static byte[] Resolve(StateEngine s, TrackedThread thread, ReadOnlySpan<byte> path) =>
        Paths.Combine(CwdOf(s, thread), Text(path), path.Length);

    static void Enter(StateEngine s, ReadOnlySpan<byte> path, int recordedLength)
    {
        if (s.MainOf(s.Thread!) is not { } main)
            return;
        var cwd = WithSlash(Paths.Combine(main.Newest.Cwd, path, recordedLength));
        if (!cwd.AsSpan().SequenceEqual(main.Newest.Cwd))
            s.Edit(main).Cwd = cwd;
    }
}
