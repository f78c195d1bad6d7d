using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Proc;

/// <summary>The sockets of each network namespace by their inodes, from /proc/PID/net, read once for each namespace.</summary>
sealed class ProcSockets
{
    const string Listening = "0A";

    readonly Dictionary<string, Dictionary<ulong, FdEntry>> _namespaces = [];

    /// <summary>Fills in what a socket is, from its inode.</summary>
    public void Describe(int pid, FdEntry entry)
    {
        var space = Encoding.ASCII.GetString(ProcFile.Link($"/proc/{pid}/ns/net"));
        if (!_namespaces.TryGetValue(space, out var sockets))
            _namespaces.Add(space, sockets = Read($"/proc/{pid}/net/"));
        if (!sockets.TryGetValue(entry.Ino, out var known))
            return;
        (entry.Type, entry.Name, entry.L4Proto) = (known.Type, known.Name, known.L4Proto);
        (entry.SourceIp, entry.DestinationIp, entry.SourcePort, entry.DestinationPort) = (known.SourceIp, known.DestinationIp, known.SourcePort, known.DestinationPort);
        entry.UnixSource = known.UnixSource;
    }

    static Dictionary<ulong, FdEntry> Read(string folder)
    {
        var sockets = new Dictionary<ulong, FdEntry>();
        Internet(folder + "tcp", L4.Tcp, sockets);
        Internet(folder + "tcp6", L4.Tcp, sockets);
        Internet(folder + "udp", L4.Udp, sockets);
        Internet(folder + "udp6", L4.Udp, sockets);
        Internet(folder + "raw", L4.Raw, sockets);
        Internet(folder + "raw6", L4.Raw, sockets);
        // Num RefCount Protocol Flags Type St Inode Path
        foreach (var line in ProcFile.Lines(folder + "unix").Skip(1))
            if (line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries) is [var address, _, _, _, _, _, var inode, ..] cells && Inode(inode) is { } number)
                sockets[number] = new FdEntry
                {
                    Type = FdType.Unix, Name = cells.Length > 7 ? Encoding.Latin1.GetBytes(cells[7]) : [],
                    UnixSource = ulong.TryParse(address.TrimEnd(':'), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var at) ? at : 0,
                };
        foreach (var line in ProcFile.Lines(folder + "netlink").Skip(1))
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var inode] && Inode(inode) is { } number)
                sockets[number] = new FdEntry { Type = FdType.Netlink };
        return sockets;
    }

    /// <summary>sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode</summary>
    static void Internet(string path, byte protocol, Dictionary<ulong, FdEntry> sockets)
    {
        foreach (var line in ProcFile.Lines(path).Skip(1))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, var local, var remote, var state, _, _, _, _, _, var inode, ..])
                continue;
            if (Inode(inode) is not { } number || number == 0 || End(local) is not var (ip, port) || End(remote) is not var (toIp, toPort))
                continue;
            var serves = protocol == L4.Tcp ? state == Listening : toPort == 0;
            sockets[number] = new FdEntry
            {
                Type = (ip.Length == 4, serves) switch { (true, true) => FdType.IPv4Server, (true, false) => FdType.IPv4, (false, true) => FdType.IPv6Server, _ => FdType.IPv6 },
                L4Proto = protocol, SourceIp = ip, SourcePort = port, DestinationIp = toIp, DestinationPort = toPort,
            };
        }
    }

    /// <summary>Addresses stand there as 32-bit numbers of this machine, in hexadecimal.</summary>
    static (byte[] Ip, ushort Port)? End(string text)
    {
        var colon = text.IndexOf(':');
        if (colon is not (8 or 32) || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port))
            return null;
        var ip = new byte[colon / 2];
        for (var i = 0; i < colon; i += 8)
            if (uint.TryParse(text.AsSpan(i, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var word))
                BinaryPrimitives.WriteUInt32LittleEndian(ip.AsSpan(i / 2), word);
        return (ip, port);
    }

    static ulong? Inode(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
