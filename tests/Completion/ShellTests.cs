using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Completion;

/// <summary>The scripts in the shells themselves, where those are installed: words are typed, Tab is pressed, the line is read.</summary>
public sealed class ShellTests
{
    static readonly string[] s_path = ["env", $"PATH={Path.GetDirectoryName(SysdigProgram.ExecutablePath)}:/usr/bin:/bin", "PS1=$ ", "HISTFILE=/dev/null", "TERM=xterm"];

    static string Script(string name) => Path.Combine(Repository.Root, "completion", name);

    [SkippableTheory]
    [InlineData("sysdig -r samples/hon", "sysdig -r samples/honeypot.scap.gz")]
    [InlineData("sysdig --readf", "sysdig --readfile")]
    [InlineData("sysdig -r x fd.dire", "sysdig -r x fd.directory")]
    [InlineData("sysdig -r x 'proc.name=sshd and fd.dire", "sysdig -r x 'proc.name=sshd and fd.directory")]
    [InlineData("sysdig -r x evt.type=open_b", "sysdig -r x evt.type=open_by_handle_at")]
    [InlineData("sysdig -p %proc.pna", "sysdig -p %proc.pname")]
    [InlineData("csysdig -v connec", "csysdig -v connections")]
    public void Bash_completes(string typed, string expected) =>
        Completes("bash", ["bash", "--norc", "--noprofile", "-i"], $"source {Script("sysdig.bash")}; source {Script("csysdig.bash")}", typed, expected);

    [SkippableTheory]
    [InlineData("sysdig -r samples/hon", "sysdig -r samples/honeypot.scap.gz")]
    [InlineData("sysdig -r x fd.dire", "sysdig -r x fd.directory")]
    [InlineData("sysdig -r x 'proc.name=sshd and fd.dire", "sysdig -r x 'proc.name=sshd and fd.directory")]
    [InlineData("sysdig -r x evt.type=open_b", "sysdig -r x evt.type=open_by_handle_at")]
    [InlineData("sysdig -p '%evt.num %proc.pna", "sysdig -p '%evt.num %proc.pname")]
    [InlineData("csysdig -v connec", "csysdig -v connections")]
    public void Zsh_completes(string typed, string expected) =>
        Completes("zsh", ["zsh", "-f", "-i"], $"autoload -U compinit; compinit -u -D; source {Script("_sysdig")}; source {Script("_csysdig")}", typed, expected);

    [SkippableTheory]
    [InlineData("sysdig -r samples/hon", "samples/honeypot.scap.gz")]
    [InlineData("sysdig -r x fd.dire", "fd.directory")]
    [InlineData("sysdig -r x 'proc.name=sshd and fd.dire", "proc.name=sshd and fd.directory")]
    [InlineData("sysdig -r x evt.type=open_b", "evt.type=open_by_handle_at")]
    [InlineData("sysdig -p '%evt.num %proc.pna", "%evt.num %proc.pname")]
    [InlineData("sysdig --readf", "--readfile")]
    [InlineData("csysdig -v connec", "connections")]
    public void Fish_completes(string typed, string expected)
    {
        Skip.If(Shell.Find("fish") is null, "fish is not installed (apt-get install fish): its completion is not tried");
        var quoted = typed.Replace("'", "\\'");
        var (_, output, errors) = Shell.Run(Repository.Root, "fish", "--no-config", "-c", $"source {Script("sysdig.fish")}; source {Script("csysdig.fish")}; complete -C '{quoted}'");
        Assert.Empty(errors);
        Assert.Contains(expected, output.Split('\n').Select(l => l.Split('\t')[0]));
    }

    static void Completes(string shell, string[] program, string setUp, string typed, string expected)
    {
        Skip.If(Shell.Find(shell) is null, $"{shell} is not installed (apt-get install {shell}): its completion is not tried");
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed (apt-get install tmux): nobody types");
        using var terminal = new TmuxDriver(120, 30, [.. s_path, .. program], []);
        terminal.Type($" {setUp}; clear; echo ready").Press("Enter").WaitFor("ready", s => s.Any(l => l.Trim() == "ready"));
        terminal.Type(typed).Press("Tab").WaitFor(expected, s => s.Any(l => l.Contains(expected, StringComparison.Ordinal)));
    }
}
