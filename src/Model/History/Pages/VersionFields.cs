using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>The fields of versions of threads and fds, in one order for writing and reading; references are the caller's.</summary>
static class VersionFields
{
    public static void Write(ref MessagePackWriter to, ThreadInfo t, TextTable texts)
    {
        to.Write(t.Tid); to.Write(t.Pid); to.Write(t.Ptid); to.Write(t.Sid); to.Write(t.VPgid); to.Write(t.Pgid);
        to.Write(t.VTid); to.Write(t.VPid); to.Write(t.FdLimit); to.Write(t.ReaperTid);
        foreach (var text in (ReadOnlySpan<byte[]>)[t.Comm, t.Exe, t.ExePath, t.Cwd, t.Root, t.Args, t.Env, t.Cgroups])
            to.Write(texts.NumberOf(text));
        to.Write(t.Flags); to.Write(t.Uid); to.Write(t.Gid); to.Write(t.LoginUid); to.Write(t.Tty);
        to.Write(t.MisreadLoginUid is { } login ? login : -1L);
        to.Write(t.MisreadTty is { } tty ? tty : -1L);
        to.Write(t.CapPermitted); to.Write(t.CapEffective); to.Write(t.CapInheritable);
        to.Write(t.ExeIno); to.Write(t.ExeInoCtime); to.Write(t.ExeInoMtime); to.Write(t.ExeInoCtimeDurationClone);
        to.Write(t.ExeInoCtimeDurationPidns); to.Write(t.PidnsInitStart);
        to.Write(t.ExeWritable); to.Write(t.ExeUpperLayer); to.Write(t.ExeLowerLayer); to.Write(t.ExeFromMemfd);
        to.Write(t.CloneTimestamp); to.Write(t.ExecTimestamp);
        to.Write((byte)t.Role); to.Write(t.ChildCount); to.Write(t.ThreadCount);
        to.Write(t.Since);
    }

    public static ThreadInfo ReadThread(ref MessagePackReader from, byte[][] texts) => new()
    {
        Tid = from.ReadInt64(), Pid = from.ReadInt64(), Ptid = from.ReadInt64(), Sid = from.ReadInt64(), VPgid = from.ReadInt64(), Pgid = from.ReadInt64(),
        VTid = from.ReadInt64(), VPid = from.ReadInt64(), FdLimit = from.ReadInt64(), ReaperTid = from.ReadInt64(),
        Comm = texts[from.ReadInt32()], Exe = texts[from.ReadInt32()], ExePath = texts[from.ReadInt32()], Cwd = texts[from.ReadInt32()],
        Root = texts[from.ReadInt32()], Args = texts[from.ReadInt32()], Env = texts[from.ReadInt32()], Cgroups = texts[from.ReadInt32()],
        Flags = from.ReadUInt32(), Uid = from.ReadUInt32(), Gid = from.ReadUInt32(), LoginUid = from.ReadUInt32(), Tty = from.ReadUInt32(),
        MisreadLoginUid = OrNull(from.ReadInt64()),
        MisreadTty = OrNull(from.ReadInt64()),
        CapPermitted = from.ReadUInt64(), CapEffective = from.ReadUInt64(), CapInheritable = from.ReadUInt64(),
        ExeIno = from.ReadUInt64(), ExeInoCtime = from.ReadUInt64(), ExeInoMtime = from.ReadUInt64(), ExeInoCtimeDurationClone = from.ReadUInt64(),
        ExeInoCtimeDurationPidns = from.ReadUInt64(), PidnsInitStart = from.ReadUInt64(),
        ExeWritable = from.ReadBoolean(), ExeUpperLayer = from.ReadBoolean(), ExeLowerLayer = from.ReadBoolean(), ExeFromMemfd = from.ReadBoolean(),
        CloneTimestamp = from.ReadUInt64(), ExecTimestamp = from.ReadUInt64(),
        Role = (ThreadRole)from.ReadByte(), ChildCount = from.ReadInt32(), ThreadCount = from.ReadInt32(),
        Since = from.ReadInt64(),
    };

