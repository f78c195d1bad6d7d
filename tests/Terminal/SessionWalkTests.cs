using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>From who was logged in to what they did and its evidence, in the real program on a real terminal.</summary>
public sealed class SessionWalkTests : IDisposable
{
    const string Skipped = "tmux is not installed: sessions were NOT walked through the real program";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void From_the_sessions_to_a_command_a_file_a_connection_and_back(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = new TmuxDriver(width, height, "-r", "samples/honeypot.scap.gz", "-v", "sessions", "--no-cache");
        See(page =>
        {
            page.Header("148,664 events").Way("› Sessions").Fact("0 open").Fact("2 sessions").Place("1/2");
            page.First.Cell("USER", "root").Cell("FROM", "203.0.113.66").Cell("START", "07:22:03").Cell("STATE", "exit 0").Cell("FAILED", "5").Cell("FOUND", "24").Cell("RUN", "0")
                .IsSelected().IsAbove(page["alice"]);
            page["alice"].CellBegins("FROM", "198.51.100.31").Cell("FAILED", "0").Cell("FOUND", "0");
            if (width > 100)
                page.First.Cell("TTY", "pts/3").Cell("IN", "216K").Cell("OUT", "23.7M").Cell("CMDS", "133");
        });
        terminal.Press("Enter");
        See(page =>
        {
            page.Way("› Transcript").Fact("all").Fact("84 files").Fact("6 connections");
            // Nothing of the other session, which went on at the same time.
            page.HasNot("notes.txt");
        });
        terminal.Type("/# who").Press("Enter");
        See(page => page.Has("0 who").Has("# who"));
        terminal.Press("t");
        See(page =>
        {
            page.Fact("only commands").HasNot(" tty ");
            page["mkdir .shm"].Has(" run ").Has(" 0 ");
        });
        terminal.Type("/mkdir .shm").Press("Enter");
        See(page => page.Place("1 hit: mkdir .shm").Selected.Has("mkdir .shm"));
        terminal.Press("Enter");
        See(page =>
        {
            page.Way("› Processes").Fact("1 row");
            page.First.Cell("PID", "32541").Cell("USER", "root").CellBegins("Command", "mkdir .shm");
        });
        terminal.Press("BSpace");
        See(page => page.Way("› Transcript").Selected.Has("mkdir .shm"));
        terminal.Press("t");
        See(page => page.Fact("only the terminal").Has("[root@honeypot1 sbin]# mkdir .shm").HasNot("alice@honeypot1"));
        terminal.Press("t").Type("/l.tgz").Press("Enter");
        See(page => page.Fact("only files").Selected.Has("created, wrote, removed /usr/sbin/.shm/l.tgz"));
        terminal.Press("Enter");
        See(page => page.Way("› Echo").Fact("1 read or write").Has("write 07:22:06.6"));
        terminal.Press("BSpace", "t").Type("/6667").Press("Enter");
        See(page => page.Fact("only connections").Selected.Has("opened tcp 198.51.100.20:36868->203.0.113.9:6667"));
        terminal.Press("Enter");
        See(page => page.Way("› Echo").Fact("16 reads and writes").Has(" NICK nan|d4"));
        terminal.Press("BSpace");
        See(page => page.Selected.Has("203.0.113.9:6667"));

        var cast = _folder.File("attack.cast");
        terminal.Type($":save {cast}").Press("Enter").WaitFor("reads and writes of the terminal written to");
        Assert.StartsWith("""{"version":2,""", File.ReadAllText(cast));
        terminal.Press("r");
        See(page => page.Way("› Replay").Fact("speed 1").Has("Linux honeypot1"));
        terminal.Press("Right", "Right");
        See(page => page.Fact("speed 4").Has("[root@honeypot1 ~]# who"));
        terminal.Press("BSpace", "BSpace", "a");
        See(page => page.Way("› Actions").Has("A capture's processes can't be ended"));
        terminal.Press("q").WaitFor("exit 0");

        void See(Action<Page> says) => Page.See(terminal, says);
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void From_a_session_of_the_story_to_what_was_done_in_it(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = new TmuxDriver(width, height, "-r", "samples/honeypot.scap.gz", "-v", "story", "--no-cache");
        terminal.WaitFor("24 findings");
        terminal.Press("Home", "Enter");
        Page.See(terminal, page => page.Way("› Transcript").Fact("all").Has("root from 203.0.113.66"));
        terminal.Press("BSpace");
        Page.See(terminal, page => page.Way("› Story").Selected.Has("root from 203.0.113.66 by sshd"));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void By_its_user_to_what_spy_sessions_tells_of_it(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = new TmuxDriver(width, height, "-r", "samples/honeypot.scap.gz", "--no-cache", "-v", "story");
        terminal.WaitFor("24 findings");
        terminal.Type(":transcript ro").Press("Tab");
        Page.See(terminal, page => page.Question(": transcript root", "What was done in a session"));
        terminal.Press("Enter");
        Page.See(terminal, page => page.Way("› Transcript").Has(" root from 203.0.113.66 port ").Has("5 failed logins from this address before: root x3"));
        if (width > 100)
            Page.See(terminal, page => page.Has("07:22:03 – 07:22:").Has("pts/3   pid 32505   exit 0"));
        terminal.Type("/log wiped").Press("Enter");
        Page.See(terminal, page => page.Selected.Has("log wiped"));
        terminal.Press("BSpace").Type(":transcript nobody").Press("Enter").WaitFor("nobody has had no session");
        terminal.Press("C-g").Type(":transcript 198.51.100.31").Press("Enter");
        Page.See(terminal, page => page.Way("› Transcript").Has(" alice from 198.51.100.31 port ").HasNot("root from"));
        terminal.Press("q").WaitFor("exit 0");
    }
}
