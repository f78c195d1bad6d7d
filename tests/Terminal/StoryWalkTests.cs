using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>
/// The whole story of the honeypot, in the real program on a real terminal: what each screen must say, whatever else stands there. Four screens are
/// kept whole for their looks, in both sizes (<c>Golden/screens</c>).
/// </summary>
public sealed class StoryWalkTests : IDisposable
{
    const string Skipped = "tmux is not installed: the story was NOT walked through the real program";
    const string Whole = "148,664 events";
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
        walk.See(Processes);
        walk.Press("t").See(page =>
        {
            page.Fact("tree").Fact("190 rows");
            page["├ -bash"].Cell("PID", "32505").Cell("PPID", "32494");
            page.First.Cell("PID", "31999").IsAbove(page["32494  31999"]);
        });
        walk.Press("t").See(Processes);
        walk.Type("/DSSL").See(page => page.Question("Search: DSSL", "Enter keeps it").Place("2 hits", question: true));
        walk.Press("C-g").See(Processes);
        walk.Press("F7").See(page => page.Way("Processes › Legend").Has("Columns of Processes").Has("PPID        Process id of the parent."));
        walk.Press("BSpace").Press("Enter").See(page =>
        {
            page.Way("httpd (32603) › Threads").Fact("1 row").Place("1/1");
            page.First.Cell("TID", "32603").Cell("CPU", "5.00").Cell("NET", "311K").Cell("Command", "/usr/local/apache/bin/httpd -DSSL").IsSelected();
        });
        walk.Press("F2").See(page =>
        {
            page.Way("› Threads › Views").Has("type to narrow").Place("15/15");
            page.First.Has(" Connections ").IsAbove(page[" Directories "]);
            page.Selected.Has(" Threads  ");
        });
        walk.Press("Home", "Enter").See(page => Connections(page, selected: "37719", "1/3"));
        walk.Press("Down", "Down").See(Irc);
        walk.Press("F5").See(page =>
        {
            page.Way("› Echo").Fact("text").Fact("16 reads and writes").Has("▶ write 07:22:11.312400").Has(" NICK nan|d4").Has("◀ read  07:22:11.320785").Has(" JOIN #nanana");
        });
        walk.Type("/@udp1").Press("Enter").Show("echo-order", "1 hit: @udp1", "@udp1 203.0.113.150 800 3");
        walk.Press("Home", "t").See(page => page.Fact("hex").Has(" 000000  4e 49 43 4b 20 6e 61 6e  7c 64 34 0a").Has("NICK nan|d4·").Place("1 hit: @udp1"));
        walk.Press("t").See(page => page.Fact("raw").Has(" USER sloboz 198.51.100.20 203.0.113.9 :uid=0(root) gid=0(root) groups=0(root)").Has(" PING :1394823841"));
        walk.Press("BSpace").See(Irc);
        walk.Press("F6").See(page =>
        {
            page.Way("› Dig").Fact("time of day").Fact("41 events").Place("1/41");
            page["< connect res=-115(EINPROGR"].Has(" 68302 07:22:11.290029618 0 /usr/local/apac (32603) ").IsSelected();
        });
        walk.Press("Enter").See(page =>
        {
            page.Way("› Event 68302").Fact("159 fields");
            page["evt.latency.human "].Has(" 479us");
            page["proc.exepath "].Has(" /usr/bin/perl");
            page["proc.pcmdline "].Has(" perl .sloboz.pdf");
        });
        walk.Press("BSpace", "BSpace").See(Irc);
        walk.Type("bfd.sip").Press("Enter").See(page =>
        {
            page.Way("› by fd.sip").Fact("2 rows");
            page["203.0.113.150"].Cell("EVENTS", "24,603").Cell("BYTES OUT", "14.3M").Cell("FAILED", "0").IsSelected();
            page["203.0.113.9"].Cell("EVENTS", "41").Cell("BYTES IN", "571").Cell("BYTES OUT", "310");
        });
        walk.Press("BSpace", "BSpace").See(Processes);
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
        walk.See(Processes);
        walk.Press("F12").Show("spectrogram", "Spectrogram", "█", "calls");
        walk.Press("Space", "Right", "Right").See(page => page.Way("› Spectrogram-All").Fact(width == 80 ? "4.1us – 12us, 07:22:11 – 07:22:13: 7,538 calls" : "3.9us – 6.5us, 07:22:12 – 07:22:13: 6,798 calls"));
        walk.Press("Enter").See(page => page.Way("› Dig").Fact(width == 80 ? "7,538 events" : "6,798 events").Header(Whole).Has("< sendto res="));
        walk.Press("BSpace", "BSpace").See(Processes);
        walk.Type(":at 07:22:12.27").See(page => page.Question(": at 07:22:12.27", "Go to a moment: 06:13:20"));
        walk.Press("Enter").See(page =>
        {
            page.Way("Processes › Dig").Fact("145,695 events").Place("68,559/145,695");
            page.Selected.Has(" 07:22:12.27");
        });
        walk.Press("BSpace", "F4").Type("fd.sport=66").See(page => page.Question("Filter: fd.sport=66", "Tab 6667"));
        walk.Press("C-g", "?").See(page => page.Way("Processes › Help").Has("Keys here").Has("Step into the selected row"));
        walk.Press("BSpace").See(Processes);

