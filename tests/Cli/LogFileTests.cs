using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>csysdig --logfile.</summary>
public sealed class LogFileTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_loaded_and_put_aside_is_a_line_each_behind_what_stood_there()
    {
        var log = _folder.File("log");
        File.WriteAllText(log, "before\n");
        var (code, _, _) = Shell.Run(Repository.Root, "csysdig", ["--no-cache", "--logfile", log, "--memory", "64M", "-r", "samples/honeypot.scap.gz", "-v", "procs", "-j"]);
        Assert.Equal(0, code);
        var lines = File.ReadAllLines(log);
        Assert.Equal("before", lines[0]);
        Assert.All(lines[1..], line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z .", line));
        Assert.EndsWith("samples/honeypot.scap.gz is loaded: it is not cached", lines[1]);
        Assert.Contains(lines, line => line.Contains("148664 events were loaded in"));
        Assert.Contains(lines, line => line.Contains("a table is answered in ") && line.Contains("proc.pid: thread version; ") && line.Contains("evt.buflen.file: column; "));
    }

    [Fact]
    public void A_name_in_the_log_moves_no_terminal()
    {
        var log = _folder.File("log");
        var capture = _folder.File("\e[2Jx.scap.gz");
        File.Copy(Repository.Sample("containers.scap.gz"), capture);
        Shell.Run(Repository.Root, "csysdig", ["--no-cache", "--logfile", log, "-r", capture, "-v", "procs", "-j"]);
        Assert.DoesNotContain('\e', File.ReadAllText(log));
    }

    [Fact]
    public void A_log_that_can_not_be_written_is_said()
    {
        var (code, output, errors) = Shell.Run(Repository.Root, "csysdig", ["--no-cache", "--logfile", "/no/such/folder/log", "-r", "samples/containers.scap.gz", "-v", "procs", "-j"]);
        Assert.Equal((1, ""), (code, output));
        Assert.Equal("csysdig: --logfile /no/such/folder/log can't be written: no such file or folder\n", errors);
    }
}