    public static void Write(ref MessagePackWriter to, FdInfo fd, TextTable texts)
    {
        to.Write(fd.Fd); to.Write((sbyte)fd.Type); to.Write(texts.NumberOf(fd.Name));
        to.Write(fd.NameRaw is null ? -1 : texts.NumberOf(fd.NameRaw));
        to.Write(fd.RealPath is null ? -1 : texts.NumberOf(fd.RealPath));
        to.Write((uint)fd.Flags); to.Write(fd.OpenFlags); to.Write(fd.Dev); to.Write(fd.MountId); to.Write(fd.Ino); to.Write(fd.Pid);
        to.Write(texts.NumberOf(fd.SourceIp)); to.Write(texts.NumberOf(fd.DestinationIp));
        to.Write(fd.SourcePort); to.Write(fd.DestinationPort); to.Write(fd.L4Proto);
        to.Write(fd.UnixSource); to.Write(fd.UnixDestination); to.Write(fd.OpenedAt);
        to.Write(fd.Since);
    }

    public static FdInfo ReadFd(ref MessagePackReader from, byte[][] texts) => new()
    {
        Fd = from.ReadInt64(), Type = (FdType)from.ReadSByte(), Name = texts[from.ReadInt32()],
        NameRaw = from.ReadInt32() is >= 0 and var raw ? texts[raw] : null,
        RealPath = from.ReadInt32() is >= 0 and var real ? texts[real] : null,
        Flags = (FdFlags)from.ReadUInt32(), OpenFlags = from.ReadUInt32(), Dev = from.ReadUInt32(), MountId = from.ReadUInt32(), Ino = from.ReadUInt64(), Pid = from.ReadInt64(),
        SourceIp = texts[from.ReadInt32()], DestinationIp = texts[from.ReadInt32()],
        SourcePort = from.ReadUInt16(), DestinationPort = from.ReadUInt16(), L4Proto = from.ReadByte(),
        UnixSource = from.ReadUInt64(), UnixDestination = from.ReadUInt64(), OpenedAt = from.ReadInt64(),
        Since = from.ReadInt64(),
    };

    public static void Write(ref MessagePackWriter to, long since, ThreadMemory? memory)
    {
        memory ??= new ThreadMemory(0, 0, 0, 0, 0);
        to.Write(since); to.Write(memory.VmSizeKb); to.Write(memory.VmRssKb); to.Write(memory.VmSwapKb); to.Write(memory.PfMajor); to.Write(memory.PfMinor);
    }

    public static ThreadMemory ReadMemory(ref MessagePackReader from) =>
        new(from.ReadUInt32(), from.ReadUInt32(), from.ReadUInt32(), from.ReadUInt64(), from.ReadUInt64());

    public static void Write(ref MessagePackWriter to, long since, ProcessorTimes? times)
    {
        times ??= new ProcessorTimes(0, 0, 0, 0);
        to.Write(since); to.Write(times.User); to.Write(times.System); to.Write(times.UserBefore); to.Write(times.SystemBefore);
    }

    public static ProcessorTimes ReadTimes(ref MessagePackReader from) =>
        new(from.ReadUInt64(), from.ReadUInt64(), from.ReadUInt64(), from.ReadUInt64());

    /// <summary>Turn by turn: numbers and times as distances from the turn before, which are short.</summary>
    public static void Write(ref MessagePackWriter to, in RunTime time)
    {
        to.Write(time.Count);
        var (number, total) = (0L, 0UL);
        foreach (var (since, until) in time.All)
        {
            to.Write(since - number);
            to.Write(until - total);
            (number, total) = (since, until);
        }
    }

    public static RunTime ReadRunTime(ref MessagePackReader from)
    {
        var time = new RunTime();
        var number = 0L;
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            number += from.ReadInt64();
            time.Add(from.ReadUInt64(), number, keep: true);
        }
        return time;
    }

    static uint? OrNull(long value) => value < 0 ? null : (uint)value;
}
