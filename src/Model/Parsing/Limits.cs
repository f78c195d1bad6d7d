using CSysdig.Model.State;

namespace CSysdig.Model.Parsing;

/// <summary>The number of fds that a process may open.</summary>
static class Limits
{
    const byte OpenFiles = 7;

    public static void OnLimit(StateEngine s)
    {
        if (s.Thread is { } thread && s.Raw.Int64(0) >= 0 && s.EnterEvent() is { } enter && enter.UInt8(0) == OpenFiles)
            Set(s, thread, s.Raw.Int64(1));
    }

    public static void OnProcessLimit(StateEngine s)
    {
        if (s.Raw.Int64(0) < 0 || s.EnterEvent() is not { } enter || enter.UInt8(1) != OpenFiles)
            return;
        var tid = enter.Int64(0);
        if (s.GetThread(tid == 0 ? s.Raw.Tid : tid) is { } thread)
            Set(s, thread, s.Raw.Int64(1));
    }

    static void Set(StateEngine s, TrackedThread thread, long limit)
    {
        if (limit != -1 && s.MainOf(thread) is { } main && main.Newest.FdLimit != limit)
            s.Edit(main).FdLimit = limit;
    }
}
