using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Fields;

/// <summary>The process of an event: names, command line, limits, memory.</summary>
static class ProcessFields
{
    public static FieldDefinition[] All { get; } =
    [
        Define.ThreadNumber("proc.pid", ParamType.Int64, PrintFormat.Id, "id of the process", t => t.Pid),
        Define.ThreadText("proc.name", "name of the process, as the kernel keeps it (up to 15 bytes)", t => t.Comm),
        Define.ThreadText("proc.exe", "first word of the command line", t => t.Exe),
        Define.ThreadText("proc.exepath", "path of the executable file", t => t.ExePath),
        Define.ThreadText("proc.cmdline", "name and arguments", t => t.CommandLine),
        Define.Text("proc.exeline", "first word of the command line and the arguments", ExeLine, FieldReads.Thread),
        Define.WithArgument("proc.args", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgAllowed, ArgumentSyntax.Bracket,
            "arguments of the command line; proc.args[0] is the first alone", ArgumentsField.Bind),
        Define.WithArgument("proc.env", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgAllowed, ArgumentSyntax.Bracket,
            "environment; proc.env[PATH] is one variable's value", EnvironmentField.Bind),
        Number("proc.cmdnargs", ParamType.UInt64, "number of arguments", t => NulList.Count(t.Args)),
        Number("proc.cmdlenargs", ParamType.UInt64, "bytes of all arguments together", t => NulList.TotalLength(t.Args)),
        Define.Text("proc.cwd", "current directory", (e, _, ref text) =>
        {
            text = e.MainThread is { } main ? main.Cwd : default;
            return e.Thread is not null;
        }, FieldReads.MainThread),
        Define.ThreadNumber("proc.sid", ParamType.Int64, PrintFormat.Id, "id of the session", t => t.Sid),
        Define.ThreadNumber("proc.vpgid", ParamType.Int64, PrintFormat.Id, "id of the process group in its pid namespace", t => t.VPgid),
        Define.ThreadNumber("proc.pgid", ParamType.Int64, PrintFormat.Id, "id of the process group on the host", t => t.Pgid),
        Define.Number("proc.vpid", ParamType.Int64, PrintFormat.Id, "id of the process in its pid namespace",
            (Event e, out long value) => Known(e, e.Thread?.VPid, out value), FieldReads.Thread),
        Define.ThreadNumber("proc.tty", ParamType.UInt32, PrintFormat.Id, "device number of the terminal, 0 without one", t => t.Tty),
        Define.Number("proc.duration", ParamType.RelTime, PrintFormat.Dec, "nanoseconds since the process started",
            (Event e, out long value) => Age(e, e.Thread, out value)),
        Define.Number("proc.pid.ts", ParamType.RelTime, PrintFormat.Dec, "when the process started, in nanoseconds since 1970",
            (Event e, out long value) => Present(e.Thread?.CloneTimestamp ?? 0, out value), FieldReads.Thread),
        Flag("proc.is_exe_writable", "true where the executable may be written by the process's user", t => t.ExeWritable),
        Flag("proc.is_exe_upper_layer", "true where the executable is in the upper layer of an overlayfs", t => t.ExeUpperLayer),
        Flag("proc.is_exe_lower_layer", "true where the executable is in the lower layer of an overlayfs", t => t.ExeLowerLayer),
        Flag("proc.is_exe_from_memfd", "true where the executable is a file in memory", t => t.ExeFromMemfd),
        Flag("proc.is_sid_leader", "true for the leader of its session", t => t.Sid == t.VPid),
        Flag("proc.is_vpgid_leader", "true for the leader of its process group", t => t.VPgid == t.VPid),
        Flag("proc.is_pgid_leader", "true for the leader of its process group, by host ids", t => t.Pgid == t.Pid),
        Inode("proc.exe_ino", ParamType.Int64, "inode of the executable file", t => t.ExeIno),
        Inode("proc.exe_ino.ctime", ParamType.AbsTime, "when the executable's inode last changed", t => t.ExeInoCtime),
        Inode("proc.exe_ino.mtime", ParamType.AbsTime, "when the executable was last written", t => t.ExeInoMtime),
        Inode("proc.exe_ino.ctime_duration_proc_start", ParamType.AbsTime,
            "nanoseconds from the change of the executable's inode to the start of the process", t => t.ExeInoCtimeDurationClone),
        Inode("proc.exe_ino.ctime_duration_pidns_start", ParamType.AbsTime,
            "nanoseconds from the start of the pid namespace to the change of the executable's inode", t => t.ExeInoCtimeDurationPidns),
        Inode("proc.pidns_init_start_ts", ParamType.UInt64, "when the pid namespace started, in nanoseconds since 1970", t => t.PidnsInitStart),
        Flag("proc.is_container_healthcheck", "true for a process that a container's health check started", t => t.Role == ThreadRole.HealthCheck),
        Flag("proc.is_container_liveness_probe", "true for a process that a container's liveness probe started", t => t.Role == ThreadRole.LivenessProbe),
        Flag("proc.is_container_readiness_probe", "true for a process that a container's readiness probe started", t => t.Role == ThreadRole.ReadinessProbe),
        Define.Plain("proc.fdopencount", ParamType.UInt64, PrintFormat.Dec, FieldFlags.None, "number of open fds",
            d => new NumberField(d, FieldReads.Event, OpenCount, most: (Event e, long until, out long most) => MostOpen(e, until, out most))),
        Define.Number("proc.fdlimit", ParamType.Int64, PrintFormat.Dec, "number of fds the process may open",
            (Event e, out long value) => Counted(e, e.MainThread?.FdLimit ?? 0, out value), FieldReads.MainThread),
        Define.Plain("proc.fdusage", ParamType.Double, PrintFormat.Dec, FieldFlags.None, "open fds as a percentage of the limit",
            d => new NumberField(d, FieldReads.Event, FdUsage, most: MostUsage)),
        Define.Number("proc.nthreads", ParamType.UInt32, PrintFormat.Dec, "number of threads of the process",
            ThreadCount, FieldReads.MainThread),
        Define.Number("proc.nchilds", ParamType.UInt64, PrintFormat.Dec, "number of threads beside the main one",
            ChildCount),
        DoingFields.OfProcess,
        .. MemoryFields.OfProcess,
        .. StandardFdFields.All,
    ];

