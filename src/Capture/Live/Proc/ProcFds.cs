using System.Globalization;
using System.Text;
using CSysdig.Capture.Live.Encoders;
using CSysdig.Capture.Scap;
using Tmds.Linux;
using static Tmds.Linux.LibC;

namespace CSysdig.Capture.Live.Proc;

/// <summary>What a process has open, as the links below /proc/PID/fd tell it.</summary>
static unsafe class ProcFds
{
    static readonly KernelFlags s_flags = KernelFlags.Of("file_flags")!;

    public static List<FdEntry> Read(int pid, ProcSockets sockets)
    {
        var entries = new List<FdEntry>();
        var folder = $"/proc/{pid}/fd";
        try
        {
            foreach (var path in Directory.EnumerateFileSystemEntries(folder))
                if (long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var fd) && ProcFile.Link(path) is { Length: > 0 } target)
                {
                    var entry = Entry(fd, target, target[0] == '/' ? Facts(pid, fd, path) : null);
                    if (target.AsSpan().StartsWith("socket:["u8))
                        sockets.Describe(pid, entry);
                    entries.Add(entry);
                }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was found before the process went, or before the door was closed.
        }
        return entries;
    }

    /// <summary>What a file is, beside its name.</summary>
    /// <param name="Flags">Of its open, the kernel's.</param>
    public readonly record struct FileFacts(uint Mode, ulong Inode, uint Device, uint Flags);

    /// <summary>What is open, by its name and what else is known; null for what the caller finds out about a file.</summary>
    public static FdEntry Entry(long fd, byte[] target, FileFacts? facts)
    {
        var entry = new FdEntry { Fd = fd, Name = target, Type = FdType.Unsupported };
        if (Bracketed(target, "socket:["u8) is { } socket)
            entry.Ino = socket;
        else if (Bracketed(target, "pipe:["u8) is { } pipe)
            (entry.Type, entry.Ino) = (FdType.Fifo, pipe);
        else if (target.AsSpan().StartsWith("anon_inode:"u8))
            entry.Type = Anonymous(target.AsSpan(11));
        else if (target is [(byte)'/', ..] && facts is { } file)
        {
            const uint kind = 0xF000, folder = 0x4000, fifo = 0x1000;
            (entry.Ino, entry.Dev) = (file.Inode, file.Device);
            entry.OpenFlags = s_flags.Shown(file.Flags) | (file.Flags & 3) + 1;
            entry.Type = target.AsSpan().StartsWith("/memfd:"u8) ? FdType.MemFd
                : (file.Mode & kind) switch { folder => FdType.Directory, fifo => FdType.Fifo, _ => FdType.FileV2 };
        }
        return entry;
    }

    static FileFacts? Facts(int pid, long fd, string path)
    {
        stat about = default;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
            if (stat(name, &about) != 0)
                return null;
        var flags = 0u;
        foreach (var line in ProcFile.Lines($"/proc/{pid}/fdinfo/{fd}"))
            if (line.StartsWith("flags:", StringComparison.Ordinal))
                flags = Convert.ToUInt32(line[6..].Trim(), 8);
        return new FileFacts((uint)about.st_mode, (ulong)about.st_ino, (uint)(ulong)about.st_dev, flags);
    }

    static FdType Anonymous(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("[eventpoll]"u8) => FdType.EventPoll,
        _ when name.SequenceEqual("[eventfd]"u8) => FdType.Event,
        _ when name.SequenceEqual("[signalfd]"u8) => FdType.SignalFd,
        _ when name.SequenceEqual("[timerfd]"u8) => FdType.TimerFd,
        _ when name.SequenceEqual("inotify"u8) => FdType.Inotify,
        _ when name.SequenceEqual("[userfaultfd]"u8) => FdType.UserFaultFd,
        _ when name.SequenceEqual("[io_uring]"u8) => FdType.IoUring,
        _ when name.SequenceEqual("[pidfd]"u8) => FdType.PidFd,
        _ when name.StartsWith("bpf"u8) || name.StartsWith("[bpf"u8) => FdType.Bpf,
        _ => FdType.Unsupported,
    };

    static ulong? Bracketed(ReadOnlySpan<byte> target, ReadOnlySpan<byte> start) =>
        target.StartsWith(start) && target.EndsWith("]"u8) && ulong.TryParse(target[start.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var inode) ? inode : null;
}
