using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CSysdig.Tests.TestKit;

/// <summary>Takes connections by TLS as localhost and passes what comes on to a port without: a server as its users have it, with an authority of its own.</summary>
sealed class TlsRelay : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly X509Certificate2 _certificate;
    readonly int _to;

    /// <param name="authority">The file that a client must have to trust it; written here.</param>
    public TlsRelay(int to, string authority)
    {
        _to = to;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(authority, _certificate.ExportCertificatePem());
        _listener.Start();
        _ = Task.Run(Serve);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    async Task Serve()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            _ = Task.Run(() => Pass(client));
        }
    }

    async Task Pass(Socket client)
    {
        try
        {
            using var secure = new SslStream(new NetworkStream(client, ownsSocket: true));
            await secure.AuthenticateAsServerAsync(_certificate);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _to);
            var there = server.GetStream();
            await Task.WhenAny(secure.CopyToAsync(there), there.CopyToAsync(secure));
        }
        catch (Exception e) when (e is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // Who does not trust it ends the connection.
        }
    }
}
