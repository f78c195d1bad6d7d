namespace CSysdig.Model.State;

/// <summary>Measures about how much memory the state takes; texts that several share count for the first.</summary>
sealed class StateSize
{
    /// <summary>What a thread, an fd, and an fd of a copied table take without their texts.</summary>
    public const int Thread = 1024, Fd = 320, CopiedFd = 100;

    const int Array = 24;

    readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    public long Of(TrackedThread thread)
    {
        var info = thread.Newest;
        var bytes = Thread + Text(info.Comm) + Text(info.Exe) + Text(info.ExePath) + Text(info.Cwd) + Text(info.Root) + Text(info.Args) + Text(info.Env) + Text(info.Cgroups);
        if (_seen.Add(thread.OwnFds))
            foreach (var (_, fd) in thread.OwnFds.Open)
                bytes += _seen.Add(fd) ? Fd + Text(fd.Name) + Text(fd.NameRaw ?? []) + Text(fd.RealPath ?? []) : CopiedFd;
        return bytes;
    }

    long Text(byte[] text) => text.Length > 0 && _seen.Add(text) ? Array + text.Length : 0;
}
