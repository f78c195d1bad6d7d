using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>
/// The whole story of the honeypot, in the real program on a real terminal: each screen is the one kept in
/// <c>Golden/screens</c>, to the last glyph.
/// </summary>
public sealed class StoryWalkTests : IDisposable
{
    const string Skipped = "tmux is not installed: the story was NOT walked through the real program";
    const int Timeline = 1, FirstRow = 4;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void By_keys_from_the_processes_to_the_order_that_started_the_flood(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        var walk = new Walk(width, height);
        using var terminal = walk.Terminal;
        walk.Show("processes", "190 rows");
        walk.Press("t").Show("tree", "tree ");
        walk.Press("t").Show("processes", "190 rows");
        walk.Type("/DSSL").Show("search", "2 hits");
        walk.Press("C-g").Show("processes", "1/190");
        walk.Press("F7").Show("legend", "Columns of Processes");
        walk.Press("BSpace").Press("Enter").Show("threads", "› Threads", "1 row");
        walk.Press("F2").Show("views", "› Views");
        walk.Press("Home", "Enter").Show("connections", "› Connections", "3 rows");
        walk.Press("Down", "Down").Show("connections-irc", "3/3");
        walk.Press("F5").Show("echo", "› Echo", "16 reads and writes");
        walk.Type("/@udp1").Press("Enter").Show("echo-order", "1 hit: @udp1", "@udp1 203.0.113.150 800 3");
        walk.Press("Home", "t").Show("echo-hex", "hex   16");
        walk.Press("t").Show("echo-raw", "raw   16");
        walk.Press("BSpace").Show("connections-irc", "3/3");
        walk.Press("F6").Show("dig", "› Dig", "41 events");
        walk.Press("Enter").Show("inspector", "› Event 68302");
        walk.Press("BSpace", "BSpace").Show("connections-irc", "3/3");
        walk.Type("bfd.sip").Press("Enter").Show("by-server", "› by fd.sip", "2 rows");
        walk.Press("BSpace", "BSpace").Show("processes", "1/190");
        walk.Press("q").Terminal.WaitFor("exit 0");
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void By_keys_through_time_questions_and_files_for_the_report(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        var walk = new Walk(width, height);
        using var terminal = walk.Terminal;
        walk.Show("processes", "190 rows");
        walk.Press("F12").Show("spectrogram", "Spectrogram", "█", "calls");
        walk.Press("Space", "Right", "Right").Show("spectrogram-marked", "calls");
        walk.Press("Enter").Show("spectrogram-events", "› Dig", "< sendto");
        walk.Press("BSpace", "BSpace").Show("processes", "1/190");
        walk.Type(":at 07:22:12.27").Show("palette", ": at 07:22:12.27");
        walk.Press("Enter").Show("at", "› Dig", "07:22:12.27");
        walk.Press("BSpace", "F4").Type("fd.sport=66").Show("filter", "Tab 6667");
        walk.Press("C-g", "?").Show("help", "› Help");
        walk.Press("BSpace").Show("processes", "1/190");

        var (table, picture) = (_folder.File("view.csv"), _folder.File("screen.txt"));
        walk.Type($":save {table}").Press("Enter").Terminal.WaitFor("190 rows written to");
        Assert.StartsWith("PID,PPID,CPU,USER,TH,VIRT,RES,FILE,NET,START,DURATION,Command,ALL FILE,ALL NET,FROM,UNTIL\n32603,32602,5,root,", File.ReadAllText(table));
        walk.Type($":screenshot {picture}").Press("Enter").Terminal.WaitFor("the screen written to");
        Assert.Equal(ScreenGolden.Read(walk.Name("processes")), File.ReadAllText(picture));
        walk.Press("q").Terminal.WaitFor("exit 0");
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void By_keys_from_the_findings_to_their_evidence_and_back(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        var walk = new Walk(width, height);
        using var terminal = walk.Terminal;
        walk.Show("processes", "190 rows");
        walk.Press("s").Show("story", "24 findings", "guessed a password");
        walk.Type("/over IRC").Press("Enter").Show("story-orders", "1 hit", "T1071   07:22:1");
        walk.Press("Enter").Show("story-orders-bytes", "› Echo", "16 reads and writes");
        walk.Press("BSpace").Show("story-back", "took orders over IRC", "T1071   07:22:1");
        walk.Press("Down").Show("story-flood", "flooded: 203.0.113.150");
        walk.Press("Enter").Show("story-flood-connections", "Connections", "1/3");
        walk.Press("BSpace", "End", "Up").Show("story-logs", "wiped logs: /var/log/wtmp");
        walk.Press("Enter").Show("story-logs-events", "unlinkat", "1/");
        walk.Press("q").Terminal.WaitFor("exit 0");
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void By_mouse_the_same_way_and_over_the_timeline(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        var walk = new Walk(width, height);
        using var terminal = walk.Terminal;
        walk.Show("processes", "190 rows");
        terminal.Click(FirstRow, 10, twice: true);
        walk.Show("threads", "› Threads", "1 row");
        walk.Click("F2Views").Show("views", "› Views");
        terminal.Click(FirstRow, 3, twice: true);
        walk.Show("connections", "› Connections", "3 rows");
        terminal.Click(FirstRow + 2, 3);
        walk.Show("connections-irc", "3/3");
        walk.Click("F5Echo").Show("echo", "› Echo", "16 reads and writes");
        walk.Click("BkspBack").Show("connections-irc", "3/3");
        walk.Click("BkspBack").Show("processes", "1/190");
        // The flood's seconds, from the left end of the last third of the line.
        terminal.Drag((Timeline, width * 57 / 100), (Timeline, width * 68 / 100));
        walk.Show("brush", "[07:22:1", width == 80 ? "14 rows" : "18 rows");
        walk.Press("c").Show("processes", "1/190");
        walk.Press("F12").Show("spectrogram", "Spectrogram", "█", "calls");
        var first = Array.FindIndex(terminal.Screen, FirstRow, line => line.Contains('█'));
        var column = terminal.Screen[first].IndexOf('█');
        terminal.Drag((first, column), (first + 1, column + 4));
        walk.Show("spectrogram-drawn", "calls");
        walk.Click("EnterEvents").Show("spectrogram-drawn-events", "› Dig", "evt.late", "1/");
        walk.Press("q").Terminal.WaitFor("exit 0");
    }

    /// <summary>A way through the program on a terminal of one size.</summary>
    sealed class Walk(int width, int height)
    {
        public TmuxDriver Terminal { get; } = new(width, height, "-r", "samples/honeypot.scap.gz", "--no-cache");

        public string Name(string screen) => $"{width}x{height}/{screen}";

        public Walk Press(params string[] keys)
        {
            Terminal.Press(keys);
            return this;
        }

        public Walk Type(string text)
        {
            Terminal.Type(text);
            return this;
        }

        /// <summary>Clicks on a key of the last line.</summary>
        public Walk Click(string key)
        {
            var column = Terminal.WaitFor($"{key} on the last line", s => s[^1].Contains(key))[^1].IndexOf(key, StringComparison.Ordinal);
            Terminal.Click(height - 1, column + 1);
            return this;
        }

        public Walk Show(string screen, params string[] texts)
        {
            ScreenGolden.Show(Terminal, Name(screen), s => s.Length == height && s[0].Contains("148,664 events")
                && !s.Any(line => line.Contains("looking …")) && texts.All(text => s.Any(line => line.Contains(text))));
            return this;
        }
    }
}
