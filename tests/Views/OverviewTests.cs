using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

public sealed class OverviewTests
{
    [Theory, InlineData(80, 24), InlineData(160, 45)]
    public void One_key_shows_how_much_of_everything_there_was_and_when(int width, int height)
    {
        using var terminal = Opened(width, height);
        Assert.Matches(@"^  Attack    Grave findings +9 +[▁▂▃▄▅▆▇█ ]+$", terminal.Lines[4]);
        Assert.Contains(terminal.Lines, line => line.StartsWith("  Processes Programs started           167 "));
        Assert.Contains("07:21:44", terminal.Lines[3]);
        Assert.EndsWith("07:22:31", terminal.Lines[3]);
        Assert.All(terminal.Lines, line => Assert.True(line.Length <= width));
    }

    [Fact]
    public void A_low_or_narrow_terminal_shows_the_numbers_without_bars()
    {
        using var terminal = Opened(50, 12);
        Assert.Matches(@"^  Attack    Grave findings +9$", terminal.Lines[3]);
    }

    [Fact]
    public void Numbers_are_laid_below_the_timeline_and_stay_on_other_screens()
    {
        using var terminal = Opened();
        terminal.Press("Space", "j", "j", "Space");
        Assert.EndsWith("Grave findings", terminal.Lines[2]);
        Assert.EndsWith("Sessions begun", terminal.Lines[3]);
        Assert.StartsWith("▌ Attack", terminal.Lines[6]);
        // Two sessions began; their bars stand where the time does, on the timeline's columns.
        Assert.Equal(2, terminal.Lines[3].Count(c => c == '█'));
        terminal.Press("Backspace").WaitFor("190 rows");
        Assert.EndsWith("Sessions begun", terminal.Lines[3]);
        Assert.StartsWith(" Processes", terminal.Lines[4]);
        terminal.Press("o", "Space", "j", "j", "Space");
        Assert.StartsWith(" Processes › Overview", terminal.Lines[2]);
    }

    [Fact]
    public void There_are_three_colours()
    {
        using var terminal = Opened();
        terminal.Press("Space", "j", "Space", "j", "Space");
        Assert.StartsWith(" Processes", terminal.Lines[5]);
        terminal.Press("j", "Space").WaitFor("3 numbers stand below the timeline");
        Assert.StartsWith(" Processes", terminal.Lines[5]);
    }

    [Fact]
    public void A_stretch_drawn_on_the_timeline_narrows_all_numbers()
    {
        using var terminal = Opened(120, 45);
        terminal.Drag((1, 1), (1, 20)).WaitFor(t => t.Window.Top is OverviewScreen { Selection.Range: not null, Waiting: null });
        var range = terminal.Window.Top.Selection!.Range!.Value;
        var programs = Metrics.All.ToList().FindIndex(metric => metric.Id == "programs");
        terminal.WaitFor(t => t.Window.Top.RowText(programs) is not ("Programs started 0" or "Programs started 167"));
        var told = terminal.Window.Top.RowText(programs);
        for (var i = 0; i < programs; i++)
            terminal.Press("j");
        terminal.Press("Enter").WaitFor(t => t.Window.Top is DigScreen { IsComplete: true });
        Assert.Equal(range, terminal.Window.Top.Selection!.Range);
        Assert.Equal(told, $"Programs started {terminal.Window.Top.Count}");
    }

    [Fact]
    public void Enter_leads_to_what_a_number_counts()
    {
        using var terminal = Opened(120, 45);
        foreach (var (id, title) in new[] { ("grave", "Story"), ("sessions", "Sessions"), ("file-out", "Files"), ("net-out", "Connections"), ("errors", "Errors"), ("binaries", "Dig") })
        {
            terminal.Press("g");
            for (var i = Metrics.All.ToList().FindIndex(metric => metric.Id == id); i > 0; i--)
                terminal.Press("j");
            terminal.Press("Enter").WaitFor(t => t.Window.Top.Title == title && t.Window.Top.Count > 0);
            terminal.Press("Backspace").WaitFor(t => t.Window.Top is OverviewScreen);
        }
    }

    [Fact]
    public void Of_a_row_it_counts_what_that_row_did()
    {
        using var terminal = Honeypot.Terminal(120, 45);
        terminal.WaitFor("190 rows").Find("perl").Press("Enter").WaitFor("Threads").Press("o").WaitFor("Overview").WaitFor(t => t.Window.Top.Waiting is null);
        var programs = terminal.Window.Top.RowText(Metrics.All.ToList().FindIndex(metric => metric.Id == "programs"));
        Assert.NotEqual("Programs started 167", programs);
    }

    static HeadlessTerminal Opened(int width = 120, int height = 35)
    {
        var terminal = Honeypot.Terminal(width: width, height: height);
        return terminal.WaitFor("190 rows").Press("o").WaitFor(t => t.Window.Top is OverviewScreen { Waiting: null } && t.Window.Top.RowText(0) == "Grave findings 9" && t.Window.Top.RowText(Metrics.All.Count - 1).EndsWith(" 41"));
    }
}
