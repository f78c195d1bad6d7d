using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>What terminals send for keys and for a paste, in the real program on a real terminal.</summary>
public sealed class KeysAndPasteTests
{
    // rxvt's Ctrl+Home, Menu of xterm and of kitty, F13 and up as Linux and xterm send them, a number that no key has, an answer nobody asked for.
    static readonly string[] s_unknown = ["\e[7^", "\e[29~", "\e[57363u", "\e[25~", "\e[34~", "\e[1;2P", "\e[4711~", "\e[99999999999u", "\e[1114112u", "\eOO", "\e[3;4R", "\e[?62;c"];

    [SkippableFact]
    public void Keys_that_nobody_knows_do_nothing()
    {
        using var terminal = Start();
        terminal.Press("j", "j").WaitFor("3/190");
        foreach (var key in s_unknown)
        {
            terminal.Type(key);
            terminal.Press("j").WaitFor("4/190");
            Assert.DoesNotContain(terminal.Screen, line => line.Contains("fault", StringComparison.Ordinal));
            terminal.Press("k").WaitFor("3/190");
        }
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void The_linux_console_has_function_keys_of_its_own_and_rxvt_its_home_and_end()
    {
        using var terminal = Start();
        terminal.Type("\e[[A").WaitFor("› Help");
        terminal.Press("BSpace").WaitFor("1/190");
        terminal.Type("\e[[B").WaitFor("› Views");
        terminal.Press("BSpace").WaitFor("1/190");
        terminal.Type("\e[[C").WaitFor(" Search:");
        terminal.Press("C-g").WaitFor("1/190");
        terminal.Type("\e[[D").WaitFor(" Filter:");
        terminal.Press("C-g").WaitFor("1/190");
        terminal.Type("\e[[E").WaitFor("› Echo");
        terminal.Press("BSpace").WaitFor("1/190");
        terminal.Type("\e[8~").WaitFor("190/190");
        terminal.Type("\e[7~").WaitFor("1/190");
    }

    [SkippableFact]
    public void A_screen_that_others_wrote_into_is_drawn_anew()
    {
        using var terminal = Start();
        // What the story says of rows comes after them.
        var before = terminal.WaitFor("the marks of the rows", screen => screen.Count(line => line is ['!' or '*', ' ', ..]) == 6);
        File.WriteAllText(terminal.Device, "\e[5;1Ha message from root\e[10;1Hto everybody");
        terminal.WaitFor("to everybody");
        terminal.Press("C-l").WaitFor("the screen as it was", screen => screen.SequenceEqual(before));
        File.WriteAllText(terminal.Device, "\e[5;1Hto everybody");
        terminal.Press("F4").WaitFor(" Filter:");
        terminal.Press("C-l").WaitFor("the question still asked", screen => !screen.Any(line => line.Contains("everybody")) && screen.Any(line => line.StartsWith(" Filter:")));
    }

    [SkippableTheory]
    [InlineData("F4", " Filter: proc.name=sshd and evt.type=read")]
    [InlineData("b", " By field: proc.name=sshd and evt.type=read")]
    [InlineData(":", " : proc.name=sshd and evt.type=read")]
    [InlineData("/", " Search: proc.name=sshd and evt.type=read")]
    public void A_pasted_text_goes_to_the_question_as_one_line(string key, string shown)
    {
        using var terminal = Start();
        terminal.Press(key).WaitFor("a question", screen => screen[^2].StartsWith(shown[..2], StringComparison.Ordinal));
        terminal.Paste("proc.name=sshd\nand evt.type=read\n").WaitFor("the text", screen => screen[^2].StartsWith(shown, StringComparison.Ordinal));
        // What it holds is text, keys too.
        terminal.Paste("\e[D\e[25~q").WaitFor("more text", screen => screen[^2].StartsWith(shown, StringComparison.Ordinal) && screen[^2].Contains("q", StringComparison.Ordinal));
        terminal.Press("C-g").WaitFor("1/190");
    }

    [SkippableFact]
    public void A_pasted_text_that_nobody_asked_for_is_not_taken_for_keys()
    {
        using var terminal = Start();
        terminal.Paste("q\nq\n").WaitFor("Nothing asks for a text here");
        terminal.Press("j").WaitFor("2/190");
    }

    [SkippableFact]
    public void The_window_has_its_title_back()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: the window's title was NOT tested");
        using var terminal = new TmuxDriver(100, 30, ["bash", "--norc", "-i"], []);
        terminal.Type($"printf '\\033]2;mine\\033\\\\'; {string.Join(' ', TmuxDriver.Program.Select(word => $"'{word}'"))} -r samples/honeypot.scap.gz --no-cache").Press("Enter");
        terminal.WaitFor("190 rows");
        terminal.WaitFor("a title", _ => terminal.Title == "csysdig");
        terminal.Press("C-z").WaitFor("the title while stopped", _ => terminal.Title == "mine");
        terminal.Type("fg").Press("Enter").WaitFor("190 rows");
        terminal.Press("q").WaitFor("the title as it was", _ => terminal.Title == "mine");
    }

    static TmuxDriver Start()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: what terminals send was NOT tested");
        var terminal = new TmuxDriver(100, 25, "-r", "samples/honeypot.scap.gz", "--no-cache");
        terminal.WaitFor("the processes", screen => screen.Length == 25 && screen[2].Contains("190 rows") && screen[^1].EndsWith("1/190", StringComparison.Ordinal));
        return terminal;
    }
}
