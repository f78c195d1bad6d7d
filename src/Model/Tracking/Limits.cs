namespace CSysdig.Model.Tracking;

/// <summary>The number of fds that a process may open.</summary>
static class Limits
{
    const byte OpenFiles = 7;

    public static void OnLimit(StateEngine s)
    {
        if (s.Thread is { } thread && s.Raw.Int64(0) >= 0 && s.EnterEvent() is { } enter && enter.UInt8(0) == OpenFiles)
            Set(s, thread, s.Raw.Int64(1));
    }

    public static void OnLoneLimit(StateEngine s)
    {
        if (s.Thread is { } thread && s.Raw.Int64(0) >= 0 && s.Raw.UInt8(3) == OpenFiles)
            Set(s, thread, s.Raw.Int64(1));
    }

    public static void OnProcessLimit(StateEngine s)
    {
        if (s.Raw.Int64(0) >= 0 && s.EnterEvent() is { } enter && enter.UInt8(1) == OpenFiles)
            SetOf(s, enter.Int64(0));
    }

    public static void OnLoneProcessLimit(StateEngine s)
    {
        if (s.Raw.Int64(0) == 0 && !s.Raw.Param(6).IsEmpty && s.Raw.UInt8(6) == OpenFiles && !s.Raw.Param(5).IsEmpty)
            SetOf(s, s.Raw.Int64(5));
    }

    static void SetOf(StateEngine s, long tid)
    {
        if (s.Raw.Int64(1) != -1 && s.Threads.Get(tid == 0 ? s.Raw.Tid : tid) is { } thread)
            Set(s, thread, s.Raw.Int64(1));
    }

    static void Set(StateEngine s, FollowedThread thread, long limit)
    {
        if (limit != -1 && s.Threads.MainOf(thread) is { } main && main.Newest.FdLimit != limit)
            s.Threads.Edit(main).FdLimit = limit;
    }
}
