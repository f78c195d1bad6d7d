using System.Globalization;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live;

/// <summary>Whether this machine can be watched at all; if not, one line says why and what mends it.</summary>
static class Rights
{
    const int SysAdmin = 21, Perfmon = 38, Bpf = 39;
    const int NotPermitted = 1, NoAccess = 13;

    /// <exception cref="CaptureException">It can't; the message is for the user.</exception>
    public static void Check()
    {
        if (!OperatingSystem.IsLinux())
            throw new CaptureException("live capture needs Linux; read a capture with -r FILE");
        if (Environment.OSVersion.Version is var version && version < new Version(5, 8))
            throw new CaptureException($"live capture needs Linux 5.8 or later, and this is {version.Major}.{version.Minor}; read a capture with -r FILE");
        if (!File.Exists("/sys/kernel/btf/vmlinux"))
            throw new CaptureException("live capture needs a kernel with BTF, and /sys/kernel/btf/vmlinux is missing (CONFIG_DEBUG_INFO_BTF); read a capture with -r FILE");
        if (Missing(EffectiveCapabilities()) is { } missing)
            throw new CaptureException(Advice(missing));
    }

    /// <summary>Why the kernel refused the probe.</summary>
    public static string Explain(int error) => error switch
    {
        NotPermitted or NoAccess when Missing(EffectiveCapabilities()) is { } missing => Advice(missing),
        NotPermitted or NoAccess => "the kernel does not allow BPF here (lockdown, a seccomp filter of the container, or kernel.unprivileged_bpf_disabled); run it on the host as root, or read a capture with -r FILE",
        _ => $"the kernel does not take the probe (error {error}); with CSYSDIG_BPF_LOG=1 it says why",
    };

    /// <summary>Which capabilities lack, or null. SYS_ADMIN stands for both.</summary>
    internal static string? Missing(ulong effective)
    {
        if ((effective >> SysAdmin & 1) != 0)
            return null;
        return ((effective >> Bpf & 1) != 0, (effective >> Perfmon & 1) != 0) switch
        {
            (true, true) => null,
            (true, false) => "CAP_PERFMON is missing",
            (false, true) => "CAP_BPF is missing",
            _ => "CAP_BPF and CAP_PERFMON are missing",
        };
    }

    static string Advice(string missing)
    {
        var program = Environment.ProcessPath ?? "sysdig";
        return $"{missing} for live capture: run it with sudo, or give them once with: sudo setcap cap_bpf,cap_perfmon,cap_sys_ptrace,cap_dac_read_search+ep {program}";
    }

    static ulong EffectiveCapabilities()
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
            if (line.StartsWith("CapEff:", StringComparison.Ordinal))
                return ulong.Parse(line.AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return 0;
    }
}
