namespace CSysdig.Model.State;

/// <summary>The bits of <see cref="ThreadInfo.Flags"/> that mean something to state (PPM_CL_* of libs).</summary>
public static class CloneFlags
{
    public const uint Files = 1 << 0, Fs = 1 << 1, Parent = 1 << 8, Thread = 1 << 13, Vm = 1 << 15, Inverted = 1 << 16,
        NameChanged = 1 << 17, Closed = 1 << 18, Active = 1 << 19, PipeSource = 1 << 21, PipeDestination = 1 << 22,
        ChildInPidNamespace = 1 << 29, IsMainThread = 1 << 30;
}
