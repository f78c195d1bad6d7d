using CSysdig.Model.State;

namespace CSysdig.Model.Tracking;

/// <summary>Events that describe containers.</summary>
static class ContainerEvents
{
    /// <summary>The oldest form: id, type, name and image as parameters.</summary>
    public static void OnContainer(StateEngine s)
    {
        var x = s.Raw;
        var type = x.UInt32(1);
        s.Containers.Set(new ContainerInfo
        {
            Id = x.Text(0).ToArray(),
            Type = ContainerJson.TypeName(type),
            Name = x.Text(2).ToArray(),
            Image = x.Text(3).ToArray(),
            Ip = new byte[4],
            Privileged = type == 0 ? false : null,
            HasMetadata = true,
        });
    }

    public static void OnContainerJson(StateEngine s)
    {
        if (ContainerJson.Parse(s.Raw.Text(0).ToArray(), out var found) is not { } container)
            return;
        s.Shown = found;
        s.Containers.Set(container);
        // libs shows such an event as one of a thread that exists nowhere else.
        var info = new ThreadInfo
        {
            Tid = -1, Pid = -1, Ptid = 0, VTid = -2, VPid = -2,
            Comm = [.. "container:"u8, .. container.Id],
            Container = container,
            Thread = new TrackedThread(s.State) { Tid = -1 },
        };
        s.Threads.NameAccounts(info);
        s.Threads.AddOutside(info);
        s.Synthetic = info;
    }
}
