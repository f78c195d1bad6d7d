using System.Text;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Tests.Model.Story;

/// <summary>Lines out of what was typed and shown.</summary>
public sealed class TerminalTextTests
{
    readonly TerminalText _text = new();
    readonly List<string> _lines = [];
    ulong _time;

    [Fact]
    public void A_line_is_whole_however_its_bytes_came_and_has_the_time_of_its_end()
    {
        Show("lo", "gi", "n\r");
        Assert.Empty(_lines);
        Assert.Equal(4ul, Assert.Single(Show("\nnext")).Time);
        Assert.Equal(["login"], _lines);
        Assert.Equal("next", Encoding.UTF8.GetString(Assert.Single(_text.Rest).Text));
    }

    [Theory]
    [InlineData("\e[1;31mred\e[0m\r\n", "red")]
    [InlineData("\e]0;alice@host: ~\aalice$ \e[?2004hls\r\n", "alice$ ls")]
    [InlineData("\e]0;title\e\\text\n", "text")]
    [InlineData("\e(Bplain\e=\n", "plain")]
    [InlineData("one\e[2;1Htwo\n", "one|two")]
    [InlineData("10%\r20%\r\n", "10%|20%")]
    [InlineData("a\tb\n", "a       b")]
    [InlineData("\r\n\r\n\a", "")]
    [InlineData("a\bb\n", "a\bb")]
    [InlineData("\e\u0001x\n", "\e\u0001x")]
    [InlineData("\e[1\nm\n", "\e[1|m")]
    public void What_moves_and_colours_is_left_out_and_all_else_stays(string shown, string lines)
    {
        Show(shown);
        Assert.Equal(lines, string.Join('|', _lines));
    }

    [Fact]
    public void What_is_typed_is_told_where_the_terminal_does_not_show_it()
    {
        Show("# ");
        Type("s", "u\r");
        Show("su\r\n", "Password: ");
        Type("hunter2\r");
        Show("\r\n", "welcome\r\n");
        Assert.Equal(["# su", "<hunter2", "Password: ", "welcome"], _lines);
    }

    [Fact]
    public void Several_lines_typed_at_once_meet_their_echoes_in_order()
    {
        Type("one\rtwo\rthree\r");
        Show("# one\r\n", "# two\r\n", "three?\r\n");
        Assert.Equal(["# one", "# two", "<three", "three?"], _lines);
    }

    [Fact]
    public void What_is_being_typed_or_has_no_echo_yet_is_the_rest()
    {
        Type("secret\r", "mo");
        Assert.Equal(["secret", "mo"], _text.Rest.Select(line => Encoding.UTF8.GetString(line.Text)));
        Assert.All(_text.Rest, line => Assert.True(line.IsInput));
    }

    [Theory]
    [InlineData(ShownLines.Longest - 1, 0)]
    [InlineData(ShownLines.Longest, 1)]
    public void A_line_without_an_end_is_broken(int length, int lines)
    {
        Show(new string('x', length));
        Assert.Equal(lines, _lines.Count);
    }

    [Theory]
    [InlineData(256, "end")]
    [InlineData(257, "\e]")]
    public void What_goes_on_for_too_long_is_no_sequence(int length, string begins)
    {
        Show($"\e]{new string('x', length - 3)}\aend\n");
        Assert.StartsWith(begins, _lines[0]);
    }

    [Theory]
    [InlineData(64, 0)]
    [InlineData(65, 1)]
    public void Lines_typed_without_any_echo_wait_for_it_up_to_a_number(int typed, int told)
    {
        for (var i = 0; i < typed; i++)
            Type("x\r");
        Assert.Equal(told, _lines.Count);
    }

    [Fact]
    public void Bytes_that_were_not_captured_are_told()
    {
        foreach (var line in _text.Add(new TerminalChunk(1, 1, false, 7, "abc"u8.ToArray(), Missing: 9)))
            Assert.Equal("... 9 bytes not captured", Encoding.UTF8.GetString(line.Text));
    }

    IReadOnlyList<TerminalEntry> Show(params string[] texts) => Take(texts, isInput: false);

    void Type(params string[] texts) => Take(texts, isInput: true);

    IReadOnlyList<TerminalEntry> Take(string[] texts, bool isInput)
    {
        IReadOnlyList<TerminalEntry> last = [];
        foreach (var text in texts)
        {
            last = [.. _text.Add(new TerminalChunk(++_number, ++_time, isInput, 7, Encoding.UTF8.GetBytes(text), 0))];
            _lines.AddRange(last.Select(line => (line.IsInput ? "<" : "") + Encoding.UTF8.GetString(line.Text)));
        }
        return last;
    }

    long _number;
}
