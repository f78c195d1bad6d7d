using System.Globalization;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Buckets;

/// <summary>A bucket that is spoken to by TLS.</summary>
public sealed class SecureBucketTests : IDisposable
{
    const string Sample = "samples/honeypot.scap.gz", Written = "s3://captures/tls/x.scap.gz";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void A_server_whose_authority_is_named_is_written_to_and_read_from()
    {
        using var server = BucketServer.Open();
        using var relay = new TlsRelay(new Uri(server.Endpoint).Port, _folder.File("authority.pem"));
        var environment = Settings(server, relay, "localhost");
        string[] write = ["-r", Sample, "proc.name=sshd", "-w", Written, "--outbox", _folder.Path];

        var (code, _, errors) = SysdigProgram.RunIn(environment, write);
        Assert.Equal(1, code);
        Assert.Contains("localhost:", errors);
        Assert.Contains("UntrustedRoot; SSL_CERT_FILE names an authority of one's own", errors);
        Assert.Equal(1, errors.Count(c => c == '\n'));
        Assert.Empty(server.Objects);

        environment["SSL_CERT_FILE"] = _folder.File("authority.pem");
        Assert.Equal((0, "", ""), Run(environment, write));
        string[] asked = ["-p", "%evt.rawtime %evt.type"];
        Assert.Equal((0, SysdigProgram.Run(["-r", Sample, "proc.name=sshd", .. asked]).Output, ""), Run(environment, ["-r", Written, "proc.name=sshd", .. asked]));

        // It vouches for another name.
        var other = Settings(server, relay, "127.0.0.1");
        other["SSL_CERT_FILE"] = _folder.File("authority.pem");
        (code, _, errors) = SysdigProgram.RunIn(other, ["-r", Written]);
        Assert.Equal(1, code);
        Assert.Contains("NameMismatch", errors);
    }

    static (int, string, string) Run(Dictionary<string, string> environment, string[] arguments)
    {
        var (code, output, errors) = SysdigProgram.RunIn(environment, arguments);
        return (code, output, errors);
    }

    static Dictionary<string, string> Settings(BucketServer server, TlsRelay relay, string name)
    {
        var environment = server.Environment;
        environment["AWS_ENDPOINT_URL"] = string.Create(CultureInfo.InvariantCulture, $"https://{name}:{relay.Port}");
        environment["no_proxy"] = "127.0.0.1,localhost";
        return environment;
    }
}
