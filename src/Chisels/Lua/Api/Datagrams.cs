using System.Net;
using System.Net.Sockets;
using CSysdig.Chisels.Lua.Library;
using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Api;

/// <summary><c>sysdig.udp_setpeername</c> and <c>udp_send</c>, for statsd. Without trust only this machine is reached.</summary>
static class Datagrams
{
    public static void Offer(LuaTable api, ScriptRights rights)
    {
        UdpClient? client = null;
        api.OfferMany("udp_setpeername", (s, a) =>
        {
            if (!IPAddress.TryParse(a.Text(0).ToString(), out var address) || a.Integer(1) is not (> 0 and < 65536 and var port))
                throw s.Error($"'{a.Text(0)}' port {a.Text(1)} is no address to send to");
            if (!IPAddress.IsLoopback(address))
                rights.Demand(s, $"sending to {address}");
            try
            {
                client?.Dispose();
                client = new UdpClient(address.AddressFamily);
                client.Connect(address, port);
            }
            catch (SocketException e)
            {
                throw s.Error("udp_setpeername failed: " + e.Message);
            }
            return s.NoResults();
        });
        api.OfferMany("udp_send", (s, a) =>
        {
            try
            {
                (client ?? throw s.Error("udp_send needs udp_setpeername before it")).Send(a.Text(0).Bytes);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                // Nobody listens (any more): a datagram is lost, as datagrams are.
            }
            catch (SocketException e)
            {
                throw s.Error("udp_send failed: " + e.Message);
            }
            return s.NoResults();
        });
    }
}
