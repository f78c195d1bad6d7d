using CSysdig.Chisels;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels;

public sealed class HeatMapTests
{
    [Theory]
    [InlineData("spectrogram", "|1ns    |10ns")]
    [InlineData("subsecoffset", "|0ms    |100ms")]
    public void Without_colours_a_denser_character_means_more(string name, string axis)
    {
        var text = ChiselText.Of(name, terminal: true);
        Assert.DoesNotContain('\e', text.Replace("\e[1F", "", StringComparison.Ordinal));
        Assert.Contains('.', text);
        Assert.Contains('+', text);
        Assert.Contains(axis, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spectrogram")]
    [InlineData("subsecoffset")]
    public void No_line_is_wider_than_the_terminal(string name) =>
        Assert.All(ChiselText.Of(name, terminal: true).Replace("\e[1F", "", StringComparison.Ordinal).Split('\n'), line => Assert.True(line.Length <= 80));

    [Fact]
    public void Colours_are_of_the_256() => Assert.Contains("\e[38;5;", ChiselText.Of("spectrogram", terminal: true, colours: true), StringComparison.Ordinal);

    [Fact]
    public void The_interval_decides_how_many_lines_there_are()
    {
        var (slow, fast) = (ChiselText.Of("spectrogram", arguments: "10000", terminal: true), ChiselText.Of("spectrogram", arguments: "1000", terminal: true));
        Assert.True(fast.Split('\n').Length > 5 * slow.Split('\n').Length);
    }

    [Fact]
    public void Without_a_terminal_nothing_is_drawn() => Assert.Throws<ChiselException>(() => ChiselText.Of("spectrogram"));

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("nan")]
    [InlineData("x")]
    public void A_wrong_interval_is_refused(string milliseconds) =>
        Assert.Throws<ChiselException>(() => ChiselText.Of("spectrogram", arguments: milliseconds, terminal: true));
}
