using CSysdig.Capture.Events;

namespace CSysdig.Model.Parameters;

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
}
