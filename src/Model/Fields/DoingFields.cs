using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Fields;

/// <summary>What a thread does at the end of what a table is of. At an event of its own a thread runs, which says nothing.</summary>
static class DoingFields
{
    public static FieldDefinition OfThread { get; } = State("thread.state",
        "what the thread does at the end of a table's time, where that was seen: a letter as in /proc, the call in which it is, or how it ended",
        e => e.Thread);

    public static FieldDefinition OfProcess { get; } = State("proc.state", "the same of the process's main thread", e => e.MainThread);

    static FieldDefinition State(string name, string description, Func<Event, ThreadInfo?> of) =>
        Define.Text(name, description, (e, scratch, ref text) =>
        {
            if (of(e) is not { } thread)
                return false;
            if (e.StandsAt > 0)
                (e.Running?.Contains(thread.Tid) == true ? ThreadDoing.Running : thread.Thread.Doing.At(e.Number)).Write(scratch);
            // What ended tells it itself; where its bytes were put aside, what was noted of it then.
            else if (e.Code is EventCode.ProcexitE or EventCode.Procexit_1E && thread.Tid == e.Tid)
                (e.Pending is null && e.Raw.ParamCount > 0 ? ThreadDoing.Ended(e.Raw.Int64(0)) : thread.Thread.Doing.At(e.Number)).Write(scratch);
            text = scratch.Written;
            return !text.IsEmpty;
        }, flags: FieldFlags.TableOnly);
}
