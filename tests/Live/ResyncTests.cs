using System.Globalization;
using CSysdig.Model.Streaming;
using CSysdig.Tests.TestKit;
using Xunit.Abstractions;

namespace CSysdig.Tests.Live;

/// <summary>What began, was opened or ended while events were lost is known afterwards, in the capture that was written too.</summary>
public sealed class ResyncTests(ITestOutputHelper output)
{
    const string Flood = "for (1..50000) { open(F, '<', '/dev/null'); close F }";
    /// <summary>Opens a file and a connection at the start, and then only uses them.</summary>
    const string Holder = """
        use Socket; open(my $f, '<', '/etc/hostname'); socket(my $s, PF_INET, SOCK_STREAM, 0); bind $s, sockaddr_in(0, inet_aton('127.0.0.1')); listen $s, 5;
        my ($port) = sockaddr_in(getsockname $s); socket(my $c, PF_INET, SOCK_STREAM, 0); connect $c, sockaddr_in($port, inet_aton('127.0.0.1')); accept(my $a, $s);
        $| = 1; print "$port\n"; while (1) { sysseek $f, 0, 0; sysread $f, my $x, 10; syswrite $c, 'x'; select(undef, undef, undef, 0.02) }
        """;

    [SkippableTheory]
    [InlineData("on")]
    [InlineData("off")]
    public void A_process_and_its_fds_that_began_during_a_loss_have_their_names_afterwards(string iterators)
    {
        LiveMachine.Need("perl", "kill");
        using var folder = new TemporaryFolder();
        var capture = folder.File("t.scap");
        using var gone = LiveMachine.Start("sleep", "600");
        using var sysdig = LiveMachine.Start("env", $"CSYSDIG_ITERATORS={iterators}", SysdigProgram.ExecutablePath, "-q", "--buffer", "64K", "-w", capture);
        var errors = sysdig.StandardError.ReadToEndAsync();
        Assert.True(LiveMachine.Await(() => LiveMachine.Watches(sysdig.Id) && File.Exists(capture) && new FileInfo(capture).Length > 0), "it does not begin");
        Assert.True(LiveMachine.Await(() => Recording.Lines(capture, "%evt.num", "evt.num=1").Length > 0), "no event is written");
        // While it stands still the ring is full, on a machine of any speed.
        Send("-STOP", sysdig.Id);
        Assert.Equal(0, LiveMachine.Run("perl", "-e", Flood).Code);
        using var holder = LiveMachine.Start("perl", "-e", Holder);
        try
        {
            var port = holder.StandardOutput.ReadLine();
            gone.Kill();
            gone.WaitForExit();
            Send("-CONT", sysdig.Id);
            // What is written so far can be read; a busy machine looks seldom.
            Assert.True(LiveMachine.Await(() => Calls() is { Length: >= 5 } calls && calls[^5..].All(line => line.Contains(" perl ")), 120), "it is not known");
            Send("-INT", sysdig.Id);
            sysdig.WaitForExit();
            Assert.True(sysdig.ExitCode == 0, errors.Result);

            var lines = Calls();
            output.WriteLine($"{lines.Length} calls of it; the first: {lines.FirstOrDefault()}");
            Assert.Contains(lines[^5..], line => line.EndsWith(" read /etc/hostname", StringComparison.Ordinal));
            Assert.Contains(lines[^5..], line => line.Contains(" write 127.0.0.1:") && line.EndsWith($"->127.0.0.1:{port}", StringComparison.Ordinal));
            Assert.All(lines[^5..], line => Assert.Contains(" perl /usr/bin/perl", line));

            using var stream = EventStream.Open(capture);
            Assert.NotNull(stream.State.Threads.Find(gone.Id));
            while (stream.Next())
            {
            }
            Assert.NotNull(stream.State.Threads.Find(holder.Id));
            // /proc may hide processes, so of those that it does not tell nothing follows.
            Assert.Equal(iterators == "off", stream.State.Threads.Find(gone.Id) is not null);
        }
        finally
        {
            holder.Kill();
        }

        string[] Calls() => Recording.Lines(capture, "%evt.num %proc.name %proc.exepath %evt.type %fd.name", $"thread.tid={holder.Id} and evt.type in (read, write) and fd.num>2");
    }

    static void Send(string signal, int process) => LiveMachine.Run("kill", signal, process.ToString(CultureInfo.InvariantCulture));
}
