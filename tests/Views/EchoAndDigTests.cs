using System.Text;
using CSysdig.Model.Queries;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Text;
using Terminal.Gui.Drawing;

namespace CSysdig.Tests.Views;

public sealed class EchoAndDigTests
{
    const string Bot = "proc.pid=32603";
    const string Irc = "fd.name contains :6667";

    [Fact]
    public void Echo_shows_who_wrote_what_when_and_the_order_itself()
    {
        using var terminal = Honeypot.Terminal(view: "connections", filter: Irc);
        terminal.Press("F5").WaitFor("@udp1 203.0.113.150 800 3");
        var title = Array.FindIndex(terminal.Lines, line => line.Contains("@udp1")) - 1;
        Assert.StartsWith("◀ read  ", terminal.Lines[title]);
        Assert.Contains("(32603)  55 bytes", terminal.Lines[title]);
        Assert.Contains(terminal.Lines, line => line.StartsWith("▶ write "));
        Assert.NotEqual(ColourOf(terminal, "▶ write"), ColourOf(terminal, "◀ read"));
    }

    [Fact]
    public void Control_bytes_in_what_was_sent_are_shown_as_escapes()
    {
        using var terminal = Honeypot.Terminal(view: "connections", filter: Irc);
        terminal.Press("F5").WaitFor(@"\x02[UDP]\x02 Attacking");
        Assert.DoesNotContain('\x02', terminal.Text);
    }

    [Fact]
    public void One_key_turns_text_into_hex_and_into_raw_bytes_at_the_same_place_and_back()
    {
        using var terminal = Honeypot.Terminal(view: "connections", filter: Irc);
        terminal.Press("F5").WaitFor("07:22:14.0356");
        var text = terminal.Text;
        terminal.Press("t").WaitFor("000000  4e 49 43 4b 20 6e 61 6e");
        Assert.Contains("NICK nan", terminal.Text);
        terminal.Press("t").WaitFor("raw");
        Assert.Equal(" NICK nan|d4", terminal.Lines[3]);
        terminal.Press("t").WaitFor("text   16");
        Assert.Equal(text, terminal.Text);
    }

    [Theory]
    [InlineData(80), InlineData(160)]
    public void Echo_of_a_process_begins_with_its_conversation_and_one_key_shows_files_too(int width)
    {
        using var terminal = Honeypot.Terminal(width, filter: Bot);
        terminal.Press("e").WaitFor("of files left out");
        terminal.WaitFor("USER sloboz");
        Assert.DoesNotContain("ELF head", terminal.Text);
        Assert.Contains("aAll", terminal.Lines[^1]);
        var bytes = LastWord(terminal.Lines[2].Split(" of files")[0]);
        var first = terminal.Lines[3];
        terminal.Press("a").WaitFor("with files").WaitFor(t => t.Lines[3] == first);
        terminal.Press("g").WaitFor("package IO::Select;");
        terminal.Press("a").WaitFor($"{bytes} of files left out");
    }

