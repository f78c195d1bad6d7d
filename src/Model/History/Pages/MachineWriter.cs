using CSysdig.Capture.Scap;
using CSysdig.Model.State;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>Writes containers, accounts and interfaces; <see cref="MachineReader"/> reads them.</summary>
static class MachineWriter
{
    public static void Write(ref MessagePackWriter to, StateNames names)
    {
        var (containers, users, groups) = (names.Containers, names.Users, names.Groups);
        to.Write(containers.Count);
        for (var i = 0; i < containers.Count; i++)
            Write(ref to, containers[i]);
        to.Write(users.Count);
        for (var i = 0; i < users.Count; i++)
        {
            var user = users[i];
            to.Write(user.Uid);
            to.Write(user.Gid);
            to.Write(user.Name);
            to.Write(user.HomeDir);
            to.Write(user.Shell);
        }
        to.Write(groups.Count);
        for (var i = 0; i < groups.Count; i++)
        {
            to.Write(groups[i].Gid);
            to.Write(groups[i].Name);
        }
    }

    public static void Write(ref MessagePackWriter to, InterfaceEntry entry)
    {
        to.Write(entry.Name);
        to.Write(entry.Address);
        to.Write(entry.Netmask);
        to.Write(entry.Broadcast);
        to.Write(entry.LinkSpeed);
    }

    static void Write(ref MessagePackWriter to, ContainerInfo c)
    {
        to.Write(c.Id);
        to.Write(c.FullId);
        to.Write(c.Type);
        to.Write(c.Name);
        to.Write(c.Image);
        to.Write(c.ImageId);
        to.Write(c.ImageRepository);
        to.Write(c.ImageTag);
        to.Write(c.ImageDigest);
        to.Write(c.Ip);
        to.Write(c.Privileged is null ? -1 : c.Privileged.Value ? 1 : 0);
        to.Write(c.CreatedTimestamp);
        to.Write(c.HealthCheck);
        to.Write(c.LivenessProbe);
        to.Write(c.ReadinessProbe);
        to.Write(c.HasMetadata);
        to.Write(c.Labels.Count);
        foreach (var (name, value) in c.Labels)
        {
            to.Write(name);
            to.Write(value);
        }
        to.Write(c.Mounts.Count);
        foreach (var mount in c.Mounts)
        {
            to.Write(mount.Source);
            to.Write(mount.Destination);
            to.Write(mount.Mode);
            to.Write(mount.Writable);
            to.Write(mount.Propagation);
        }
        to.Write(c.Ports.Count);
        foreach (var (inside, host, protocol) in c.Ports)
        {
            to.Write(inside);
            to.Write(host);
            to.Write(protocol);
        }
    }
}
