using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CSysdig.Tests.TestKit;

/// <summary>A server that answers each request, the first of its connection, with the bytes that a test says, and closes the connection.</summary>
sealed class LoopbackServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly List<string> _asked = [];

    /// <param name="answer">Of the number of the request, from 0, and its head, with small letters.</param>
    public LoopbackServer(Func<int, string, Stream, Task> answer)
    {
        _listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                try
                {
                    await using var stream = client.GetStream();
                    var head = await Head(stream);
                    int number;
                    lock (_asked)
                    {
                        number = _asked.Count;
                        _asked.Add(head);
                    }
                    await answer(number, head.ToLowerInvariant(), stream);
                }
                catch (IOException)
                {
                    // Who asked has heard enough.
                }
            }
        });
    }

    public LoopbackServer(Func<int, string, byte[]> answer) : this((number, head, stream) => stream.WriteAsync(answer(number, head)).AsTask())
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The heads of the requests so far, with small letters.</summary>
    public string[] Asked => [.. Heads.Select(head => head.ToLowerInvariant())];

    /// <summary>As they came.</summary>
    public string[] Heads
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    public static byte[] Answer(string head, ReadOnlySpan<byte> body = default) => [.. Encoding.ASCII.GetBytes("HTTP/1.1 " + head.Replace("\n", "\r\n") + "\r\n\r\n"), .. body];

    public void Dispose() => _listener.Dispose();

    static async Task<string> Head(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
            head.Append((char)one[0]);
        return head.ToString();
    }
}
