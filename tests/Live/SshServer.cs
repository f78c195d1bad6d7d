using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CSysdig.Capture.Remote;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>An sshd on loopback, and with it another machine called "there" that is this one.</summary>
sealed class SshServer : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly Process _server;

    public SshServer()
    {
        _server = Process.Start("unshare", ["-m", "--propagation", "private", "bash", Path.Combine(Repository.Root, "tests/Live/remote.sh"), _folder.Path, $"{FreePort()}"]);
        Assert.True(LiveMachine.Await(() => File.Exists(_folder.File("sshd.log")) && File.ReadAllText(_folder.File("sshd.log")).Contains("Server listening")), "sshd does not begin");
    }

    public static RemoteAddress Address { get; } = RemoteAddress.Parse("ssh://there");

    /// <summary>What leads there.</summary>
    public string[] Ssh => ["ssh", "-F", _folder.File("ssh_config")];

    /// <summary>A file that those who log in can be told of.</summary>
    public string InFolder(string name) => _folder.File(name);

    /// <summary>What lies in the place for temporary files there, and which processes of those who logged in are there.</summary>
    public string[] Left => [.. Directory.GetFileSystemEntries(_folder.File("there")), .. Directory.GetDirectories("/proc").Where(IsThere)];

    /// <summary>Cuts the lines of all who are logged in.</summary>
    public void Cut()
    {
        foreach (var session in File.ReadAllText($"/proc/{_server.Id}/task/{_server.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Process.GetProcessById(int.Parse(session)).Kill();
    }

    public void Dispose()
    {
        _server.Kill(entireProcessTree: true);
        _server.WaitForExit();
        _folder.Dispose();
    }

    bool IsThere(string process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(process + "/environ")).Contains($"TMPDIR={_folder.Path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
