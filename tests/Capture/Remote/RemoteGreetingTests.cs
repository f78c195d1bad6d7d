using CSysdig.Capture.Remote;
using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture.Remote;

/// <summary>What becomes of a machine that can't be watched; a script plays ssh.</summary>
public sealed class RemoteGreetingTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Ssh_gets_its_words_one_by_one_and_a_command_that_is_always_the_same()
    {
        Refusal("""printf '%s\n' "$@" >words""");
        var words = File.ReadAllLines(_folder.File("words"));
        Assert.Equal(["-F", "mine", "-T", "-o", "ServerAliveInterval=15", "-p", "2222", "--", "root@web1", RemoteScript.Command], words);
        Assert.Equal(2, RemoteScript.Command.Count(letter => letter == '\''));
        Assert.DoesNotContain(RemoteScript.Command, letter => letter is '\\' or '\n');
        Assert.DoesNotMatch("!(?! )", RemoteScript.Command);
    }

    [SkippableFact]
    public void Another_platform_is_named() =>
        Assert.Matches("^root@web1:2222 is Linux riscv64, and this program is made for .*: ", Refusal("echo Welcome; echo csysdig-remote Linux riscv64 root; cat"));

    [SkippableFact]
    public void Who_may_not_watch_there_is_told_so() =>
        Assert.StartsWith("root@web1:2222 is watched by root alone", Refusal("""echo "csysdig-remote $(uname -sm) user"; cat"""));

    [SkippableFact]
    public void A_program_that_needs_others_beside_it_is_not_copied() =>
        Assert.Contains("takes the native binary: dotnet publish", Refusal("""echo "csysdig-remote $(uname -sm) root"; cat"""));

    [SkippableFact]
    public void A_machine_that_says_something_else_without_end_is_given_up() =>
        Assert.StartsWith("root@web1:2222 can't be watched: ", Refusal("exec yes"));

    [SkippableFact]
    public void What_ssh_says_is_told_once()
    {
        var told = new List<string>();
        Assert.Equal("root@web1:2222 can't be watched: ssh ended with exit code 255", Refusal("echo no route to host >&2; exit 255", told.Add));
        Assert.Equal(["no route to host"], told);
    }

    [Fact]
    public void A_missing_ssh_is_named() =>
        Assert.StartsWith("no-such-ssh is not installed", Assert.Throws<CaptureException>(() => RemoteSource.Open(Address, ["no-such-ssh"], [], _ => { })).Message);

    [Fact]
    public void An_option_with_a_line_end_is_refused() =>
        Assert.Throws<CaptureException>(() => RemoteSource.Open(Address, ["no-such-ssh"], ["--cri=a\nb"], _ => { }));

    static RemoteAddress Address { get; } = RemoteAddress.Parse("ssh://root@web1:2222");

    string Refusal(string script, Action<string>? tell = null)
    {
        Skip.If(!OperatingSystem.IsLinux(), "SKIPPED: uname says elsewhere what this test does not know");
        var ssh = _folder.File("ssh");
        File.WriteAllText(ssh, $"cd '{_folder.Path}'\n{script}\n");
        return Assert.Throws<CaptureException>(() => RemoteSource.Open(Address, ["sh", ssh, "-F", "mine"], [], tell ?? (_ => { }))).Message;
    }
}
