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
                    entries.Add(Entry(pid, fd, path, target, sockets));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What was found before the process went, or before the door was closed.
        }
        return entries;
    }

    static FdEntry Entry(int pid, long fd, string path, byte[] target, ProcSockets sockets)
    {
        var entry = new FdEntry { Fd = fd, Name = target, Type = FdType.Unsupported };
        if (Bracketed(target, "socket:["u8) is { } socket)
        {
            entry.Ino = socket;
            sockets.Describe(pid, entry);
        }
        else if (Bracketed(target, "pipe:["u8) is { } pipe)
            (entry.Type, entry.Ino) = (FdType.Fifo, pipe);
        else if (target.AsSpan().StartsWith("anon_inode:"u8))
            entry.Type = Anonymous(target.AsSpan(11));
        else if (target[0] == '/')
            DescribeFile(pid, fd, path, entry);
        return entry;
    }

    static void DescribeFile(int pid, long fd, string path, FdEntry entry)
    {
        const uint kind = 0xF000, folder = 0x4000, fifo = 0x1000;
        stat about = default;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + "\0"))
            if (stat(name, &about) != 0)
                return;
        var mode = (uint)about.st_mode & kind;
        entry.Ino = (ulong)about.st_ino;
        entry.Dev = (uint)(ulong)about.st_dev;
        entry.Type = mode == folder ? FdType.Directory : mode == fifo ? FdType.Fifo : FdType.FileV2;
        if (entry.Name.AsSpan().StartsWith("/memfd:"u8))
            entry.Type = FdType.MemFd;
        foreach (var line in ProcFile.Lines($"/proc/{pid}/fdinfo/{fd}"))
            if (line.StartsWith("flags:", StringComparison.Ordinal))
            {
                var flags = Convert.ToUInt32(line[6..].Trim(), 8);
                entry.OpenFlags = s_flags.Shown(flags) | (flags & 3) + 1;
            }
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
