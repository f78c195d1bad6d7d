using System.Net.Sockets;

namespace CSysdig.Capture.Live.Engines;

/// <summary>HTTP over the socket of an engine.</summary>
static class UnixSocketHandler
{
    public static SocketsHttpHandler To(string path, TimeSpan timeout) => new()
    {
        ConnectTimeout = timeout,
        UseProxy = false,
        AllowAutoRedirect = false,
        MaxResponseHeadersLength = 64,
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
