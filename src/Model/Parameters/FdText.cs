using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Parameters;

/// <summary>What is printed about a file descriptor beside its number.</summary>
public static class FdText
{

    /// <summary>The letter of a type, as in <c>3(&lt;f&gt;/etc/passwd)</c>.</summary>
    public static byte TypeChar(FdType type, bool later) => type switch
    {
        FdType.File or FdType.FileV2 => (byte)'f',
        FdType.Directory => (byte)'d',
        FdType.IPv4 or FdType.IPv4Server => (byte)'4',
        FdType.IPv6 or FdType.IPv6Server => (byte)'6',
        FdType.Fifo => (byte)'p',
        FdType.Unix => (byte)'u',
        FdType.Event => (byte)'e',
        FdType.Unknown => (byte)'o',
        FdType.Unsupported => (byte)'X',
        FdType.SignalFd => (byte)'s',
        FdType.EventPoll => (byte)'l',
        FdType.Inotify => (byte)'i',
        FdType.TimerFd => (byte)'t',
        FdType.Netlink => (byte)'n',
        FdType.Bpf when later => (byte)'b',
        FdType.UserFaultFd when later => (byte)'u',
        FdType.IoUring when later => (byte)'r',
        FdType.MemFd when later => (byte)'m',
        FdType.PidFd when later => (byte)'P',
        _ => (byte)'?',
    };

    /// <summary>The name of a type, as fd.type has it.</summary>
    public static ReadOnlySpan<byte> TypeName(FdType type) => type switch
    {
        FdType.File or FdType.FileV2 => "file"u8,
        FdType.Directory => "directory"u8,
        FdType.IPv4 or FdType.IPv4Server => "ipv4"u8,
        FdType.IPv6 or FdType.IPv6Server => "ipv6"u8,
        FdType.Unix => "unix"u8,
        FdType.Fifo => "pipe"u8,
        FdType.Event => "event"u8,
        FdType.SignalFd => "signalfd"u8,
        FdType.EventPoll => "eventpoll"u8,
        FdType.Inotify => "inotify"u8,
        FdType.TimerFd => "timerfd"u8,
        FdType.Netlink => "netlink"u8,
        FdType.Bpf => "bpf"u8,
        FdType.UserFaultFd => "userfaultfd"u8,
        FdType.IoUring => "io_uring"u8,
        FdType.MemFd => "memfd"u8,
        FdType.PidFd => "pidfd"u8,
        _ => "<NA>"u8,
    };

    /// <summary>The protocol as the tools see it: a connection whose sides aren't known has none.</summary>
    public static byte L4Proto(FdInfo? fd) => fd?.Type switch
    {
        null => 0,
        FdType.IPv4 or FdType.IPv6 => fd.L4Proto == L4.Raw || fd.HasRole ? fd.L4Proto : L4.NotAny,
        FdType.IPv4Server or FdType.IPv6Server => fd.L4Proto,
        _ => L4.NotAny,
    };

    /// <summary><c>&lt;4t&gt;</c> and the name.</summary>
    internal static void WriteTypeAndName(Utf8Writer to, FdInfo fd, in EventParam p)
    {
        to.Write('<');
        to.Write(TypeChar(fd.Type, later: p.Event.State.Generation != Generation.EnterExit));
        if (fd.IsIPv4 || fd.IsIPv6)
        {
            switch (L4Proto(fd))
            {
                case L4.Tcp: to.Write('t'); break;
                case L4.Udp: to.Write('u'); break;
                case L4.Icmp: to.Write('i'); break;
                case L4.Raw: to.Write('r'); break;
            }
        }
        to.Write('>');
        p.WriteName(to, fd.Name);
    }
}