        var (table, picture) = (_folder.File("view.csv"), _folder.File("screen.txt"));
        walk.Type($":save {table}").Press("Enter").Terminal.WaitFor("190 rows written to");
        Assert.StartsWith("PID,PPID,CPU,USER,TH,VIRT,RES,FILE,NET,STATE,START,DURATION,Command,ALL FILE,ALL NET,FROM,UNTIL\n32603,32602,5,root,", File.ReadAllText(table));
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
        walk.See(Processes);
        walk.Press("s").Show("story", "24 findings", "guessed a password");
        walk.Type("/over IRC").Press("Enter").See(page =>
        {
            Orders(page);
            page.Place("1 hit: over IRC");
        });
        walk.Press("Enter").See(page => page.Header(Whole).Way("› Echo").Fact("16 reads and writes").Has(" JOIN #nanana"));
        walk.Press("BSpace").See(Orders);
        walk.Press("Down").See(page =>
        {
            page.Selected.Cell("ATT&CK", "T1498").Cell("COUNT", "20,484").CellBegins("WHAT", "flooded: 203.0.113.150 with");
            page.Has("flooded: 203.0.113.150 with 20,484 datagrams, 23.7 MiB").Has("07:22:12.589 – 07:22:14.031   pids 32603, 32612");
        });
        walk.Press("Enter").See(page =>
        {
            page.Way("› Connections").Fact("3 rows").Place("1/3");
            page["37719"].Cell("RIP", "203.0.113.150").Cell("RPORT", "800").Cell("BPS OUT", "8.3M").IsSelected();
            page["55839"].Cell("BPS OUT", "5.5M");
        });
        walk.Press("BSpace", "End", "Up").See(page =>
        {
            page.Selected.Cell("ATT&CK", "T1070.002").Cell("COUNT", "7").IsAbove(page["cleared the history"]);
            page.Has("wiped logs: /var/log/wtmp, /var/log/lastlog, /var/log/secure,");
        });
        walk.Press("Enter").See(page =>
        {
            page.Way("› wiped logs › Dig").Fact("7 events").Place("1/7");
            page["(374) < unlinkat res=0"].IsSelected();
        });
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
        walk.See(Processes);
        terminal.Click(FirstRow, 10, twice: true);
        walk.See(page => page.Way("httpd (32603) › Threads").Fact("1 row"));
        walk.Click("F2Views").See(page => page.Way("› Threads › Views").Place("15/15"));
        terminal.Click(FirstRow, 3, twice: true);
        walk.See(page => Connections(page, selected: "37719", "1/3"));
        terminal.Click(FirstRow + 2, 3);
        walk.See(Irc);
        walk.Click("F5Echo").See(page => page.Way("› Echo").Fact("16 reads and writes"));
        walk.Click("BkspBack").See(Irc);
        walk.Click("BkspBack").See(Processes);
        // The flood's seconds, from the left end of the last third of the line.
        terminal.Drag((Timeline, width * 57 / 100), (Timeline, width * 68 / 100));
        walk.See(page =>
        {
            page.Timeline("[07:22:1").Way("Processes").Fact(width == 80 ? "by the second of 6.53s" : "by the second of 5.57s").Fact(width == 80 ? "15 rows" : "19 rows");
            page["32603  32602"].CellBegins("NET", width == 80 ? "1.7M" : "2.6M").IsSelected();
        });
        walk.Press("c").See(Processes);
        walk.Press("F12").See(page => page.Way("› Spectrogram-All").Has("█"));
        var first = Array.FindIndex(terminal.Screen, FirstRow, line => line.Contains('█'));
        var column = terminal.Screen[first].IndexOf('█');
        terminal.Drag((first, column), (first + 1, column + 4));
        var calls = width == 80 ? "11,881" : "11,508";
        walk.See(page => page.Way("› Spectrogram-All").Fact(width == 80 ? $"2.9us – 17us, 07:22:11 – 07:22:16: {calls} calls" : $"3.9us – 9.1us, 07:22:12 – 07:22:14: {calls} calls"));
        walk.Click("EnterEvents").See(page => page.Way("› Dig").Fact($"{calls} events").Place($"1/{calls}"));
        walk.Press("q").Terminal.WaitFor("exit 0");
    }

    static void Processes(Page page)
    {
        page.Header("honeypot.scap.gz", "07:21:44 – 07:22:31", Whole, "0 lost").Timeline("47.0s").Way("Processes").Fact("sort: CPU ▼").Fact("190 rows").Place("1/190");
        page["32603  32602"].Cell("CPU", "5.00").Cell("USER", "root").Cell("RES", "8.2M").Cell("FILE", "179").Cell("NET", "311K").CellBegins("Command", "/usr/local/apache/bin/httpd -D")
            .IsSelected().IsAbove(page["32735  32505"]);
    }

    static void Connections(Page page, string selected, string place)
    {
        page.Header(Whole).Way("httpd (32603) › Connections").Fact("sort: BPS OUT ▼").Fact("3 rows").Place(place);
        page["37719"].Cell("L4PROTO", "udp").Cell("RIP", "203.0.113.150").Cell("RPORT", "800").Cell("BPS IN", "0").Cell("BPS OUT", "311K");
        page["6667"].Cell("L4PROTO", "tcp").Cell("LPORT", "36868").Cell("RIP", "203.0.113.9").Cell("BPS IN", "12.1").Cell("BPS OUT", "6.6");
        page[selected].IsSelected();
    }

    static void Irc(Page page) => Connections(page, selected: "6667", "3/3");

    static void Orders(Page page)
    {
        page.Way("Processes › Story").Fact("24 findings");
        page.Selected.Cell("TIME", "07:22:11").Cell("ATT&CK", "T1071").Cell("COUNT", "3").CellBegins("WHAT", "took orders over IRC");
        page.Has("took orders over IRC: !u @version, !u @udp1 203.0.113.150 800 3, !u @die").Has("T1071   07:22:11.321 – 07:22:14.854   pid 32603");
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

        /// <summary>Waits until the screen is as is said.</summary>
        public void See(Action<Page> says) => Page.See(Terminal, says);

        /// <summary>Waits until the screen is the one that is kept, to the last glyph.</summary>
        public Walk Show(string screen, params string[] texts)
        {
            ScreenGolden.Show(Terminal, Name(screen), s => s.Length == height && s[0].Contains("148,664 events")
                && !s.Any(line => line.Contains("looking …")) && texts.All(text => s.Any(line => line.Contains(text))));
            return this;
        }
    }
}
