using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Story.Rules;

/// <summary>Files whose change alone says what it is for.</summary>
static class Records
{
    /// <summary>A record of what happened on the machine.</summary>
    /// <param name="isOfLogins">Of who was here: those nobody has a reason to remove, however full the disk is.</param>
    public static bool IsLog(ReadOnlySpan<byte> path, out bool isOfLogins)
    {
        isOfLogins = path.SequenceEqual("/run/utmp"u8) || path.SequenceEqual("/var/run/utmp"u8);
        if (isOfLogins)
            return true;
        if (!path.StartsWith("/var/log/"u8) && !path.StartsWith("/var/adm/"u8))
            return false;
        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        isOfLogins = name.SequenceEqual("wtmp"u8) || name.SequenceEqual("btmp"u8) || name.SequenceEqual("lastlog"u8) || name.SequenceEqual("utmp"u8)
            || name.SequenceEqual("secure"u8) || name.SequenceEqual("auth.log"u8) || name.SequenceEqual("audit.log"u8) || name.SequenceEqual("faillog"u8);
        return true;
    }

    /// <summary>A shell's list of what was typed.</summary>
    public static bool IsHistory(ReadOnlySpan<byte> path) => path.EndsWith("/.bash_history"u8) || path.EndsWith("/.zsh_history"u8)
        || path.EndsWith("/.ash_history"u8) || path.EndsWith("/.sh_history"u8) || path.EndsWith("/.history"u8);

    /// <summary>The kernel runs on the machine what is written there, though a container's process has written it.</summary>
    public static bool LeadsOut(ReadOnlySpan<byte> path) => path.EndsWith("/release_agent"u8) || path.EndsWith("/notify_on_release"u8) || path.EndsWith("/sys/kernel/core_pattern"u8)
        || path.EndsWith("/uevent_helper"u8) || path.EndsWith("/sys/kernel/modprobe"u8) || Places.IsRootOfOther(path);

    /// <summary>What somebody gets who may write to a file; null for most files.</summary>
    public static FindingKind? Opens(ReadOnlySpan<byte> path)
    {
        if (path.StartsWith("/etc/"u8))
            return OpensInEtc(path);
        // crontab fills a file of its own, then moves it there.
        if (path.StartsWith("/var/spool/cron/"u8))
            return path.IndexOf("/tmp."u8) < 0 ? FindingKind.AddedCronJob : null;
        if (path.EndsWith("/.ssh/authorized_keys"u8) || path.EndsWith("/.ssh/authorized_keys2"u8))
            return FindingKind.AddedSshKey;
        if (path.StartsWith("/lib/systemd/system/"u8) || path.StartsWith("/usr/lib/systemd/system/"u8) || path.IndexOf("/.config/systemd/user/"u8) > 0)
            return FindingKind.AddedService;
        return path.EndsWith("/.bashrc"u8) || path.EndsWith("/.bash_profile"u8) || path.EndsWith("/.profile"u8) ? FindingKind.ChangedStartScript : null;
    }

    static FindingKind? OpensInEtc(ReadOnlySpan<byte> path)
    {
        if (path.SequenceEqual("/etc/ld.so.preload"u8))
            return FindingKind.PreloadedLibrary;
        if (path.StartsWith("/etc/cron"u8) || path.SequenceEqual("/etc/anacrontab"u8))
            return FindingKind.AddedCronJob;
        if (path.SequenceEqual("/etc/passwd"u8) || path.SequenceEqual("/etc/shadow"u8))
            return FindingKind.ChangedAccounts;
        if (path.StartsWith("/etc/sudoers"u8) && !path.EndsWith(".tmp"u8))
            return FindingKind.ChangedSudoers;
        if (path.StartsWith("/etc/systemd/system/"u8))
            return FindingKind.AddedService;
        return path.StartsWith("/etc/init.d/"u8) || path.StartsWith("/etc/rc"u8) || path.StartsWith("/etc/profile"u8)
            || path.SequenceEqual("/etc/bash.bashrc"u8) || path.SequenceEqual("/etc/inittab"u8) ? FindingKind.ChangedStartScript : null;
    }
}
