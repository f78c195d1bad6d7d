using System.Globalization;
using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>Two runs watch the same deeds, one with the kernel deciding what it can of the filter and one without: they must show the same.</summary>
public sealed partial class KernelMarkTests
{
    /// <summary>Calls that nobody wants, then a process that becomes what is wanted, a user that changes, an fd that becomes another file, and a new connection by the number of an old one.</summary>
    const string Deeds = """
        use Socket; use POSIX;
        my $loud = fork // die;
        if (!$loud) { $0 = 'loud'; open(my $z, '<', '/dev/zero'); my $x; for (1 .. 400) { sysread $z, $x, 1 for 1 .. 300; select undef, undef, undef, 0.006 } POSIX::_exit(0) }
        for (1 .. 4) {
            open(my $f, '<', '/etc/passwd'); my $got;
            for (1 .. 60) { sysread $f, $got, 1; select undef, undef, undef, 0.005 }
            open(my $g, '<', '/etc/hostname'); POSIX::dup2(fileno $g, fileno $f); sysread $f, $got, 3;
        }
        for my $port (45771, 45772, 45771) {
            socket(my $s, PF_INET, SOCK_STREAM, 0); setsockopt $s, SOL_SOCKET, SO_REUSEADDR, 1; bind $s, sockaddr_in($port, inet_aton('127.0.0.1')); listen $s, 1;
            socket(my $c, PF_INET, SOCK_STREAM, 0); connect $c, sockaddr_in($port, inet_aton('127.0.0.1')); accept(my $a, $s);
            for (1 .. 40) { syswrite $c, 'x'; sysread $a, my $got, 1; select undef, undef, undef, 0.005 }
        }
        my $other = fork // die;
        if (!$other) {
            my $got; open(my $f, '<', '/etc/passwd');
            for (1 .. 60) { sysread $f, $got, 1; select undef, undef, undef, 0.005 }
            my $name = "wanted-name"; syscall(157, 15, $name, 0, 0, 0) if (POSIX::uname())[4] eq 'x86_64';
            sysread $f, $got, 2;
            POSIX::setuid(65534); sysread $f, $got, 3;
            exec '/bin/cat', '/etc/hostname';
        }
        waitpid $other, 0; waitpid $loud, 0;
        """;

    [SkippableTheory]
    [InlineData("proc.name in (cat, wanted-name)", 8)]
    [InlineData("user.uid=65534 and not proc.name=perl", 8)]
    [InlineData("fd.port=45771 and evt.type in (read, write)", 150)]
    [InlineData("fd.name startswith /etc/host and evt.type=read", 5)]
    [InlineData("(proc.name=cat or fd.name=/etc/hostname) and container.id=host", 8)]
    public void What_passes_is_the_same_with_and_without(string filter, int atLeast)
    {
        LiveMachine.Need("perl");
        using var folder = new TemporaryFolder();
        var script = folder.File("deeds.pl");
        File.WriteAllText(script, Deeds);
        // Of all processes those below this test's own shell alone, whoever else may run on the machine.
        var marker = $"deeds-{Environment.ProcessId}";
        string[] arguments = ["-v", "--buffer", "64M", "-s", "0", "-p", "%proc.name %user.uid %evt.type *%fd.name %evt.res", $"({filter}) and proc.env[DEEDS]={marker}"];
        using var with = LiveMachine.Start(SysdigProgram.ExecutablePath, arguments);
        using var without = LiveMachine.Start("env", ["CSYSDIG_KERNEL_FILTER=off", SysdigProgram.ExecutablePath, .. arguments]);
        var outputs = new[] { with, without }.Select(s => (Output: s.StandardOutput.ReadToEndAsync(), Errors: s.StandardError.ReadToEndAsync(), Process: s)).ToArray();
        Assert.True(LiveMachine.Await(() => outputs.All(s => LiveMachine.Watches(s.Process.Id))), "it does not begin");
        Assert.Equal(0, LiveMachine.Run("env", $"DEEDS={marker}", "perl", script).Code);
        foreach (var (_, _, process) in outputs)
            LiveMachine.Run("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
        var lines = outputs.Select(s => s.Output.Result.Split('\n').Order(StringComparer.Ordinal).ToArray()).ToArray();
        Assert.Equal(lines[1], lines[0]);
        Assert.True(lines[0].Length > atLeast, $"{lines[0].Length} lines");
        // 120,000 reads of one process were of no use; how soon that is known depends on how busy the machine is.
        Assert.True(Told(outputs[0].Errors.Result) < Told(outputs[1].Errors.Result) - 30_000, outputs[0].Errors.Result + outputs[1].Errors.Result);
    }

    /// <summary>Those that were lost too.</summary>
    static long Told(string errors) => Events().Matches(errors).Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"Driver (?:Events|Drops):(\d+)")]
    private static partial Regex Events();
}
