using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Drawing;
using CSysdig.Views.Keys;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

public sealed class MonkeyTests
{
    static readonly string[] Keys = [.. KeyMap.Default.Rows.SelectMany(row => row.Keys).Where(key => key is not ("q" or "F10" or "Ctrl+Q" or "Ctrl+C")).Distinct(), "Ctrl+R", "Tab", "=", "ü"];

    // Whole commands too: no chance would ever type one. What writes or leaves is held by tests of its own.
    static readonly string[] Commands = ["at +12.5", "at 7:22", "by fd.sip", "by proc.name", "by nothing", "clear", "connections", "dig", "echo", "filter fd.type=ipv4", "filter evt.type!=open and evt.type!=close and evt.type!=futex and proc.pid>0", "filter (", "help", "range +1 +30", "range", "streams", "files", "spectro_all"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_order_of_keys_clicks_and_sizes_brings_it_down(int seed) =>
        Walk(new Random(seed), Honeypot.History, Theme.Sixteen, steps: 600, random => (random.Next(1, 180), random.Next(1, 60)));

    [Theory]
    [InlineData(4, 40, 10)]
    [InlineData(5, 300, 100)]
    [InlineData(6, 80, 24)]
    public void Nor_without_colours_at_the_smallest_and_largest_sizes(int seed, int width, int height) =>
        Walk(new Random(seed), Honeypot.History, Theme.Monochrome, steps: 72_000 / (width + 400), random => (width - random.Next(2), height - random.Next(2)));

    [Theory]
    [InlineData(7, 40, 10)]
    [InlineData(8, 300, 100)]
    [InlineData(9, 81, 24)]
    [InlineData(10, 120, 40)]
    public void Nor_among_wide_glyphs_joining_marks_and_escapes(int seed, int width, int height)
    {
        using var strange = new StrangeNames();
        Walk(new Random(seed), strange.History, seed % 2 == 0 ? Theme.Monochrome : Theme.Sixteen, steps: 72_000 / (width + 400), random => (width - random.Next(3), height - random.Next(3)));
    }

    // At each step, a real terminal would show by the bytes written for it what is meant to be on the screen.
    static void Walk(Random random, CaptureHistory history, Theme theme, int steps, Func<Random, (int, int)> size)
    {
        var (width, height) = size(random);
        using var terminal = new HeadlessTerminal(history, host => Ways.Open(host, ViewCatalog.Find("procs")!, new Selection("")), width, height, theme);
        for (var i = 0; i < steps; i++)
        {
            switch (random.Next(13))
            {
                case 3:
                    terminal.Press("Esc", ":").Type(Commands[random.Next(Commands.Length)]).Press("Enter");
                    break;
                case 0:
                    (width, height) = size(random);
                    terminal.Resize(width, height);
                    break;
                case 1:
                    terminal.Click(random.Next(0, 40), random.Next(0, 120), twice: random.Next(2) == 0);
                    break;
                case 2:
                    terminal.Wheel(random.Next(2) == 0, random.Next(0, 40));
                    break;
                default:
                    terminal.Press(Keys[random.Next(Keys.Length)]);
                    break;
            }
            terminal.Window.Tick();
            terminal.AssertSameOnPaper();
        }
        terminal.Resize(120, 35);
        Assert.Contains("csysdig", terminal.Lines[0]);
    }
}
