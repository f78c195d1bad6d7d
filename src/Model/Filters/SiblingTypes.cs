using CSysdig.Model.Filters.Syntax;

namespace CSysdig.Model.Filters;

/// <summary>
/// Calls that do the same by several names: recipes say <c>evt.type=open</c>, and today's programs call openat. Where nothing passes a
/// filter, that may be why.
/// </summary>
public static class SiblingTypes
{
    static readonly string[][] s_families =
    [
        ["open", "openat", "openat2", "creat", "open_by_handle_at"],
        ["fork", "vfork", "clone", "clone3"],
        ["execve", "execveat"],
        ["dup", "dup2", "dup3"],
        ["accept", "accept4"],
        ["stat", "lstat", "fstat", "newfstatat", "statx", "stat64", "lstat64", "fstat64", "fstatat64"],
        ["access", "faccessat", "faccessat2"],
        ["unlink", "unlinkat"],
        ["rmdir", "unlinkat"],
        ["rename", "renameat", "renameat2"],
        ["mkdir", "mkdirat"],
        ["link", "linkat"],
        ["symlink", "symlinkat"],
        ["readlink", "readlinkat"],
        ["mknod", "mknodat"],
        ["chmod", "fchmod", "fchmodat"],
        ["chown", "lchown", "fchown", "fchownat"],
        ["utime", "utimes", "utimensat", "futimesat"],
        ["pipe", "pipe2"],
        ["poll", "ppoll"],
        ["select", "newselect", "_newselect", "pselect6"],
        ["epoll_create", "epoll_create1"],
        ["epoll_wait", "epoll_pwait", "epoll_pwait2"],
        ["eventfd", "eventfd2"],
        ["signalfd", "signalfd4"],
        ["inotify_init", "inotify_init1"],
        ["getdents", "getdents64"],
        ["read", "readv", "pread", "preadv"],
        ["write", "writev", "pwrite", "pwritev"],
        ["send", "sendto", "sendmsg", "sendmmsg"],
        ["recv", "recvfrom", "recvmsg", "recvmmsg"],
        ["kill", "tkill", "tgkill"],
        ["exit", "exit_group", "procexit"],
        ["setuid", "setreuid", "setresuid"],
        ["setgid", "setregid", "setresgid"],
        ["umount", "umount2"],
        ["mmap", "mmap2"],
    ];

    /// <summary>What a user is told whose filter lets nothing through: <c>no open here; openat: 5,436</c>. Null where the names are not why.</summary>
    /// <param name="asked">The types that the filter asks for.</param>
    /// <param name="count">How many events there are of a type.</param>
    public static string? Hint(IReadOnlyList<string> asked, Func<string, long> count)
    {
        var hints = new List<string>();
        foreach (var family in s_families)
        {
            var missing = family.Where(t => asked.Contains(t) && count(t) == 0).ToList();
            var there = missing.Count == 0 ? [] : family.Where(t => !asked.Contains(t)).Select(t => (Type: t, Count: count(t))).Where(t => t.Count > 0).ToList();
            if (there.Count > 0)
                hints.Add(FormattableString.Invariant($"no {string.Join(", ", missing)} here; ")
                    + string.Join(", ", there.OrderByDescending(t => t.Count).Select(t => FormattableString.Invariant($"{t.Type}: {t.Count:#,0}"))));
        }
        return hints.Count == 0 ? null : string.Join("; ", hints);
    }

    /// <summary>The types that events must have to pass, of those that go by several names.</summary>
    internal static IEnumerable<string> AskedBy(SyntaxNode node) => node switch
    {
        AndNode and => and.Terms.SelectMany(AskedBy),
        OrNode or => or.Terms.SelectMany(AskedBy),
        CheckNode { Left: FieldOperand { Text: "evt.type" or "syscall.type" }, Operator: ComparisonOperator.Equal or ComparisonOperator.In or ComparisonOperator.Intersects } check =>
            check.Values.Select(v => v.Text).Where(t => s_families.Any(f => f.Contains(t))),
        _ => [],
    };
}
