using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Views;

public sealed class WindowTests
{
    [Fact]
    public void The_frame_says_what_is_read_where_one_is_and_which_keys_work()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("148,664 events").WaitFor("190 rows");
        var lines = terminal.Lines;
        Assert.StartsWith(" csysdig   honeypot.scap.gz", lines[0]);
        Assert.Contains("0 lost", lines[0]);
        Assert.Contains("█", lines[1]);
        Assert.StartsWith(" Processes", lines[2]);
        Assert.Contains("sort: CPU ▼", lines[2]);
        Assert.Contains("Command", lines[3]);
        Assert.Contains("F1Help", lines[^1]);
        Assert.DoesNotContain("Back", lines[^1]);
    }

    [Fact]
    public void Every_size_from_tiny_to_huge_keeps_the_frame_and_the_key_columns()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("j", "j");
        foreach (var (width, height) in new[] { (40, 10), (300, 100), (80, 24), (41, 13), (120, 35) })
        {
            var lines = terminal.Resize(width, height).Lines;
            Assert.Equal(height, lines.Length);
            Assert.All(lines, line => Assert.True(line.Length <= width));
            Assert.Contains("csysdig", lines[0]);
            Assert.Contains(lines, line => line.Contains("PID") && line.Contains("CPU") && line.Contains("Command"));
            Assert.Contains(lines, line => line.Contains("32603") && line.Contains("/usr/local/apa"));
            Assert.EndsWith("3/190", lines[^1]);
        }
    }

    [Fact]
    public void Sizes_too_small_for_anything_are_survived()
    {
        using var terminal = Honeypot.Terminal();
        foreach (var (width, height) in new[] { (20, 5), (7, 3), (1, 1), (3, 40), (200, 2), (120, 35) })
            terminal.Resize(width, height).Press("j", "F2", "Esc", "F4", "x", "Esc", "?", "Esc", "F5", "Esc");
        Assert.Contains("csysdig", terminal.Lines[0]);
    }

    [Fact]
    public void Scrolling_to_the_right_ends_where_the_longest_line_ends()
    {
        using var terminal = Honeypot.Terminal(width: 60);
        terminal.WaitFor("190 rows");
        for (var i = 0; i < 100; i++)
            terminal.Press("l");
        Assert.Contains(terminal.Lines[4..^1], line => line.Trim().Length > 0);
        for (var i = 0; i < 100; i++)
            terminal.Press("h");
        Assert.Contains("PID", terminal.Lines[3]);
    }

    [Fact]
    public void The_filter_prompt_counts_what_would_pass()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("F4").Type("proc.pid=32603").WaitFor(t => t.Lines[^1].TrimStart().StartsWith("25,914 events "));
    }

    [Fact]
    public void Back_leads_to_the_same_row_sort_and_scroll()
    {
        using var terminal = Honeypot.Terminal(height: 20);
        terminal.WaitFor("190 rows").Press("F9", "Home", "Enter");
        terminal.WaitFor("sort: PID");
        terminal.Press("G", "k", "k", "k");
        var before = terminal.Text;
        terminal.Press("Enter").WaitFor("› Threads").Press("F5").WaitFor("› Echo").Press("Backspace", "Backspace");
        Assert.Equal(before, terminal.Text);
    }

    [Fact]
    public void A_click_on_a_title_sorts_and_again_turns_the_order_around()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows");
        var column = terminal.Lines[3].IndexOf("NET", StringComparison.Ordinal);
        terminal.Click(3, column);
        Assert.Contains("sort: NET ▼", terminal.Lines[2]);
        Assert.Contains("httpd -DSSL", terminal.Lines[4]);
        terminal.Click(3, column);
        Assert.Contains("sort: NET ▲", terminal.Lines[2]);
    }

    [Fact]
    public void The_mouse_selects_opens_and_scrolls()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Click(8, 10);
        Assert.EndsWith("5/190", terminal.Lines[^1]);
        var row = terminal.Lines[7];
        terminal.Wheel(down: true);
        Assert.Equal(row, terminal.Lines[4]);
        terminal.Click(6, 10, twice: true).WaitFor("› Threads");
    }

    [Fact]
    public void A_wrong_filter_is_marked_under_its_column_and_stays_to_be_mended()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("F4").Type("proc.name=perl and fd.nme=3");
        var text = terminal.Lines[^2];
        Assert.Equal(text.IndexOf("fd.nme", StringComparison.Ordinal), terminal.Lines[^1].IndexOf('^'));
        Assert.Contains("fd.nme", terminal.Lines[^1]);
        terminal.Press("Enter");
        Assert.Contains("fd.nme", terminal.Lines[^2]);
        terminal.Press("Esc");
        Assert.Contains("F1Help", terminal.Lines[^1]);
    }

    [Fact]
    public void A_filter_holds_further_down_and_c_drops_it()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("F4").Type("proc.pid=32603").Press("Enter").WaitFor("filter: proc.pid=32603");
        terminal.WaitFor(t => t.Lines[4].Contains("httpd -DSSL"));
        terminal.Press("Enter").WaitFor("› Threads").WaitFor("filter: proc.pid=32603");
        terminal.Press("Backspace", "c").WaitFor(t => !t.Lines[2].Contains("filter") && t.Lines[2].Contains("190 rows"));
    }

    [Fact]
    public void The_filter_prompt_completes_field_names()
    {
        using var terminal = Honeypot.Terminal();
        terminal.Press("F4").Type("proc.exel");
        Assert.Contains("proc.exeline", terminal.Lines[^1]);
        terminal.Press("Tab");
        Assert.Contains("Filter: proc.exeline", terminal.Lines[^2]);
    }

    [Fact]
    public void Search_goes_to_the_nearest_hit_as_one_types_and_n_goes_on()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("/").Type("chattr");
        terminal.WaitFor(t => t.Window.Top.RowText(t.Window.Top.Position.Selected).Contains("chattr")).Press("Enter").WaitFor(" hits: chattr");
        var first = terminal.Window.Top.Position.Selected;
        Assert.Contains("chattr", terminal.Window.Top.RowText(first));
        terminal.Press("n");
        Assert.True(terminal.Window.Top.Position.Selected > first);
        Assert.Contains("chattr", terminal.Window.Top.RowText(terminal.Window.Top.Position.Selected));
        terminal.Press("N");
        Assert.Equal(first, terminal.Window.Top.Position.Selected);
    }

    [Fact]
    public void A_search_given_up_leads_back_to_where_it_was_begun()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("j", "/").Type("iptables").Press("Esc");
        Assert.Equal(1, terminal.Window.Top.Position.Selected);
    }

    [Fact]
    public void Help_shows_the_keys_of_the_screen_it_was_asked_from()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("?");
        Assert.Contains("Choose the column to sort by", terminal.Text);
        terminal.Press("Esc", "d").WaitFor("› Dig").Press("F1");
        Assert.DoesNotContain("Choose the column to sort by", terminal.Text);
        Assert.Contains("since the event before", terminal.Text);
    }

    [Fact]
    public void A_key_pressed_in_the_last_line_with_the_mouse_does_what_it_says()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows");
        terminal.Click(34, terminal.Lines[^1].IndexOf("Views", StringComparison.Ordinal)).WaitFor("› Views");
    }
}
