using System.Buffers.Binary;
using CSysdig.Capture.Events;
using CSysdig.Capture.Live.Engines;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>Events that describe a task: clone, fork and execve. The parts are those of the probe's put_task, behind what else the call took.</summary>
static class TaskEncoder
{
    const int TaskAt = 0, ExePathAt = 1, CwdAt = 2, ArgsAt = 3, CgroupsAt = 4, CgroupCount = 5, EnvironmentAt = 9, FileNameAt = 10;
    const int TaskSize = 200;
    const uint InPidNamespace = 128;

    static ReadOnlySpan<byte> Subsystem(int index) => index switch
    {
        0 => "cpuset="u8,
        1 => "cpu="u8,
        2 => "cpuacct="u8,
        3 => "io="u8,
        _ => "memory="u8,
    };

    /// <summary>A successful exec.</summary>
    public static int Exec(in Record record, EventWriter writer, ContainerWatch? containers)
    {
        var task = Task(record.Part(TaskAt));
        var args = record.Part(ArgsAt);
        writer.I64(0);
        Common(record, 0, args, task, containers, ref writer);
        ExecRest(record, 0, task, record.Part(EnvironmentAt), ref writer);
        writer.Text(record.Part(FileNameAt));
        return writer.End();
    }

    /// <summary>A child, as its own call returns to it.</summary>
    public static int Fork(in Record record, EventWriter writer, ulong bootTime, ContainerWatch? containers)
    {
        var task = Task(record.Part(TaskAt));
        writer.I64(0);
        Common(record, 0, record.Part(ArgsAt), task, containers, ref writer);
        CloneRest(task, ForkFlags(Shares(task)), bootTime, ref writer);
        return writer.End();
    }

    /// <summary>The return of clone and its like to the parent, or of an exec that failed.</summary>
    public static int Call(in Record record, CallRecipe recipe, EventWriter writer, ulong bootTime, ContainerWatch? containers)
    {
        var first = recipe.Parts;
        var task = Task(record.Part(first + TaskAt));
        writer.I64(record.Result);
        if (recipe.Code is not (EventCode.SyscallExecve_19X or EventCode.SyscallExecveatX))
        {
            Common(record, first, record.Part(first + ArgsAt), task, containers, ref writer);
            var given = recipe.Code switch
            {
                EventCode.SyscallClone3X => record.Number(0, 0, 8),
                EventCode.SyscallClone_20X => record.Value(0),
                _ => 0ul,
            };
            CloneRest(task, KernelFlags.Of("clone_flags")!.Shown((uint)given) | NamespaceFlag(task), bootTime, ref writer);
            return writer.End();
        }
        // What it wanted to be: the file's name, then its arguments.
        Common(record, first, record.Part(recipe.Params[2].A.Index), task, containers, ref writer);
        ExecRest(record, first, task, default, ref writer);
        if (recipe.Code == EventCode.SyscallExecve_19X)
            writer.Text(record.Part(recipe.Params[1].A.Index));
        return writer.End();
    }

    /// <summary>exe to cgroups, which all of them have in this order.</summary>
    static void Common(in Record record, int first, ReadOnlySpan<byte> args, ReadOnlySpan<byte> task, ContainerWatch? containers, ref EventWriter writer)
    {
        var nul = args.IndexOf((byte)0);
        var exe = nul < 0 ? args : args[..nul];
        if (exe.IsEmpty)
            // A thread of the kernel has neither arguments nor a file.
            writer.Text(args.IsEmpty ? Comm(task) : exe);
        else
            writer.Text(exe);
        writer.Bytes(nul < 0 ? default : args[(nul + 1)..]);
        writer.I64((int)U32(task, 0));
        writer.I64((int)U32(task, 4));
        writer.I64((int)U32(task, 8));
        KernelPath.Write(record, first + CwdAt, ref writer);
        writer.U64(U64(task, 80));
        writer.U64(U64(task, 88));
        writer.U64(U64(task, 96));
        writer.U32(U32(task, 104));
        writer.U32(U32(task, 108));
        writer.U32(U32(task, 112));
        writer.Text(Comm(task));
        Cgroups(record, first + CgroupsAt, containers, ref writer);
    }

