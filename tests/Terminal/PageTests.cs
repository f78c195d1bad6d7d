using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>What is said of a screen fails when it is otherwise.</summary>
public sealed class PageTests
{
    static readonly Page s_page = Page.Of(string.Join('\n',
        " csysdig   honeypot.scap.gz   148,664 events   0 lost",
        " ▁▁ ▂▃▁▁▂▄▁▁ 47.0s",
        " \e[1m\e[96mProcesses › httpd (32603) › Connections\e[0m   \e[90msort: BPS OUT ▼   3 rows\e[39m",
        "\e[30m\e[42m L4PROTO   LPORT RIP            RPORT  BPS IN \e[46mBPS OUT▼\e[42m Command",
        "\e[39m\e[49m udp       37719 203.0.113.150    800       0     311K /usr/local/apache/bin/ht…",
        " udp           0 203.0.113.150    800       0     23.4 /usr/local/apache/bin/ht…",
        "\e[30m\e[46m tcp       36868 203.0.113.9     6667    12.1      6.6 /usr/local/apache/bin/ht…",
        "\e[39m\e[49m",
        "\e[1mF1\e[0mHelp                                                        3/3"));

    [Fact]
    public void A_screen_is_read_by_titles_rows_and_looks()
    {
        s_page.Header("148,664 events").Timeline("47.0s").Way("› Connections").Fact("3 rows").Fact("sort: BPS OUT ▼").Place("3/3").Titles("LPORT", "BPS OUT");
        s_page["6667"].Cell("L4PROTO", "tcp").Cell("LPORT", "36868").Cell("RIP", "203.0.113.9").Cell("RPORT", "6667").Cell("BPS IN", "12.1").Cell("BPS OUT", "6.6").CellBegins("Command", "/usr/local").IsSelected();
        s_page["37719"].Cell("RIP", "203.0.113.150").Cell("BPS IN", "0").Cell("BPS OUT", "311K").IsAbove(s_page["23.4"]);
        Assert.Equal(s_page["6667"].Text, s_page.Selected.Text);
        Assert.Equal(s_page["37719"].Text, s_page.First.Text);
    }

    [Fact]
    public void What_is_otherwise_fails()
    {
        Action[] wrong =
        [
            () => s_page.Header("148,665 events"), () => s_page.Timeline("46.0s"), () => s_page.Way("Processes"), () => s_page.Way("› Connection"), () => s_page.Fact("4 rows"), () => s_page.Fact("rows"),
            () => s_page.Place("1/3"), () => s_page.Titles("RATE"), () => s_page.Has("6668"), () => s_page.Question("Filter:", "Enter"),
            () => s_page["6668"].Has(""), () => s_page["udp"].Has(""), () => s_page["6667"].Cell("BPS OUT", "6.7"), () => s_page["6667"].Cell("BPS", "6.6"), () => s_page["6667"].CellBegins("Command", "usr"),
            () => s_page["6667"].Cell("RIP", "203.0.113.9     6667"), () => s_page["37719"].IsSelected(), () => s_page["6667"].Has("udp"), () => s_page["23.4"].IsAbove(s_page["37719"]),
            () => _ = Page.Of(string.Join('\n', Enumerable.Repeat(" a line", 9))).Selected,
        ];
        Assert.All(wrong, act => Assert.Throws<OtherwiseException>(act));
    }
}
