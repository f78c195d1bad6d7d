using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>Marks of findings in the real program on a real terminal: they come by themselves.</summary>
public sealed class MarkWalkTests
{
    const string Skipped = "tmux is not installed: marks were NOT walked through the real program";

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void From_a_marked_process_to_its_finding_and_through_the_events(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = new TmuxDriver(width, height, "-r", "samples/honeypot.scap.gz", "--no-cache");
        See(page => page["32603  32602"].Begins("!").IsSelected());
        See(page => page["32251  32248"].Begins(" "));
        terminal.Press("m");
        terminal.WaitFor("s shows it in the story");
        See(page => page.Selected.BeginsWithAny("!*"));
        terminal.Press("M");
        terminal.WaitFor("and 2 more   s shows it in the story");
        terminal.Press("s");
        See(page => page.Way("› Story").Fact("24 findings").Selected.Has("took a false name"));
        terminal.Press("BSpace", "v").Type("connections").Press("Enter");
        See(page => page.Way("Connections").Has("!"));
        terminal.Press("m");
        See(page => page.Selected.Begins("!"));
        terminal.Press("d");
        See(page => page.Way("› Dig").Fact("16,365 events"));
        terminal.Press("m").WaitFor("s shows it in the story");
        terminal.Press("q").WaitFor("exit 0");

        void See(Action<Page> says) => Page.See(terminal, says);
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void By_the_mouse_the_key_on_the_last_line_does_the_same(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = new TmuxDriver(width, height, "-r", "samples/honeypot.scap.gz", "--no-cache", "-v", "connections");
        Page.See(terminal, page => page["6667"].Begins("!"));
        terminal.Press("w");
        Page.See(terminal, page => page.Way("› Sessions").First.Has("root"));
        terminal.Press("Enter");
        Page.See(terminal, page => page.Way("› Transcript"));
        // The line of a narrow terminal has no room for it.
        if (width == 80)
            terminal.Press("m");
        else
            terminal.Click(height - 1, terminal.WaitFor("mMarked")[^1].IndexOf("mMarked", StringComparison.Ordinal) + 1);
        terminal.WaitFor("s shows it in the story");
        Page.See(terminal, page => page.Selected.BeginsWithAny("!*"));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableTheory]
    [InlineData("LC_ALL=C", "NO_COLOR=")]
    [InlineData("LC_ALL=C.UTF-8", "NO_COLOR=1")]
    public void Without_glyphs_and_without_colours_the_sign_is_the_same(string locale, string colours)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = new TmuxDriver(80, 24, ["env", locale, colours, .. TmuxDriver.Program], ["-r", "samples/honeypot.scap.gz", "--no-cache"]);
        terminal.WaitFor("a mark", screen => screen.Any(line => line.StartsWith('!') && line.Contains("32603  32602")));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void What_rules_of_the_user_match_is_marked_too()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var folder = new TemporaryFolder();
        var rules = folder.File("r.yaml");
        File.WriteAllText(rules, "- rule: Look at alice\n  desc: d\n  condition: evt.type=openat and user.name=alice and fd.name contains notes\n  output: o\n  priority: CRITICAL\n");
        using var terminal = new TmuxDriver(120, 40, "-r", "samples/honeypot.scap.gz", "--no-cache", "--rules", rules, "-v", "files", "user.name=alice");
        terminal.WaitFor("a mark", screen => screen.Any(line => line.StartsWith('!') && line.Contains("notes")));
        terminal.Press("m");
        terminal.WaitFor("! Look at alice");
        terminal.Press("q").WaitFor("exit 0");
    }
}
