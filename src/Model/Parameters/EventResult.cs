using CSysdig.Capture.Events;

namespace CSysdig.Model.Parameters;

/// <summary>What a call returned.</summary>
static class EventResult
{
    static readonly ParamIndex s_res = new("res"), s_fd = new("fd");

    /// <summary>
    /// The value the call returned: the parameter <c>res</c>, or the new fd of a call that makes one. In captures of exits only it is the
    /// first parameter of every system call that is decoded.
    /// </summary>
    public static bool TryGet(Event e, out long value) => e.Pending is { } pending ? pending.TryResult(out value) : TryLookUp(e, out value);

    /// <summary>The same from the event's bytes.</summary>
    public static bool TryLookUp(Event e, out long value)
    {
        var at = IndexIn(e);
        value = at < 0 ? 0 : e.Raw.Int64(at);
        return at >= 0;
    }

    /// <summary>The parameter that holds the result, or -1.</summary>
    public static int IndexIn(Event e)
    {
        var raw = e.Raw;
        if (e.State.ExitOnly)
            return raw.IsExit && raw.Code != EventCode.GenericX && raw.ParamCount > 0 && (raw.Info.Category & EventCategory.Syscall) != 0 ? 0 : -1;
        var at = s_res.In(e);
        return at >= 0 || raw.IsEnter || !e.Has(EventFlags.CreatesFd) ? at : s_fd.In(e);
    }
}
