using CSysdig.Capture.Scap;

namespace CSysdig.Tests.TestKit;

/// <summary>The two ends of a login from one host to another, a capture each.</summary>
static class Planted
{
    public const ulong Time = 1_700_000_000_000_000_000;

    /// <summary>What lies between the begin of either capture and its end of the connection.</summary>
    const ulong BeforeConnect = 3_000, BeforeAccept = 1_000;

    /// <summary>A host on which ssh, process 100, calls others.</summary>
    /// <param name="at">When the first is called.</param>
    public static byte[] Client(string host, ulong at, params (string From, string To)[] calls)
    {
        var ssh = Calls.Process(100, "ssh");
        ssh.Uid = 1000;
        var capture = new ScapBuilder { Time = at - BeforeConnect }.Machine(host).Interfaces(2, Interface(calls[0].From)).Accounts(2, [User(1000, "alice")], []).Processes(ssh);
        foreach (var (from, to) in calls)
            capture.TcpSocket(100, 3).Connect(100, 3, from, to).Close(100, 3);
        return capture.ToArray();
    }

    /// <summary>The same with the connection open before the first event.</summary>
    public static byte[] OlderClient(string host, ulong first, string from, string to) =>
        new ScapBuilder { Time = first }.Machine(host).Processes(Calls.Process(100, "ssh")).Fds(100, Connection(from, to)).Look(100).ToArray();

    /// <summary>A host into which somebody has logged in before the first event.</summary>
    public static byte[] OlderServer(string host, ulong first, string from, string to)
    {
        var listening = System.Net.IPEndPoint.Parse(to);
        return new ScapBuilder { Time = first }.Machine(host)
            .Processes(Calls.Process(200, "dropbear"), Calls.Process(201, "dropbear", 200), Calls.Process(202, "sh", 201))
            .Fds(200, new FdEntry { Fd = 3, Type = FdType.IPv4Server, SourceIp = listening.Address.GetAddressBytes(), SourcePort = (ushort)listening.Port, L4Proto = L4.Tcp })
            .Fds(201, Connection(to, from)).Look(202).ToArray();
    }

    static FdEntry Connection(string own, string other)
    {
        var (source, destination) = (System.Net.IPEndPoint.Parse(own), System.Net.IPEndPoint.Parse(other));
        return new FdEntry
        {
            Fd = 4, Type = FdType.IPv4, SourceIp = source.Address.GetAddressBytes(), SourcePort = (ushort)source.Port,
            DestinationIp = destination.Address.GetAddressBytes(), DestinationPort = (ushort)destination.Port, L4Proto = L4.Tcp,
        };
    }

    /// <summary>A host on which a server, process 200, is called; what logs in gets a shell.</summary>
    public static byte[] Server(string host, ulong at, string program, params (string From, string To)[] calls)
    {
        var capture = new ScapBuilder { Time = at - BeforeAccept }.Machine(host).Interfaces(2, Interface(calls[0].To)).Accounts(2, [User(0, "root")], []).Processes(Calls.Process(200, program));
        for (var i = 0; i < calls.Length; i++)
        {
            capture.Accept(200, 4, calls[i].From, calls[i].To);
            if (program == "dropbear")
                capture.Clone(200, 201 + i, program).Execve(201 + i, "/bin/sh", "sh").Look(201 + i);
            capture.Close(200, 4);
        }
        return capture.ToArray();
    }

    static InterfaceEntry Interface(string endPoint)
    {
        var address = System.Net.IPEndPoint.Parse(endPoint).Address.GetAddressBytes();
        return new("eth0"u8.ToArray(), address, new byte[address.Length], new byte[address.Length], 0);
    }

    static UserEntry User(uint id, string name) => new(id, id, Calls.Bytes(name), [], []);
}
