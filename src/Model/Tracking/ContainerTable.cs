using System.Text;
using CSysdig.Capture.Cgroups;
using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Which container a thread belongs to, and what is known of it.</summary>
sealed class ContainerTable(StateEngine engine)
{
    byte[]? _lastCgroups;
    ContainerInfo? _lastContainer;

    /// <summary>Finds the container of a thread by its cgroups.</summary>
    public void Resolve(ThreadInfo info)
    {
        // Threads of one container share their cgroups' bytes, and most threads have no container.
        if (!ReferenceEquals(info.Cgroups, _lastCgroups) && !(_lastCgroups is not null && info.Cgroups.AsSpan().SequenceEqual(_lastCgroups)))
        {
            _lastCgroups = info.Cgroups;
            _lastContainer = info.Cgroups.Length == 0 ? null : Find(info.Cgroups);
        }
        info.Container = _lastContainer;
        ContainerRoles.Assign(engine, info);
    }

    /// <summary>Takes what an event says of a container.</summary>
    public void Set(ContainerInfo container)
    {
        var id = Encoding.Latin1.GetString(container.Id);
        if (engine.State.Containers.Find(id) is null && !engine.Budget.AdmitForGood(engine.Raw.Length))
            return;
        engine.State.Containers.Set(id, container, engine.Number);
        _lastCgroups = null;
        if (!engine.MayWalkThreads())
            return;
        foreach (var thread in engine.Threads.All)
            if (thread.Newest.Container is { } known && known.Id.AsSpan().SequenceEqual(container.Id))
                engine.Threads.Edit(thread).Container = container;
    }

    /// <summary>Another capture begins.</summary>
    public void Clear() => _lastCgroups = null;

    ContainerInfo? Find(byte[] cgroups)
    {
        if (ContainerIds.Find(cgroups) is not { } match)
            return null;
        if (engine.State.Containers.Find(match.Id) is { } known)
            return known;
        var id = Encoding.Latin1.GetBytes(match.Id);
        var container = new ContainerInfo
        {
            Id = id,
            Type = Encoding.ASCII.GetBytes(match.Type),
            Name = match.IsNamed ? id : [],
            Privileged = match.Type is "docker" or "podman" ? false : null,
            Ip = new byte[4],
            HasMetadata = !match.IsBare,
        };
        if (engine.Budget.AdmitForGood(match.Id.Length))
            engine.State.Containers.Set(match.Id, container, engine.Number);
        return container;
    }
}
