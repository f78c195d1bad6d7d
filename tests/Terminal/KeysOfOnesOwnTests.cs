using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>Keys of the settings, in the real program on a real terminal.</summary>
public sealed class KeysOfOnesOwnTests : IDisposable
{
    readonly TemporaryFolder _config = new();

    public void Dispose() => _config.Dispose();

    [SkippableFact]
    public void What_F2_did_another_key_does_and_F2_does_what_it_was_given()
    {
        using var terminal = Start("""
            [keys]
            views = ["w", "Ctrl+W"]
            dig = "F2"
            """);
        terminal.WaitFor("a key line of one's own", screen => screen[^1].Contains(" wViews ") && screen[^1].Contains(" F2Dig ") && screen[^1].EndsWith("1/190"));
        terminal.Press("w").WaitFor("type to narrow");
        terminal.Type("conn").WaitFor("View: conn");
        terminal.Press("Enter").WaitFor("29 rows");
        terminal.Press("F2").WaitFor("› Dig");
        terminal.Press("BSpace").WaitFor("29 rows");
        terminal.Press("F1").WaitFor("w ^W");
        terminal.Press("BSpace").WaitFor("29 rows");
        // A letter that is a key is typed all the same where a text is asked for.
        terminal.Press("/").Type("www").WaitFor(" Search: www");
        terminal.Press("C-g").Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void Settings_that_name_no_action_are_told_in_one_line()
    {
        using var terminal = Start("[keys]\nvews = \"w\"\n");
        terminal.WaitFor("settings.toml:2: vews: there is no action vews; there are actions, all, back,", "exit 1");
    }

    TmuxDriver Start(string settings)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: keys of one's own were NOT pressed in the real program");
        Directory.CreateDirectory(_config.File("csysdig"));
        File.WriteAllText(_config.File("csysdig/settings.toml"), settings);
        return new TmuxDriver(160, 45, TmuxDriver.Program, ["-r", "samples/honeypot.scap.gz", "--no-cache"], config: _config.Path);
    }
}