    [Fact]
    public async Task What_is_left_out_is_all_bytes_of_files_and_nothing_else()
    {
        var all = EchoResult.Start(Honeypot.History, Bot);
        await all.Rows.Completion;
        var files = Enumerable.Range(0, all.Rows.Count).Select(i => all[i]).Where(t => t.FdTypeChar == 'f' && !Encoding.UTF8.GetString(t.FdName).StartsWith("/dev/p", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        using var terminal = Honeypot.Terminal(filter: Bot);
        terminal.Press("e").WaitFor($"{all.Rows.Count - files.Count:#,0} reads and writes   {Units.Bytes(files.Sum(t => t.Length))} of files left out");
    }

    [Fact]
    public void Without_a_conversation_everything_is_shown_at_once()
    {
        // rm read its libraries and nothing else.
        using var terminal = Honeypot.Terminal(filter: "proc.pid=463");
        terminal.Press("e").WaitFor("ELF head");
        Assert.DoesNotContain("left out", terminal.Lines[2]);
        Assert.DoesNotContain("aAll", terminal.Lines[^1]);
    }

    [Fact]
    public void The_echo_of_a_file_shows_it()
    {
        using var terminal = Honeypot.Terminal(view: "files", filter: "fd.name=/etc/passwd");
        terminal.Press("e").WaitFor("root:x:0:0");
        Assert.DoesNotContain("left out", terminal.Lines[2]);
    }

    static string LastWord(string line) => line.TrimEnd().Split(' ')[^1];

    [Fact]
    public void A_search_in_echo_goes_to_the_bytes()
    {
        using var terminal = Honeypot.Terminal(height: 14, view: "connections", filter: Irc);
        terminal.Press("F5").WaitFor("NICK").Press("/").Type("sent \\x02");
        terminal.WaitFor(t => t.Lines.Any(line => line.Contains("Sent \\x0212000")));
    }

    [Fact]
    public void The_inspector_begins_with_what_happened_and_who_did_it()
    {
        using var terminal = Honeypot.Terminal(filter: "evt.type=connect and evt.dir=< and fd.rport=6667");
        terminal.Press("F6").WaitFor(t => t.Window.Top.Count > 0 && t.Text.Contains("< connect")).Press("Enter").WaitFor("proc.exepath");
        Assert.Matches(@"^ evt\.datetime +\d{4}-\d\d-\d\d 07:22:11\.", terminal.Lines[3]);
        var lines = terminal.Lines.Skip(3).Select(line => line.Trim().Split(' ', 2)[0]).ToList();
        Assert.True(lines.IndexOf("proc.exepath") < lines.IndexOf("evt.arg.res"));
        Assert.Contains(terminal.Lines, line => line.Contains("proc.exepath") && line.Contains("/usr/bin/perl"));
    }

    [Fact]
    public void The_inspector_shows_a_buffer_whole_and_an_id_with_its_name_and_filters_by_what_filters_compare()
    {
        using var terminal = Honeypot.Terminal(filter: "evt.num=68472");
        terminal.Press("F6").WaitFor(t => t.Window.Top.Count > 0 && t.Text.Contains("NOTICE")).Press("Enter").WaitFor("evt.arg.data");
        // Lines of a value that goes on stand below its first one.
        Assert.Contains("PING :1394823841..:irc.undernet.test", terminal.Text.Replace("\n                                 ", ""));
        while (!terminal.Window.Top.RowText(terminal.Window.Top.Position.Selected).StartsWith("evt.arg.data", StringComparison.Ordinal))
            terminal.Press("j");
        terminal.Press("Enter").WaitFor(t => t.Window.Top.Count == 1 && t.Window.Top.Selection!.CaptureFilter.StartsWith("(evt.num=68472) and (evt.arg.data=", StringComparison.Ordinal) && t.Lines[2].Contains("(evt.num=68472) and…"));
    }

    [Fact]
    public void Dig_prints_event_lines_and_time_changes_by_one_key()
    {
        using var terminal = Honeypot.Terminal(filter: "proc.pid=32603");
        terminal.Press("F6").WaitFor("events");
        terminal.WaitFor(t => t.Lines[3].Contains(" 32603)") || t.Lines[3].Contains("(32603)"));
        Assert.Matches(@"^ \d+ \d\d:\d\d:\d\d\.\d{9} \d+ ", terminal.Lines[3]);
        var rows = terminal.Window.Top.Count;
        terminal.Press("t").WaitFor("since the start");
        Assert.DoesNotMatch(@"^ \d+ \d\d:\d\d:\d\d\.", terminal.Lines[3]);
        Assert.Equal(rows, terminal.Window.Top.Count);
    }

    [Fact]
    public void The_inspector_shows_the_value_of_every_field_that_has_one()
    {
        using var terminal = Honeypot.Terminal(height: 100, filter: "evt.type=sendto and proc.pid=32603");
        terminal.Press("F6").WaitFor(t => t.Window.Top.Count > 0 && t.Text.Contains("sendto")).Press("Enter").WaitFor("› Event ");
        Assert.Matches(@"\n evt\.type +sendto", terminal.Text);
        Assert.Matches(@"\n fd\.(name|num) +\S", terminal.Text);
        terminal.Press("Backspace").WaitFor("› Dig");
    }

    static Color ColourOf(HeadlessTerminal terminal, string start) =>
        terminal.AttributeAt(Array.FindIndex(terminal.Lines, line => line.StartsWith(start)), 2).Foreground;
}