    static void CloneRest(ReadOnlySpan<byte> task, uint flags, ulong bootTime, ref EventWriter writer)
    {
        writer.U32(flags);
        writer.U32(U32(task, 40));
        writer.U32(U32(task, 44));
        writer.I64((int)U32(task, 24));
        writer.I64((int)U32(task, 28));
        var start = U64(task, 120);
        writer.U64(start == 0 ? 0 : start + bootTime);
    }

    static void ExecRest(in Record record, int first, ReadOnlySpan<byte> task, ReadOnlySpan<byte> environment, ref EventWriter writer)
    {
        writer.Bytes(environment);
        writer.U32(U32(task, 52));
        writer.I64((int)U32(task, 16));
        writer.U32(U32(task, 48));
        writer.U32(FileFlags(task));
        writer.U64(U64(task, 56));
        writer.U64(U64(task, 64));
        writer.U64(U64(task, 72));
        writer.U64(U64(task, 136));
        writer.U64(U64(task, 144));
        writer.U64(U64(task, 152));
        writer.U32(U32(task, 40));
        KernelPath.Write(record, first + ExePathAt, ref writer);
        writer.I64((int)U32(task, 20));
        writer.U32(U32(task, 44));
    }

    /// <summary>EXE_WRITABLE where the user may write the file it runs, EXE_FROM_MEMFD, EXE_UPPER_LAYER (not known here).</summary>
    static uint FileFlags(ReadOnlySpan<byte> task)
    {
        const ulong dacOverride = 1 << 1;
        const uint writable = 1, fromMemfd = 4;
        const ulong tmpfs = 0x01021994;
        var (mode, uid, gid) = (U32(task, 160), U32(task, 164), U32(task, 168));
        var (euid, egid) = (U32(task, 40), U32(task, 44));
        var mayWrite = (U64(task, 72) & dacOverride) != 0
            || (euid == uid ? (mode & 0x80) != 0 : egid == gid ? (mode & 0x10) != 0 : (mode & 2) != 0);
        // A memfd lies in the kernel's own tmpfs and has no name.
        return (mayWrite ? writable : 0) | (U64(task, 176) == tmpfs && U32(task, 172) == 0 ? fromMemfd : 0);
    }

    static uint Shares(ReadOnlySpan<byte> task) => U32(task, 116);

    /// <summary>What the child shares, in the names of clone's flags.</summary>
    static uint ForkFlags(uint shares)
    {
        const uint files = 1, fs = 2, signals = 2048, thread = 8192, vm = 32768, newPid = 64, newMounts = 32, newNet = 16;
        uint flags = 0;
        if ((shares & 1) != 0) flags |= vm;
        if ((shares & 2) != 0) flags |= files;
        if ((shares & 4) != 0) flags |= fs;
        if ((shares & 8) != 0) flags |= thread | signals;
        if ((shares & 16) != 0) flags |= newPid;
        if ((shares & 32) != 0) flags |= newMounts;
        if ((shares & 64) != 0) flags |= newNet;
        return flags | NamespaceFlagOf(shares);
    }

    static uint NamespaceFlag(ReadOnlySpan<byte> task) => NamespaceFlagOf(Shares(task));

    static uint NamespaceFlagOf(uint shares)
    {
        const uint childInPidNamespace = 1 << 29;
        return (shares & InPidNamespace) != 0 ? childInPidNamespace : 0;
    }

    static void Cgroups(in Record record, int first, ContainerWatch? containers, ref EventWriter writer)
    {
        var to = writer.Room;
        var length = 0;
        for (var i = 0; i < CgroupCount; i++)
        {
            var names = record.Part(first + i);
            Subsystem(i).CopyTo(to[length..]);
            length += Subsystem(i).Length;
            length += KernelPath.Of(names, to[length..]);
            to[length++] = 0;
        }
        containers?.See(to[..length]);
        writer.Took(length);
    }

    static ReadOnlySpan<byte> Task(ReadOnlySpan<byte> part) => part.Length >= TaskSize ? part : default;

    static ReadOnlySpan<byte> Comm(ReadOnlySpan<byte> task) => task.IsEmpty ? default : task.Slice(184, 16);

    static uint U32(ReadOnlySpan<byte> task, int offset) => task.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(task[offset..]);

    static ulong U64(ReadOnlySpan<byte> task, int offset) => task.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(task[offset..]);
}
