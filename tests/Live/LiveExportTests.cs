using System.Diagnostics;
using System.Globalization;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>sysdig --export s3://... of this machine: what happened can't be had again, so its tables wait where the bucket is gone.</summary>
public sealed class LiveExportTests : IDisposable
{
    static readonly string[] s_tables = ["captures", "events", "processes"];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Tables_arrive_and_those_that_can_not_wait_and_go_with_the_next_run()
    {
        LiveMachine.Need("sh", "kill");
        using var server = BucketServer.Open();
        using (var whole = Export(server, "s3://captures/whole"))
            Assert.Equal((0, ""), End(whole));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        AssertTables(server, "whole");

        using var cut = Export(server, "s3://captures/cut");
        server.Kill();
        var (code, errors) = End(cut);
        Assert.Equal(1, code);
        Assert.Matches($@"^sysdig: s3://captures/cut/.*parquet can't be written: 127.0.0.1:\d+ can't be reached: .*; it waits in {_folder.Path} and is tried again\n"
            + $@"sysdig: \d files of [\d,.]+ (bytes|MiB) wait in {_folder.Path}: 127.0.0.1:\d+ can't be reached: .*; the next run that writes to the bucket brings them there\n$", errors);
        server.Start();
        var next = SysdigProgram.RunIn(server.Environment, "-r", "samples/honeypot.scap.gz", "-w", "s3://captures/next.scap", "--outbox", _folder.Path, "proc.name=sshd");
        Assert.Equal(0, next.ExitCode);
        Assert.Matches($@"^sysdig: \d files that an earlier run left in {_folder.Path} go to s3://captures/ too\n$", next.Errors);
        AssertTables(server, "cut");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [SkippableFact]
    public void Of_a_run_that_was_killed_no_half_table_arrives()
    {
        LiveMachine.Need("sh");
        using var server = BucketServer.Open();
        using (var killed = Export(server, "s3://captures/lake"))
        {
            killed.Kill();
            killed.WaitForExit();
        }
        Assert.NotEmpty(Directory.GetFiles(_folder.Path, "*.unfinished", SearchOption.AllDirectories));
        Assert.Equal((0, ""), Told(SysdigProgram.RunIn(server.Environment, "-r", "samples/honeypot.scap.gz", "-w", "s3://captures/next.scap", "--outbox", _folder.Path, "proc.name=sshd")));
        Assert.Equal(["lake/_lake.json", "next.scap"], server.Objects.Keys.Order());
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    /// <summary>Begins, and waits until events have come.</summary>
    Process Export(BucketServer server, string to)
    {
        var sysdig = LiveMachine.Start("env", [.. server.Environment.Select(v => $"{v.Key}={v.Value}"), SysdigProgram.ExecutablePath, "--export", to, "--outbox", _folder.Path, "proc.name=sh"]);
        Assert.True(LiveMachine.Await(() =>
        {
            LiveMachine.Run("sh", "-c", ":");
            return Directory.GetFiles(_folder.Path, "events*.unfinished", SearchOption.AllDirectories).Length > 0;
        }), "no table is begun");
        return sysdig;
    }

    static (int, string) End(Process sysdig)
    {
        LiveMachine.Run("kill", "-TERM", sysdig.Id.ToString(CultureInfo.InvariantCulture));
        var errors = sysdig.StandardError.ReadToEnd();
        sysdig.WaitForExit();
        return (sysdig.ExitCode, errors);
    }

    static (int, string) Told(SysdigProgram.Result result) => (result.ExitCode, result.Errors);

    static void AssertTables(BucketServer server, string lake)
    {
        var objects = server.Objects.Where(o => o.Key.StartsWith(lake + "/", StringComparison.Ordinal) && o.Key.EndsWith(".parquet", StringComparison.Ordinal)).ToDictionary();
        Assert.All(s_tables, table => Assert.Contains(objects.Keys, key => key.StartsWith($"{lake}/{table}/", StringComparison.Ordinal)));
        Assert.All(objects.Values, file => Assert.Equal(("PAR1", "PAR1"), (System.Text.Encoding.ASCII.GetString(file[..4]), System.Text.Encoding.ASCII.GetString(file[^4..]))));
    }
}
