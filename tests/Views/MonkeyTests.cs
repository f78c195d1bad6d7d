using CSysdig.Tests.TestKit;
using CSysdig.Views.Keys;

namespace CSysdig.Tests.Views;

public sealed class MonkeyTests
{
    static readonly string[] Keys = [.. KeyTable.Rows.SelectMany(row => row.Keys).Where(key => key is not ("q" or "F10" or "Ctrl+Q" or "Ctrl+C")).Distinct(), "x", "Tab", "=", "ü"];

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
            switch (random.Next(12))
            {
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
