using System.Diagnostics;
using System.Text;
using CSysdig.Capture.Live;

namespace CSysdig.Tests.Capture.Live;

/// <summary>A line on a terminal that others use: only on theirs, and only while they have it.</summary>
public sealed class MachineTerminalTests
{
    [SkippableFact]
    public void It_stands_there_where_the_process_has_that_terminal()
    {
        using var one = new Pty();
        Assert.Null(MachineTerminal.Write(one.Name, one.Users, "\r\nhello\r\n"u8));
        one.WaitFor("\r\nhello\r");
    }

    [SkippableFact]
    public void Others_terminals_are_left_alone()
    {
        using var one = new Pty();
        using var other = new Pty();
        Assert.NotEqual(one.Name, other.Name);
        const string Gone = "it is not that session's terminal any more";
        Assert.Equal(Gone, MachineTerminal.Write(one.Name, other.Users, "no"u8));
        Assert.Equal(Gone, MachineTerminal.Write(one.Name, [(one.Users[0].Pid, one.Users[0].Started - 10_000_000_000)], "no"u8));
        Assert.Equal(Gone, MachineTerminal.Write(one.Name, [], "no"u8));
        var (name, users) = (one.Name, one.Users);
        one.End();
        Assert.Equal(Gone, MachineTerminal.Write(name, users, "no"u8));
        // Nothing came before this.
        Assert.Null(MachineTerminal.Write(other.Name, other.Users, "yes"u8));
        Assert.Equal("yes", other.WaitFor("yes"));
    }

    [SkippableTheory]
    [InlineData("tty1"), InlineData("console"), InlineData("pts/"), InlineData("pts/ptmx"), InlineData("pts/../null"), InlineData("pts/-1"), InlineData("")]
    public void What_is_no_pseudo_terminal_is_not_opened(string name)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "SKIPPED: there is no /dev/pts");
        Assert.Equal("only pseudo terminals (/dev/pts) can be written to", MachineTerminal.Write(name, [(Environment.ProcessId, MachineProcess.StartOf(Environment.ProcessId))], "no"u8));
    }

    [SkippableFact]
    public void One_that_takes_nothing_holds_nobody_up()
    {
        using var one = new Pty();
        one.Reads = false;
        var most = new byte[1 << 20];
        most.AsSpan().Fill((byte)'x');
        Assert.Equal("it took a part only", MachineTerminal.Write(one.Name, one.Users, most));
        // The kernel may still make a little room.
        Assert.True(SpinWait.SpinUntil(() => MachineTerminal.Write(one.Name, one.Users, most) == "it takes nothing now", 10_000));
    }

    /// <summary>A process with a terminal of its own.</summary>
    sealed class Pty : IDisposable
    {
        readonly Process _script;

        public Pty()
        {
            Skip.IfNot(OperatingSystem.IsLinux() && TestKit.Shell.Find("script") is not null, "SKIPPED: script is not installed: no terminal was written to");
            _script = Process.Start(new ProcessStartInfo("script", ["-qefc", "exec sleep 600", "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            var (id, children) = (_script.Id, "");
            Assert.True(SpinWait.SpinUntil(() => (children = File.ReadAllText($"/proc/{id}/task/{id}/children")).Length > 0, 10_000));
            var pid = int.Parse(children.Split(' ')[0]);
            Assert.True(SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{pid}/comm").StartsWith("sleep", StringComparison.Ordinal), 10_000));
            Name = new FileInfo($"/proc/{pid}/fd/0").LinkTarget!["/dev/".Length..];
            Users = [(pid, MachineProcess.StartOf(pid))];
        }

        public string Name { get; }
        public List<(long Pid, ulong Started)> Users { get; }

        /// <summary>What is shown is taken.</summary>
        public bool Reads
        {
            set => Process.Start("kill", [value ? "-CONT" : "-STOP", $"{_script.Id}"]).WaitForExit();
        }

        /// <summary>Waits until a text is shown; the answer is all up to it.</summary>
        public string WaitFor(string text)
        {
            var (shown, one) = (new StringBuilder(), new byte[1]);
            while (!shown.ToString().EndsWith(text, StringComparison.Ordinal) && _script.StandardOutput.BaseStream.Read(one) == 1)
                shown.Append((char)one[0]);
            return shown.ToString();
        }

        public void End()
        {
            using var user = Process.GetProcessById((int)Users[0].Pid);
            user.Kill();
            _script.WaitForExit();
        }

        public void Dispose()
        {
            if (!_script.HasExited)
                _script.Kill(entireProcessTree: true);
            _script.Dispose();
        }
    }
}
