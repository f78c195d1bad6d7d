using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Fields;

/// <summary>Memory and page faults of a thread or its process, as the last event that tells of them left them.</summary>
static class MemoryFields
{
    public static FieldDefinition[] OfProcess { get; } =
    [
        Size("proc.vmsize", "virtual memory of the process, in KB", (_, m) => m.VmSizeKb),
        Size("proc.vmrss", "resident memory of the process, in KB", (_, m) => m.VmRssKb),
        Size("proc.vmswap", "swapped memory of the process, in KB", (_, m) => m.VmSwapKb),
    ];

    public static FieldDefinition[] OfThread { get; } =
    [
        Size("thread.vmsize", "virtual memory in KB, for a main thread; else 0", (t, m) => t.IsMain ? m.VmSizeKb : 0),
        Size("thread.vmrss", "resident memory in KB, for a main thread; else 0", (t, m) => t.IsMain ? m.VmRssKb : 0),
        Size("thread.vmsize.b", "virtual memory in bytes, for a main thread; else 0", (t, m) => t.IsMain ? m.VmSizeKb * 1024L : 0, FieldFlags.TableOnly),
        Size("thread.vmrss.b", "resident memory in bytes, for a main thread; else 0", (t, m) => t.IsMain ? m.VmRssKb * 1024L : 0, FieldFlags.TableOnly),
        Size("thread.pfmajor", "major page faults since the thread started", (_, m) => (long)m.PfMajor),
        Size("thread.pfminor", "minor page faults since the thread started", (_, m) => (long)m.PfMinor),
    ];

    static FieldDefinition Size(string name, string description, Func<ThreadInfo, ThreadMemory, long> of, FieldFlags flags = FieldFlags.None) =>
        Define.Number(name, ParamType.UInt64, PrintFormat.Dec, description, (Event e, out long value) =>
        {
            value = e.Thread is { } thread && thread.Thread.Memory.At(e.Number) is { } memory ? of(thread, memory) : 0;
            return e.Thread is not null;
        }, flags: flags);
}
