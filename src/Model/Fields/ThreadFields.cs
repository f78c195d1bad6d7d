using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>The thread of an event: ids, time on the processor, cgroups, capabilities.</summary>
static class ThreadFields
{
    public static FieldDefinition[] All { get; } =
    [
        Define.Number("thread.tid", ParamType.Int64, PrintFormat.Id, "id of the thread", (Event e, out long value) =>
        {
            value = e.Tid;
            return !e.State.ExitOnly || value is >= -1 and <= uint.MaxValue;
        }, FieldReads.ThreadId),
        Define.ThreadNumber("thread.ismain", ParamType.Bool, PrintFormat.NotApplicable, "true for the main thread of its process", t => t.IsMain ? 1 : 0),
        Define.Number("thread.vtid", ParamType.Int64, PrintFormat.Id, "id of the thread in its pid namespace", (Event e, out long value) =>
        {
            value = e.Thread?.VTid ?? -1;
            return value != -1;
        }, FieldReads.Thread),
        Define.Text("thread.nametid", "name of the process and id of the thread, as a key for tables", NameTid, FieldReads.Thread, FieldFlags.TableOnly),
        Define.Plain("thread.exectime", ParamType.RelTime, PrintFormat.Dec, FieldFlags.None,
            "nanoseconds that the thread which a switch ends was on the processor", d => new ExecTimeField(d, total: false)),
        Define.Plain("thread.totexectime", ParamType.RelTime, PrintFormat.Dec, FieldFlags.None,
            "nanoseconds on the processor since the capture began; told by switch events", d => new ExecTimeField(d, total: true)),
        Cpu("thread.cpu", "processor time of the last second, in percent; told by procinfo events", user: true, system: true),
        Cpu("thread.cpu.user", "processor time in user mode of the last second, in percent", user: true, system: false),
        Cpu("thread.cpu.system", "processor time in the kernel of the last second, in percent", user: false, system: true),
        Define.Text("thread.cgroups", "all cgroups of the thread", Cgroups, FieldReads.Thread),
        Define.WithArgument("thread.cgroup", ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgRequired, ArgumentSyntax.Word,
            "cgroup of the thread in one subsystem (thread.cgroup.cpuacct)", (d, argument) => new CgroupField(d, argument!)),
        Capabilities("thread.cap_permitted", "capabilities the thread may use", t => t.CapPermitted),
        Capabilities("thread.cap_inheritable", "capabilities the thread passes on at exec", t => t.CapInheritable),
        Capabilities("thread.cap_effective", "capabilities the thread uses", t => t.CapEffective),
        DoingFields.OfThread,
        .. MemoryFields.OfThread,
    ];

    static FieldDefinition Cpu(string name, string description, bool user, bool system) =>
        Define.Plain(name, ParamType.Double, PrintFormat.NotApplicable, FieldFlags.None, description, d => new ThreadCpuField(d, user, system));

    static FieldDefinition Capabilities(string name, string description, Func<ThreadInfo, ulong> of) =>
        Define.Text(name, description, (e, scratch, ref text) =>
        {
            if (e.Thread is not { } thread)
                return false;
            CapabilityText.Write(scratch, of(thread));
            text = scratch.Written;
            return true;
        }, FieldReads.Thread);

    static bool NameTid(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (e.Thread is not { } thread)
            return false;
        scratch.Write(thread.Comm);
        scratch.Write(e.Tid);
        text = scratch.Written;
        return true;
    }

    static bool Cgroups(Event e, Utf8Writer scratch, ref ReadOnlySpan<byte> text)
    {
        if (e.Thread is not { Cgroups.Length: > 0 } thread)
            return false;
        NulList.Join(scratch, thread.Cgroups);
        text = scratch.Written;
        return true;
    }
}

/// <summary>thread.cgroup: the path in one subsystem.</summary>
sealed class CgroupField(FieldDefinition definition, string subsystem) : Field(definition)
{
    readonly byte[] _name = Encoding.UTF8.GetBytes(subsystem);

    public override FieldReads Reads => FieldReads.Thread;

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        if (e.Thread is not { } thread)
            return false;
        ReadOnlySpan<byte> list = thread.Cgroups;
        while (NulList.TryTake(ref list, out var entry))
        {
            if (entry.Length <= _name.Length || entry[_name.Length] != '=' || !entry.StartsWith(_name))
                continue;
            value.Bytes = entry[(_name.Length + 1)..];
            return true;
        }
        return false;
    }
}
