using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Drawing;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Docs;

/// <summary>The pictures in docs/pictures: screens of the honeypot as <c>:screenshot</c> draws them, and the way from the processes by the story to an order's bytes.</summary>
static class Pictures
{
    const int Width = 112, Height = 30;

    static readonly Dictionary<string, Theme> s_themes = new() { ["dark"] = ColourThemes.Dark, ["light"] = ColourThemes.Light };
    static readonly Dictionary<string, Lazy<List<Frame>>> s_ways = s_themes.ToDictionary(theme => theme.Key, theme => new Lazy<List<Frame>>(() => Walk(theme.Value)));

    public static IReadOnlyDictionary<string, Func<string>> All { get; } = Files().ToDictionary(file => $"docs/pictures/{file.Name}", file => file.Draw);

    static IEnumerable<(string Name, Func<string> Draw)> Files()
    {
        foreach (var (name, theme) in s_themes)
        {
            foreach (var screen in new[] { "processes", "story", "order", "overview" })
                yield return ($"{screen}-{name}.svg", () => ScreenSvg.Write(s_ways[name].Value.First(frame => frame.Name == screen).Image, theme));
            yield return ($"way-{name}.svg", () => MovingPicture.Svg(OnTheWay(name), theme));
        }
        yield return ("way.cast", () => MovingPicture.Cast(OnTheWay("dark"), "csysdig: from the story to the order that started a flood"));
    }

    /// <summary>Without what is a picture alone.</summary>
    static List<Frame> OnTheWay(string theme) => [.. s_ways[theme].Value.Where(frame => frame.Seconds > 0)];

    static List<Frame> Walk(Theme theme)
    {
        var frames = new List<Frame>();
        using var terminal = new HeadlessTerminal(Honeypot.History, host => Ways.Open(host, ViewCatalog.Find("procs")!, new Selection()), Width, Height, theme);
        Take("processes", 2, "190 rows");
        terminal.Press("s");
        Take("story", 3, "24 findings");
        terminal.Type("/over IRC");
        Take("asked", 1.5, "1 hit");
        terminal.Press("Enter");
        Take("found", 1.5, "1 hit: over IRC");
        terminal.Press("Enter");
        Take("conversation", 2.5, "16 reads and writes");
        terminal.Type("/@udp1").Press("Enter");
        Take("order", 4, "1 hit: @udp1");
        terminal.Press("Backspace", "Backspace", "o");
        Take("overview", 0, "Overview");
        return frames;

        void Take(string name, double seconds, string text)
        {
            terminal.WaitFor(text).WaitFor(t => !t.Text.Contains("still looking")).Settle();
            frames.Add(new Frame(name, terminal.Window.Picture(), terminal.Written(sixteenColours: false), seconds));
        }
    }
}

/// <summary>A screen of a recording.</summary>
/// <param name="Written">What a terminal is sent that shows the frame before.</param>
/// <param name="Seconds">How long it stays.</param>
sealed record Frame(string Name, ScreenImage Image, byte[] Written, double Seconds);
