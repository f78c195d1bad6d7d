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
        Define.Plain(name, ParamType.UInt64, PrintFormat.Dec, flags, description, d => new MemoryField(d, of));
}

/// <summary>
/// A number of the thread's memory. Every switch makes a version of it, and a query asks of one event after the other:
/// the version found last is kept for each of some threads.
/// </summary>
sealed class MemoryField(FieldDefinition definition, Func<ThreadInfo, ThreadMemory, long> of) : Field(definition)
{
    const int Kept = 64;

    readonly Found[] _found = new Found[Kept];

    public override bool TryGet(Event e, ref FieldValue value)
    {
        value.Type = Definition.Type;
        value.Format = Definition.Format;
        value.Number = 0;
        if (e.Thread is not { } thread)
            return false;
        var number = e.Number;
        ref var found = ref _found[thread.Tid & (Kept - 1)];
        if (!ReferenceEquals(found.Thread, thread.Thread) || number < found.From || number >= found.Until)
        {
            found.Thread = thread.Thread;
            found.Memory = thread.Thread.Memory.At(number, out found.From, out found.Until);
        }
        if (found.Memory is { } memory)
            value.Number = of(thread, memory);
        return true;
    }

    public override bool TryMost(Event e, long until, out long most)
    {
        most = 0;
        if (e.Thread is not { } thread)
            return true;
        ref var timeline = ref thread.Thread.Memory;
        for (var number = e.Number; number < until; number = timeline.NextChange(number))
            if (timeline.At(number) is { } memory)
            {
                var value = of(thread, memory);
                if (value < 0)
                    return false;
                most = Math.Max(most, value);
            }
        return true;
    }

    struct Found
    {
        public TrackedThread? Thread;
        public ThreadMemory? Memory;
        public long From, Until;
    }
}
