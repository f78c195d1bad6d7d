using CSysdig.Capture.Events;
using CSysdig.Model.State;
using static CSysdig.Capture.Events.EventCode;

namespace CSysdig.Model.Parsing;

/// <summary>A thread becomes another program.</summary>
static class Execution
{
    const uint EmptyPath = 1, Writable = 1;

    public static void OnExecve(StateEngine s)
    {
        var x = s.Raw;
        if (x.Int64(0) < 0 || s.Thread is not { } thread)
            return;
        var age = Age(x.Code);
        s.SetPid(thread, x.Int64(4));
        var info = s.Edit(thread);
        info.Exe = Texts.Intern(x.Text(1), info.Exe);
        info.Comm = age >= 15 ? Texts.Intern(x.Text(13), info.Comm) : info.Exe;
        info.Args = Texts.TrimNul(x.Param(2));
        if (info.Ptid == -1)
            info.Ptid = x.Int64(5);
        info.FdLimit = x.Int64(7);
        info.ExecTimestamp = x.Timestamp;
        if (age >= 13)
            thread.Memory.Add(new ThreadMemory(x.UInt32(10), x.UInt32(11), x.UInt32(12), x.UInt64(8), x.UInt64(9)), s.Number, s.State.KeepHistory);
        if (age >= 14)
            info.Env = Texts.TrimNuls(x.Param(age == 14 ? 13 : age == 15 ? 14 : 15));
        if (age >= 16)
        {
            info.Cgroups = Texts.TrimNul(x.Param(14));
            s.Containers.Resolve(info);
        }
        if (age >= 17)
            info.Tty = x.UInt32(16);
        if (age >= 18 && s.EnterEvent() is { } enter)
            info.ExePath = x.Code == SyscallExecveatX ? PathAt(s, thread, enter) : PathOf(info.Cwd, enter.Param(0));
        if (age >= 19)
            info.VPgid = x.Int64(17);
        if (x.ParamCount > 18)
            info.LoginUid = x.UInt32(18);
        if (x.ParamCount > 19)
            info.ExeWritable = (x.UInt32(19) & Writable) != 0;
        info.Flags = CloneFlags.Active | CloneFlags.NameChanged
            | info.Flags & (CloneFlags.PipeSource | CloneFlags.PipeDestination | CloneFlags.IsMainThread | CloneFlags.Inverted);
        s.NameAccounts(info);
        s.SelectFds(thread);
    }

    static byte[] PathOf(byte[] directory, ReadOnlySpan<byte> path) =>
        path.StartsWith("<NA>"u8) ? StateEngine.NotAvailable : Paths.Combine(directory, Directories.Text(path), path.Length);

    static byte[] PathAt(StateEngine s, TrackedThread thread, RawEvent enter)
    {
        var path = enter.Param(1);
        if (path.StartsWith("<NA>"u8))
            return StateEngine.NotAvailable;
        var directory = Directories.Of(s, thread, path, enter.Int64(0));
        var text = Directories.Text(path);
        if (text.IsEmpty && (enter.UInt32(2) & EmptyPath) != 0)
            text = directory;
        return Paths.Combine(directory, text, path.Length);
    }

    static int Age(EventCode code) => code switch
    {
        SyscallExecve_8X => 8,
        SyscallExecve_13X => 13,
        SyscallExecve_14X => 14,
        SyscallExecve_15X => 15,
        SyscallExecve_16X => 16,
        SyscallExecve_17X => 17,
        SyscallExecve_18X => 18,
        _ => 19,
    };
}
