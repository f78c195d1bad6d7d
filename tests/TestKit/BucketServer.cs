using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSysdig.Capture.Buckets;

namespace CSysdig.Tests.TestKit;

/// <summary>Object storage on this machine: npm's s3rver, installed globally. It can be killed, and be there again at the same place with what it had.</summary>
sealed class BucketServer : IDisposable
{
    public const string Bucket = "captures", Id = "S3RVER", Secret = "S3RVER";

    readonly TemporaryFolder _objects = new();
    readonly int _port = FreePort();
    Process? _process;

    BucketServer() => Start();

    /// <summary>Skips the test, loudly, where the server is not installed.</summary>
    public static BucketServer Open()
    {
        Skip.IfNot(Shell.Find("s3rver") is not null, "s3rver is not installed (npm install -g s3rver): reading from object storage and writing to it was NOT tested");
        return new BucketServer();
    }

    /// <summary>What a user would set.</summary>
    public Dictionary<string, string> Environment => Settings(_port);

    /// <summary>Settings for whatever listens on a port.</summary>
    public static Dictionary<string, string> Settings(int port) => new()
    {
        ["AWS_ENDPOINT_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
        ["AWS_ACCESS_KEY_ID"] = Id, ["AWS_SECRET_ACCESS_KEY"] = Secret, ["AWS_SESSION_TOKEN"] = "", ["AWS_REGION"] = "us-east-1",
        ["AWS_PROFILE"] = "", ["AWS_EC2_METADATA_DISABLED"] = "true", ["HOME"] = "/nonexistent", ["no_proxy"] = "127.0.0.1",
    };

    public string Endpoint => Environment["AWS_ENDPOINT_URL"];

    /// <summary>Puts a file there as another program would.</summary>
    public void Put(string key, byte[] bytes)
    {
        using var client = new BucketClient(new BucketSettings(Environment.GetValueOrDefault));
        client.Put(BucketAddress.Parse($"s3://{Bucket}/{key}"), BucketContent.Of(bytes), [], default).GetAwaiter().GetResult();
    }

    public void Remove(string key)
    {
        using var client = new BucketClient(new BucketSettings(Environment.GetValueOrDefault));
        client.Delete(BucketAddress.Parse($"s3://{Bucket}/{key}"), [], default).GetAwaiter().GetResult();
    }

    /// <summary>The objects, by their keys.</summary>
    public Dictionary<string, byte[]> Objects
    {
        get
        {
            // How s3rver keeps them: a folder for each part of the key, the bytes in a file of this ending.
            const string ending = "._S3rver_object";
            var bucket = Path.Combine(_objects.Path, Bucket);
            return Directory.EnumerateFiles(bucket, "*" + ending, SearchOption.AllDirectories)
                .ToDictionary(f => Path.GetRelativePath(bucket, f)[..^ending.Length], File.ReadAllBytes);
        }
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Start()
    {
        var start = new ProcessStartInfo("s3rver", ["-d", _objects.Path, "-a", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "--no-vhost-buckets", "--configure-bucket", Bucket])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        while (_process.StandardOutput.ReadLine() is { } line)
            if (line.Contains("listening", StringComparison.OrdinalIgnoreCase))
            {
                // So that it can go on saying things.
                _ = _process.StandardOutput.ReadToEndAsync();
                _ = _process.StandardError.ReadToEndAsync();
                return;
            }
        throw new InvalidOperationException("s3rver did not start: " + _process.StandardError.ReadToEnd());
    }

    public void Dispose()
    {
        if (_process is not null)
            Kill();
        _objects.Dispose();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
