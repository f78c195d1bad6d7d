using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>The names of a set of capabilities (linux/capability.h), by rising bit.</summary>
static class CapabilityText
{
    static readonly byte[][] s_names =
    [
        "CAP_CHOWN"u8.ToArray(), "CAP_DAC_OVERRIDE"u8.ToArray(), "CAP_DAC_READ_SEARCH"u8.ToArray(), "CAP_FOWNER"u8.ToArray(),
        "CAP_FSETID"u8.ToArray(), "CAP_KILL"u8.ToArray(), "CAP_SETGID"u8.ToArray(), "CAP_SETUID"u8.ToArray(),
        "CAP_SETPCAP"u8.ToArray(), "CAP_LINUX_IMMUTABLE"u8.ToArray(), "CAP_NET_BIND_SERVICE"u8.ToArray(), "CAP_NET_BROADCAST"u8.ToArray(),
        "CAP_NET_ADMIN"u8.ToArray(), "CAP_NET_RAW"u8.ToArray(), "CAP_IPC_LOCK"u8.ToArray(), "CAP_IPC_OWNER"u8.ToArray(),
        "CAP_SYS_MODULE"u8.ToArray(), "CAP_SYS_RAWIO"u8.ToArray(), "CAP_SYS_CHROOT"u8.ToArray(), "CAP_SYS_PTRACE"u8.ToArray(),
        "CAP_SYS_PACCT"u8.ToArray(), "CAP_SYS_ADMIN"u8.ToArray(), "CAP_SYS_BOOT"u8.ToArray(), "CAP_SYS_NICE"u8.ToArray(),
        "CAP_SYS_RESOURCE"u8.ToArray(), "CAP_SYS_TIME"u8.ToArray(), "CAP_SYS_TTY_CONFIG"u8.ToArray(), "CAP_MKNOD"u8.ToArray(),
        "CAP_LEASE"u8.ToArray(), "CAP_AUDIT_WRITE"u8.ToArray(), "CAP_AUDIT_CONTROL"u8.ToArray(), "CAP_SETFCAP"u8.ToArray(),
        "CAP_MAC_OVERRIDE"u8.ToArray(), "CAP_MAC_ADMIN"u8.ToArray(), "CAP_SYSLOG"u8.ToArray(), "CAP_WAKE_ALARM"u8.ToArray(),
        "CAP_BLOCK_SUSPEND"u8.ToArray(), "CAP_AUDIT_READ"u8.ToArray(), "CAP_PERFMON"u8.ToArray(), "CAP_BPF"u8.ToArray(),
        "CAP_CHECKPOINT_RESTORE"u8.ToArray(),
    ];

    public static void Write(Utf8Writer writer, ulong capabilities)
    {
        for (var bit = 0; bit < s_names.Length; bit++)
        {
            if ((capabilities >> bit & 1) == 0)
                continue;
            if (writer.Length > 0)
                writer.Write(' ');
            writer.Write(s_names[bit]);
        }
    }
}
