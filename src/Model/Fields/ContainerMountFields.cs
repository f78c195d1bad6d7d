using System.IO.Enumeration;
using CSysdig.Capture.Events;
using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>Mounts of a container, by their place in its list or by a path that may hold * and ?.</summary>
static class ContainerMountFields
{
    public static FieldDefinition[] All { get; } =
    [
        Define.Text("container.mounts", "all mounts as source:destination:mode:writable:propagation, joined by commas", (e, scratch, ref text) =>
        {
            if (ContainerFields.Of(e) is not { } container)
                return false;
            foreach (var mount in container.Mounts)
            {
                if (scratch.Length > 0)
                    scratch.Write(',');
                Write(scratch, mount);
            }
            text = scratch.Written;
            return true;
        }, FieldReads.Thread),
        One("container.mount", "one mount as source:destination:mode:writable:propagation, by number or source", Write),
        One("container.mount.source", "source of one mount, by number or destination", (to, mount) => to.Write(mount.Source), byDestination: true),
        One("container.mount.dest", "destination of one mount, by number or source", (to, mount) => to.Write(mount.Destination)),
        One("container.mount.mode", "mode of one mount, by number or source", (to, mount) => to.Write(mount.Mode)),
        One("container.mount.rdwr", "true where one mount, by number or source, is writable", (to, mount) => to.Write(mount.Writable ? "true"u8 : "false"u8)),
        One("container.mount.propagation", "propagation of one mount, by number or source", (to, mount) => to.Write(mount.Propagation)),
    ];

    static FieldDefinition One(string name, string description, Action<Utf8Writer, ContainerMount> write, bool byDestination = false) =>
        Define.WithArgument(name, ParamType.CharBuf, PrintFormat.NotApplicable, FieldFlags.ArgRequired, ArgumentSyntax.Bracket, description,
            (d, argument) => new TextField(d, FieldReads.Thread, (e, scratch, ref text) =>
            {
                if (ContainerFields.Of(e) is not { } container || Find(container, argument!, byDestination) is not { } mount)
                    return false;
                write(scratch, mount);
                text = scratch.Written;
                return true;
            }));

    static ContainerMount? Find(ContainerInfo container, string argument, bool byDestination)
    {
        if (int.TryParse(argument, out var index))
            return (uint)index < (uint)container.Mounts.Count ? container.Mounts[index] : null;
        foreach (var mount in container.Mounts)
            if (FileSystemName.MatchesSimpleExpression(argument, byDestination ? mount.Destination : mount.Source, ignoreCase: false))
                return mount;
        return null;
    }

    static void Write(Utf8Writer to, ContainerMount mount)
    {
        to.Write(mount.Source);
        to.Write(':');
        to.Write(mount.Destination);
        to.Write(':');
        to.Write(mount.Mode);
        to.Write(mount.Writable ? ":true:"u8 : ":false:"u8);
        to.Write(mount.Propagation);
    }
}
