using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Why a thread of a container runs: for the container's own work, or as a check of its health.</summary>
static class ContainerRoles
{
    const int MaxDepth = 100;

    public static void Assign(StateEngine engine, ThreadInfo info)
    {
        if (info.Container is not { } container)
            return;
        if (info.VPid == 1)
        {
            info.Role = ThreadRole.Container;
            return;
        }
        if (engine.Threads.Find(info.Ptid) is { Newest.Role: not ThreadRole.None and var role })
            info.Role = role;
        else if (container.HasMetadata && ProbeOf(container, info) is var probe && probe != ThreadRole.None && !IsBelowInit(engine, info))
            info.Role = probe;
    }

    static ThreadRole ProbeOf(ContainerInfo container, ThreadInfo info)
    {
        if (container.HealthCheck.Length > 0 && info.ExeLine.AsSpan().SequenceEqual(container.HealthCheck))
            return ThreadRole.HealthCheck;
        if (container.LivenessProbe.Length > 0 && info.ExeLine.AsSpan().SequenceEqual(container.LivenessProbe))
            return ThreadRole.LivenessProbe;
        return container.ReadinessProbe.Length > 0 && info.ExeLine.AsSpan().SequenceEqual(container.ReadinessProbe)
            ? ThreadRole.ReadinessProbe
            : ThreadRole.None;
    }

    /// <summary>A program that the container itself has started is no probe.</summary>
    static bool IsBelowInit(StateEngine engine, ThreadInfo info)
    {
        var parent = engine.Threads.Find(info.Ptid);
        for (var depth = 0; parent is not null && depth < MaxDepth; depth++)
        {
            if (parent.Newest is { VPid: 1, Container: not null })
                return true;
            parent = parent.Newest.Ptid == parent.Tid ? null : engine.Threads.Find(parent.Newest.Ptid);
        }
        return false;
    }
}
