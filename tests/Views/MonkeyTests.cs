using CSysdig.Tests.TestKit;
using CSysdig.Views.Keys;

namespace CSysdig.Tests.Views;

public sealed class MonkeyTests
{
    static readonly string[] Keys = [.. KeyTable.Rows.SelectMany(row => row.Keys).Where(key => key is not ("q" or "F10" or "Ctrl+Q" or "Ctrl+C")).Distinct(), "Ctrl+R", "Tab", "=", "ü"];

    // Whole commands too: no chance would ever type one. What writes or leaves is held by tests of its own.
    static readonly string[] Commands = ["at +12.5", "at 7:22", "by fd.sip", "by nothing", "clear", "connections", "dig", "echo", "filter fd.type=ipv4", "filter (", "help", "range +1 +30", "range", "streams", "files", "spectro_all"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_order_of_keys_clicks_and_sizes_brings_it_down(int seed)
    {
        var random = new Random(seed);
        using var terminal = Honeypot.Terminal();
        for (var i = 0; i < 600; i++)
        {
            switch (random.Next(13))
            {
                case 3:
                    terminal.Press("Esc", ":").Type(Commands[random.Next(Commands.Length)]).Press("Enter");
                    break;
                case 0:
                    terminal.Resize(random.Next(1, 180), random.Next(1, 60));
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
        }
        terminal.Resize(120, 35);
        Assert.Contains("csysdig", terminal.Lines[0]);
    }
}
