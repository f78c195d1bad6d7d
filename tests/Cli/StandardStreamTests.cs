using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>What becomes of output that can't be written: a full disk is told, a reader who has gone is not, and nothing ends in a stack trace.</summary>
public sealed class StandardStreamTests
{
    const string Capture = "samples/honeypot.scap.gz";

    public static TheoryData<string> Everything =>
    [
        "sysdig -l", "sysdig -L", "sysdig -cl", "sysdig -i topconns", "sysdig --help", "sysdig --version", "sysdig --libs-version", "sysdig --list-markdown",
        "sysdig --completion bash", "sysdig -pp", "sysdig --complete words -",
        $"sysdig {Capture} -n 9000", $"sysdig {Capture} -j -n 9000", $"sysdig {Capture} -p '*%evt.num' -n 9000", $"sysdig {Capture} -q -S", $"sysdig {Capture} -c topconns", $"sysdig {Capture} -c echo_fds",
        $"sysdig {Capture} -c story -j", $"sysdig {Capture} -w -", $"sysdig {Capture} -w - -z",
        "csysdig -l", "csysdig --list-views", "csysdig --list-views -j", "csysdig --help", "csysdig --version", "csysdig --completion zsh", "csysdig --default-settings", "csysdig --settings-schema",
        $"csysdig {Capture} -j -v procs --no-cache", $"csysdig {Capture} --raw -v files --no-cache", $"csysdig {Capture} -j -v dig --to 9000 --no-cache", $"csysdig {Capture} -j -v echo --no-cache",
    ];

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_full_disk_is_told_and_a_failure(string command)
    {
        var (code, _, errors) = Bash($"{command} > /dev/full");
        Assert.Equal(1, code);
        if (!command.Contains("--complete "))
            Assert.Contains("no space left on device", errors);
        Assert.DoesNotContain("   at ", errors);
        Assert.InRange(errors.Split('\n').Length, 1, 3);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_reader_that_has_gone_is_told_nothing(string command)
    {
        var (_, code, errors) = Bash(command + " | true; echo ${PIPESTATUS[0]}");
        Assert.Contains(code.Trim(), "0 1");
        Assert.Empty(errors);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Without_a_standard_output_there_is_a_message(string command)
    {
        var (code, _, errors) = Bash(command + " >&-");
        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", errors);
        Assert.InRange(errors.Split('\n').Length, 1, 3);
    }

    [Fact]
    public void Messages_that_nobody_can_read_change_nothing()
    {
        Assert.Equal(1, Bash("sysdig -nx 2> /dev/full").ExitCode);
        Assert.Equal(1, Bash("sysdig -nx 2>&- >&- <&-").ExitCode);
        Assert.Equal("", Bash("csysdig -v nosuch samples/honeypot.scap.gz 2> /dev/full").Output);
    }

    [Fact]
    public void What_is_written_to_a_file_needs_no_standard_output()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("out.scap");
        Assert.Equal(0, Bash($"sysdig {Capture} -n 9000 -w {file} >&-").ExitCode);
        Assert.Equal(0, Bash($"sysdig {file} -q").ExitCode);
    }

    [Theory]
    [InlineData(@"sysdig -n $'1\e[31m\x9b\a'", @"\x1b[31m")]
    [InlineData(@"sysdig -r $'/nowhere/\e[31m.scap'", @"\x1b[31m")]
    [InlineData(@"sysdig $'--\e[31m'", @"\x1b[31m")]
    [InlineData(@"sysdig -c $'\e[31m'", @"\x1b[31m")]
    [InlineData(@"sysdig samples/honeypot.scap.gz $'proc.name=a \e[31m'", @"\x1b[31m")]
    [InlineData(@"csysdig samples/honeypot.scap.gz -v $'\e[31m' -j", @"\x1b[31m")]
    [InlineData(@"csysdig --memory $'\e[31m' samples/honeypot.scap.gz", @"\x1b[31m")]
    public void An_escape_sequence_in_an_argument_is_shown_and_not_obeyed(string command, string shown)
    {
        var (code, _, errors) = Bash(command);
        Assert.Equal(1, code);
        Assert.Contains(shown, errors);
        Assert.DoesNotContain(errors, c => char.IsControl(c) && c != '\n');
    }

    // The runtime itself has some fifty files open where it is not native.
    [Theory]
    [InlineData("csysdig -j -v procs --no-cache samples/honeypot.scap.gz")]
    [InlineData("csysdig --list-views")]
    [InlineData("sysdig -cl")]
    public void Few_files_are_open_at_a_time(string command)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (code, output, errors) = Bash($"ulimit -n 100; {command}");
        Assert.Equal((0, ""), (code, errors));
        Assert.NotEmpty(output);
    }

    [Theory]
    [InlineData("csysdig -j -v procs --no-cache samples/honeypot.scap.gz", 3)]
    [InlineData("sysdig samples/honeypot.scap.gz", 3)]
    public void Without_a_file_to_open_it_is_said(string command, int files)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (code, output, errors) = Bash($"ulimit -n {files}; {command}");
        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.NotEmpty(errors);
    }

    [Theory]
    [InlineData("'evt.num < 500'")]
    [InlineData("-c topconns")]
    [InlineData("-c spy_sessions")]
    [InlineData("-nx")]
    public void A_terminal_is_not_switched_to_another_mode(string arguments)
    {
        if (!PtyProgram.IsAvailable)
            return;
        var (_, output, _) = Bash($"script -qefc \"NO_COLOR=1 sysdig {Capture} -p %evt.num {arguments}\" /dev/null < /dev/null");
        Assert.NotEmpty(output);
        Assert.DoesNotContain("\e[?", output);
        Assert.DoesNotContain("\e=", output);
    }

    static (int ExitCode, string Output, string Errors) Bash(string command) => Shell.Run(Repository.Root, "bash", "-c", command);
}
