using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Terminal;

/// <summary>A process named with escape sequences, on a real terminal, under both names of the program.</summary>
public sealed class HostileNameTests : IDisposable
{
    readonly string _path = Path.GetTempFileName();

    public HostileNameTests()
    {
        var evil = "\x1b[2J\x1b]0;own\a"u8.ToArray();
        var capture = new ScapBuilder()
            .Processes(new ProcessEntry { Tid = 7, Pid = 7, Ptid = 1, Comm = evil, Exe = evil, Args = evil })
            .Fds(7, new FdEntry { Fd = 3, Type = FdType.FileV2, Name = [.. "/tmp/"u8, .. evil] })
            .Event(EventCode.SyscallWriteE, 7, I64(3), U32((uint)evil.Length))
            .Event(EventCode.SyscallWriteX, 7, I64(evil.Length), evil);
        File.WriteAllBytes(_path, capture.ToArray());
    }

    public void Dispose() => File.Delete(_path);

    // Were the bytes raw, the terminal would obey them: the screen cleared, the title set, and no [2J to be read.
    [SkippableFact]
    public void Lines_of_sysdig_show_the_escapes()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: escape sequences on a terminal were NOT tested");
        using var terminal = new TmuxDriver(120, 20, [SysdigProgram.ExecutablePath], ["-r", _path, "-p", "%evt.num [%proc.name] [%evt.arg.data] [%proc.cmdline]"]);
        var screen = terminal.WaitFor("exit 0");
        Assert.Contains(screen, line => line.StartsWith("2 [") && !line.Contains('\x1b'));
        Assert.DoesNotContain(screen, line => line.Contains('\a'));
    }

    [SkippableFact]
    public void Csysdig_shows_the_escapes()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: escape sequences on a terminal were NOT tested");
        using var terminal = new TmuxDriver(120, 20, "-r", _path);
        terminal.WaitFor(@"\x1b[2J\x1b]0;own\x07", "1/1");
    }
}
