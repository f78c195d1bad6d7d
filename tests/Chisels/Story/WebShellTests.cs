using CSysdig.Tests.TestKit;
using static CSysdig.Tests.Chisels.Story.Intrusion;

namespace CSysdig.Tests.Chisels.Story;

/// <summary>Pages of a web server that do what their caller says, beside plugins that are brought and programs that pages run.</summary>
public sealed class WebShellTests
{
    const string Shell = "/var/www/plugins/hello.php", Page = "/var/www/index.php";

    [Theory]
    // Asked for itself, it runs a program.
    [InlineData("php-fpm", Shell, Shell, true)]
    // It is a plugin of the page that was asked for.
    [InlineData("php-fpm", Page, Shell, false)]
    // It is of before.
    [InlineData("php-fpm", Page, Page, false)]
    // Whatever else has servers has scripts too.
    [InlineData("builder", Shell, Shell, false)]
    public void A_script_that_was_sent_and_runs_programs_when_it_is_asked_for_is_a_web_shell(string server, string first, string second, bool isTold)
    {
        var capture = Server(server).Openat(100, 5, Shell, flags: ToWrite).Write(100, 5, "<?php").Close(100, 5);
        Assert.Empty(Findings(capture));
        Asks(capture, first, second);
        capture.Clone(100, 101, server).Execve(101, "/bin/sh", "sh", "-c\0id");
        Assert.Equal(isTold ? [$"left a web shell: {Shell} runs sh -c id"] : [], Findings(capture).Select(What));
    }

    [Fact]
    public void Each_request_is_one_of_its_own()
    {
        var capture = Server("php-fpm").Openat(100, 5, Shell, flags: ToWrite).Close(100, 5);
        Asks(capture, Shell, Page);
        capture.Read(100, 4, "GET /index.php");
        Asks(capture, Page, Shell);
        capture.Clone(100, 101, "php-fpm").Execve(101, "/usr/sbin/sendmail", "sendmail");
        Assert.Empty(Findings(capture));
    }

    [Fact]
    public void What_a_server_started_may_leave_one_too()
    {
        var capture = Server("php").Clone(100, 101, "php").Execve(101, "/bin/cp", "cp").Openat(101, 5, Shell, flags: ToWrite).Close(101, 5);
        Asks(capture, Shell, Shell);
        capture.Clone(100, 102, "php").Execve(102, "/bin/sh", "sh", "-c\0id");
        Assert.Equal($"left a web shell: {Shell} runs sh -c id", Assert.Single(Findings(capture).Select(What)));
    }

    static ScapBuilder Server(string name) => new ScapBuilder().Processes(Calls.Process(1, "init", parent: 0), Calls.Process(100, name))
        .Accept(100, 4, "203.0.113.66:40707", "198.51.100.20:80").Read(100, 4, "POST /update.php");

    static void Asks(ScapBuilder b, string first, string second) =>
        b.Read(100, 4, "GET /").Openat(100, 6, first).Close(100, 6).Openat(100, 6, second).Close(100, 6);
}
