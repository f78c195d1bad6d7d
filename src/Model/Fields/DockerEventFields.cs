using System.Text;
using CSysdig.Capture.Events;

namespace CSysdig.Model.Fields;

/// <summary>What an infrastructure event of Docker says: <c>Event: start; ID: ...; name: ...; Image: ...</c></summary>
static class DockerEventFields
{
    const int Description = 2, ShortId = 12;

    public static FieldDefinition[] All { get; } =
    [
        Part("evt.infra.docker.name", "of an event of Docker: what happened", "Event", (value, _) => value),
        Part("evt.infra.docker.container.id", "of an event of Docker: id of the container", "ID", (value, _) => value[..Math.Min(ShortId, value.Length)]),
        Part("evt.infra.docker.container.name", "of an event of Docker: name of the container", "name", (value, _) => value),
        Part("evt.infra.docker.container.image", "of an event of Docker: image of the container", "Image", Image),
    ];

    delegate ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> value, ReadOnlySpan<byte> rest);

    static FieldDefinition Part(string name, string description, string key, Cut cut)
    {
        var prefix = Encoding.ASCII.GetBytes(key);
        return Define.Text(name, description, (e, _, ref text) =>
        {
            if (e.Code != EventCode.InfrastructureEventE)
                return false;
            var rest = e.Raw.Text(Description);
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf((byte)';');
                var part = (end < 0 ? rest : rest[..end]).Trim(" \t\r\n"u8);
                rest = end < 0 ? default : rest[(end + 1)..];
                var colon = part.IndexOf((byte)':');
                if (colon < 0 || !part.StartsWith(prefix))
                    continue;
                var all = part[(colon + 1)..];
                var next = all.IndexOf((byte)':');
                text = cut((next < 0 ? all : all[..next]).Trim((byte)' '), all.Trim((byte)' '));
                return true;
            }
            return false;
        }, flags: FieldFlags.TableOnly);
    }

    /// <summary>An image's name ends at its digest; a digest alone stays whole.</summary>
    static ReadOnlySpan<byte> Image(ReadOnlySpan<byte> value, ReadOnlySpan<byte> rest)
    {
        var at = value.IndexOf((byte)'@');
        return at >= 0 ? value[..at] : value.IndexOf("sha256"u8) >= 0 ? rest : value;
    }
}
