using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Cli;

/// <summary>Names and data written by an attacker who knows that somebody will print them.</summary>
public sealed class TerminalOutputTests : IDisposable
{
    const string Evil = "\x1b]0;owned\a\x1b[2J\x7f\u009b31m\n";

    readonly TemporaryFolder _folder = new();
    readonly string _capture;

    public TerminalOutputTests()
    {
        var evil = Encoding.UTF8.GetBytes(Evil);
        _capture = _folder.File("evil.scap");
        File.WriteAllBytes(_capture, new ScapBuilder().Machine("host")
            .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = evil, Exe = evil, Args = evil, Cwd = "/"u8.ToArray() })
            .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = evil })
            .Event(EventCode.SyscallWriteE, 7, I64(3), U32((uint)evil.Length))
            .Event(EventCode.SyscallWriteX, 7, I64(evil.Length), evil)
            .Event(EventCode.SyscallChdirE, 7)
            .Event(EventCode.SyscallChdirX, 7, I64(-2), [.. evil, 0])
            .Event(EventCode.SyscallExecve_8E, 7)
            .Event(EventCode.SyscallExecve_8X, 7, I64(-2), [.. evil, 0], evil, I64(7), I64(7), I64(1), [.. evil, 0], U64(1024))
            .ToArray());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("-A")]
    [InlineData("-x")]
    [InlineData("-X")]
    [InlineData("-b")]
    [InlineData("-v")]
    [InlineData("-p", "*%proc.name %proc.cmdline %proc.exeline %fd.name %evt.args %evt.arg.path %evt.arg.exe %evt.buffer %evt.rawarg.path %evt.abspath")]
    [InlineData("-j")]
    [InlineData("-j", "-p", "*%proc.name %fd.name %evt.info %evt.buffer %evt.arg.path")]
    public void A_terminal_never_sees_a_control_byte_of_the_capture(params string[] arguments)
    {
        var printed = SysdigRun.Print(_capture, terminal: true, [.. arguments.Where(a => a.Length > 0)]);
        Assert.NotEmpty(printed);
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(printed);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c is not ('\n' or '\t'));
    }

    [Fact]
    public void A_newline_in_a_name_makes_no_line_of_its_own_on_a_terminal()
    {
        var lines = Encoding.UTF8.GetString(SysdigRun.Print(_capture, terminal: true, "-p", "%evt.num %proc.name")).TrimEnd('\n').Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.Equal(@"1 \x1b]0;owned\x07\x1b[2J\x7f\xc2\x9b31m\x0a", lines[0]);
    }

    [Fact]
    public void A_pipe_gets_the_bytes_as_they_are_where_sysdigs_own_answers_are_wanted() =>
        Assert.StartsWith("1 " + Evil, Encoding.UTF8.GetString(SysdigRun.Print(_capture, terminal: false, "--compat", "0.29", "-p", "%evt.num %proc.name")));

    [Fact]
    public void Otherwise_it_gets_names_that_end_no_line_and_send_no_orders()
    {
        var line = Encoding.UTF8.GetString(SysdigRun.Print(_capture, terminal: false, "-p", "%evt.num %proc.name")).Split('\n')[0];
        Assert.DoesNotContain(line, char.IsControl);
        Assert.StartsWith(@"1 \x1b]0;owned\x07", line);
    }
}