    static FieldDefinition Number(string name, ParamType type, string description, Func<ThreadInfo, long> of) =>
        Define.ThreadNumber(name, type, PrintFormat.Dec, description, of);

    static FieldDefinition Flag(string name, string description, Func<ThreadInfo, bool> of) =>
        Define.ThreadNumber(name, ParamType.Bool, PrintFormat.NotApplicable, description, t => of(t) ? 1 : 0);

    static FieldDefinition Inode(string name, ParamType type, string description, Func<ThreadInfo, ulong> of) =>
        Define.Number(name, type, PrintFormat.Dec, description,
            (Event e, out long value) => Present(e.Thread is { } thread ? of(thread) : 0, out value), FieldReads.Thread);

    /// <summary>A value of which 0 says that it isn't known.</summary>
    static bool Present(ulong known, out long value)
    {
        value = (long)known;
        return known != 0;
    }

    /// <summary>An id of which -1 says that it isn't known.</summary>
    static bool Known(Event e, long? id, out long value)
    {
        value = id ?? -1;
        return value != -1;
    }

    static bool Counted(Event e, long count, out long value)
    {
        value = count;
        return e.Thread is not null;
    }

    internal static bool OpenCount(Event e, out long value) => Counted(e, e.MainThread is { } main ? main.Thread.Fds.CountAt(e.Number) : 0, out value);

    /// <summary>sysdig 0.29.3 counts the threads that the main one has started, and itself.</summary>
    static bool ThreadCount(Event e, out long value) =>
        Counted(e, e.State.ExitOnly ? e.MainThread?.ThreadCount ?? 0 : (e.MainThread?.ChildCount ?? 0) + 1, out value);

    /// <summary>sysdig 0.29.3 counts the children of the thread itself, newer tools the threads of its process.</summary>
    static bool ChildCount(Event e, out long value) => Counted(e, (e.State.ExitOnly ? e.MainThread : e.Thread)?.ChildCount ?? 0, out value);

    internal static bool Age(Event e, ThreadInfo? thread, out long value)
    {
        value = 0;
        if (thread is null || thread.CloneTimestamp == 0)
            return false;
        // The kernel's clock at a start and that of an event may differ by a little.
        value = (long)(e.Timestamp - Math.Min(e.Timestamp, thread.CloneTimestamp));
        return true;
    }

    static bool FdUsage(Event e, out long value)
    {
        value = 0;
        if (e.MainThread is not { } main)
            return false;
        value = Share(main, main.Thread.Fds.CountAt(e.Number));
        return true;
    }

    static long Share(ThreadInfo main, long open) =>
        BitConverter.DoubleToInt64Bits(main.FdLimit <= 0 ? 0 : open <= main.FdLimit ? open * 100.0 / main.FdLimit : 100);

    static bool MostUsage(Event e, long until, out long most)
    {
        var isKnown = MostOpen(e, until, out most);
        if (isKnown)
            most = Share(e.Thread!, most);
        return isKnown;
    }

    /// <summary>A main thread's own table is its process's.</summary>
    static bool MostOpen(Event e, long until, out long most)
    {
        most = e.Thread is { IsMain: true } main ? main.Thread.Fds.MostFrom(e.Number, until) : -1;
        return most >= 0;
    }

    /// <summary>A space stands behind the first word even where no argument follows.</summary>
    static bool ExeLine(Event e, Text.Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (e.Thread is not { } thread)
            return false;
        scratch.Write(thread.Exe);
        scratch.Write(' ');
        NulList.Join(scratch, thread.Args);
        text = scratch.Written;
        return true;
    }
}
