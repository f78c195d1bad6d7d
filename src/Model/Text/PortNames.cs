using System.Text;
using CSysdig.Capture.Scap;

namespace CSysdig.Model.Text;

/// <summary>Names of ports, read from /etc/services when first asked for; empty where there is no such file.</summary>
public static class PortNames
{
    static readonly Dictionary<string, int> s_ports = [];
    static readonly Lazy<Dictionary<(int Port, byte Protocol), byte[]>> s_names = new(Load);

    const byte Any = L4.Unknown;

    /// <summary>The name of a port, or empty. <paramref name="l4Proto"/> is a capture's scap_l4_proto: 2 TCP, 3 UDP, else any.</summary>
    public static ReadOnlySpan<byte> Name(int port, byte l4Proto) =>
        s_names.Value.TryGetValue((port, l4Proto is L4.Tcp or L4.Udp ? l4Proto : Any), out var name) ? name : default;

    /// <summary>The port of a service's name or other name, of whatever protocol is listed first; null when there is none.</summary>
    public static int? Find(string name)
    {
        _ = s_names.Value;
        return s_ports.TryGetValue(name, out var port) ? port : null;
    }

    static Dictionary<(int, byte), byte[]> Load()
    {
        var names = new Dictionary<(int, byte), byte[]>();
        try
        {
            foreach (var line in File.ReadLines("/etc/services"))
                Read(line, names);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // no names then
        }
        return names;
    }

    static void Read(string line, Dictionary<(int, byte), byte[]> names)
    {
        var comment = line.IndexOf('#');
        var cells = (comment < 0 ? line : line[..comment]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (cells.Length < 2)
            return;
        var slash = cells[1].IndexOf('/');
        if (slash < 0 || !int.TryParse(cells[1].AsSpan(0, slash), out var port))
            return;
        foreach (var other in cells.AsSpan(2))
            s_ports.TryAdd(other, port);
        s_ports.TryAdd(cells[0], port);
        var name = Encoding.UTF8.GetBytes(cells[0]);
        names.TryAdd((port, Any), name);
        switch (cells[1][(slash + 1)..])
        {
            case "tcp": names.TryAdd((port, L4.Tcp), name); break;
            case "udp": names.TryAdd((port, L4.Udp), name); break;
        }
    }
}
