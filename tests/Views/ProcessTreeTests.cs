using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Views;

public sealed class ProcessTreeTests
{
    [Fact]
    public void Processes_stand_below_their_parents()
    {
        using var terminal = Honeypot.Terminal(height: 210);
        terminal.WaitFor("190 rows").Press("t").WaitFor("tree   sort");
        var lines = terminal.Lines;
        var server = Array.FindIndex(lines, line => line.Contains("  31999 "));
        var shell = Array.FindIndex(lines, line => line.Contains("32505  32494"));
        var bot = Array.FindIndex(lines, line => line.Contains("32612  32603"));
        Assert.True(server < shell && shell < bot);
        Assert.Contains("└ /usr/local/apache/bin/httpd", lines[bot]);
        Assert.Contains("32603  32602", lines[bot - 1]);
        Assert.Equal(190, terminal.Window.Top.Count);
    }

    [Fact]
    public void The_selected_row_stays_selected_both_ways_and_leads_to_its_own()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("j", "j", "j");
        var row = terminal.Window.Top.Cell;
        terminal.Press("t").WaitFor("tree   sort");
        Assert.Equal(row, terminal.Window.Top.Cell);
        terminal.Press("Enter").WaitFor($"({row}) › Threads").WaitFor(t => t.Window.Top.Count > 0).Press("Backspace", "t");
        Assert.Equal(row, terminal.Window.Top.Cell);
        Assert.DoesNotContain("tree", terminal.Lines[2]);
    }

    [Fact]
    public void What_stands_below_a_row_is_folded_counted_and_shown_again()
    {
        using var terminal = Honeypot.Terminal(height: 210);
        terminal.WaitFor("190 rows").Press("t").WaitFor("tree   sort");
        Select("31999");
        var before = terminal.Lines;
        terminal.Press("-");
        var left = terminal.Window.Top.Count;
        Assert.InRange(left, 1, 100);
        Assert.Equal("31999", terminal.Window.Top.Cell);
        Assert.Contains($" +{190 - left} ", terminal.Lines[Array.FindIndex(terminal.Lines, line => line.Contains("  31999 "))]);
        Assert.DoesNotContain(terminal.Lines, line => line.Contains("32505  32494"));
        terminal.Press("+");
        Assert.Equal(before[3..^1], terminal.Lines[3..^1]);
        Assert.Equal(190, terminal.Window.Top.Count);
        // One that has nothing below it.
        Select("32612");
        terminal.Press("-").WaitFor("Only what stands below a row of the tree can be folded");
        // A list has all of them, whatever is folded.
        Select("31999");
        terminal.Press("-", "t").WaitFor("190 rows");

        void Select(string pid)
        {
            var screen = terminal.Window.Top;
            for (var row = 0; screen.Cell != pid && row < screen.Count; row++)
                screen.Position.Choose(row);
            Assert.Equal(pid, screen.Cell);
        }
    }

    [Fact]
    public void Only_processes_make_a_tree()
    {
        using var terminal = Honeypot.Terminal(view: "connections");
        terminal.Press("t").WaitFor("Only processes have parents");
    }
}
