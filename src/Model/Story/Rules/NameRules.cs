using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;

namespace CSysdig.Model.Story.Rules;

/// <summary>Processes that pose as something else.</summary>
sealed class NameRules(FindingBook book, Actors actors, NameWatch names)
{
    /// <summary>Services that a script has no reason to be called by, unless it is theirs.</summary>
    static readonly HashSet<byte[]> s_services = Trades.Names("sshd", "httpd", "apache", "apache2", "nginx", "mysqld", "mariadbd", "postgres", "redis-server", "cron", "crond", "atd",
        "syslogd", "rsyslogd", "klogd", "systemd", "init", "inetd", "xinetd", "named", "ntpd", "chronyd", "qmail", "qmail-send", "sendmail", "postfix", "exim4", "dovecot",
        "vsftpd", "proftpd", "snmpd", "dbus-daemon", "udevd", "dhclient", "portmap", "rpcbind", "dockerd", "containerd", "kubelet", "agetty", "getty", "bash", "-bash", "sh");

    /// <summary>Looks whether an event told a false name.</summary>
    public void Look(Event e, ulong time)
    {
        if (names.TakeNews() is not { } disguise || e.Thread is not { } thread)
            return;
        var shown = disguise.Pose != Pose.None ? Shown(disguise) : Service(disguise);
        if (shown.IsEmpty || actors.Of(thread) is not { } group || Trades.IsUpkeep(e, thread))
            return;
        var real = Real(disguise.Origin, shown);
        if (!real.IsEmpty)
            book.Note(FindingKind.TookFalseName, Deed.Of(group, e, thread, time), [.. shown, .. " is "u8, .. real], isGrave: true);
    }

    // A title is filled up with NULs or blanks, to hide what stood there before.
    static ReadOnlySpan<byte> Shown(Disguise disguise) =>
        (disguise.Title.Length > 0 && NameFit.Poses(disguise.Title) != Pose.None ? disguise.Title : disguise.Comm).AsSpan().TrimEnd("\0 "u8);

    /// <summary>The name of a service by which a script goes; empty for none.</summary>
    static ReadOnlySpan<byte> Service(Disguise disguise)
    {
        if (disguise.Sign == Sign.Exec || !Scripts.IsInterpreter(NameFit.Base(disguise.Origin.ExePath)) && !Scripts.IsInterpreter(disguise.Origin.Comm))
            return default;
        foreach (var name in (ReadOnlySpan<byte[]>)[disguise.Title, disguise.Comm])
        {
            var end = name.AsSpan().IndexOfAny((byte)' ', (byte)':', (byte)0);
            if (Trades.Contains(s_services, end < 0 ? name : name.AsSpan(0, end)) && !NameFit.Fits(name, disguise.Origin))
                return name.AsSpan().TrimEnd("\0 "u8);
        }
        return default;
    }

    /// <summary>What runs: its line, or where that begins with the lie itself the program's path and its arguments. Empty where nothing else is known than what is shown.</summary>
    static ReadOnlySpan<byte> Real(Origin origin, ReadOnlySpan<byte> shown)
    {
        if (!shown.StartsWith(origin.Argv0) && !origin.Line.AsSpan().SequenceEqual(shown))
            return origin.Line;
        var program = origin.ExePath.Length > 0 ? origin.ExePath : origin.Comm;
        if (program.Length == 0 || shown.StartsWith(program))
            return default;
        var args = origin.Args.AsSpan().TrimEnd((byte)0);
        return args.IsEmpty ? program : [.. program, (byte)' ', .. args];
    }
}
