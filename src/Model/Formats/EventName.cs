using CSysdig.Capture.Events;

namespace CSysdig.Model.Formats;

/// <summary>The name of an event as evt.type shows it: that of the system call where the event carries one.</summary>
public static class EventName
{
    public static ReadOnlySpan<byte> Of(Event e)
    {
        var code = e.Code;
        switch (code)
        {
            case EventCode.GenericE or EventCode.GenericX:
                return Dialect.Of(e.State).SyscallName(e.Call);
            case EventCode.AsynceventE when e.State.ExitOnly:
                return e.Raw.Text(1);
            default:
                return Dialect.Of(e.State).Name(code);
        }
    }

    /// <summary>The system call that a generic event stands for.</summary>
    internal static int CallOf(RawEvent raw, bool exitOnly)
    {
        int code = raw.UInt16(0);
        // A driver that did not know the call says 0, and beside it the machine's own number.
        return exitOnly && code == 0 && raw.Param(1).Length == 2 && Syscalls.FromX8664(raw.UInt16(1)) is { } known ? known : code;
    }
}
