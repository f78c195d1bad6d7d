using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Drawing;
using CSysdig.Views.Screens;
using CSysdig.Views.Settings;
using Terminal.Gui.Drawing;

namespace CSysdig.Tests.Views;

/// <summary>Rows in the looks that rules of the settings give them.</summary>
public sealed class ColourRuleTests
{
    const string Settings = """
        [[colour]]
        view = "procs"
        filter = "proc.pid=32735"
        look = "bold black on yellow"

        [[colour]]
        filter = "user.name=root and fd.sport=6667"
        look = "red"

        [[colour]]
        filter = "user.name=alice"
        look = "blue"

        [[colour]]
        filter = "user.name=root"
        look = "magenta"
        view = "threads"
        """;

    [Fact]
    public void A_row_has_the_look_of_the_first_rule_that_one_of_its_events_passes()
    {
        // Each rule is answered in its own time.
        using var terminal = Open("procs", 210).WaitFor(t => Ground(t, "32735  32505") == new Color(ColorName16.Yellow));
        terminal.Press("End").WaitFor(t => Ink(t, "32603  32602") == new Color(ColorName16.Red) && Ink(t, "32486  32485") == new Color(ColorName16.Blue));
        // The last rule is for another view.
        Assert.NotEqual(new Color(ColorName16.Magenta), Ink(terminal, "32251  32248"));
    }

    [Fact]
    public void Rows_without_an_event_have_it_by_what_is_known_of_them()
    {
        using var terminal = Open("threads", 210);
        terminal.WaitFor(t => Ink(t, "32251") == new Color(ColorName16.Magenta));
    }

    [Fact]
    public void Texts_are_keys_too()
    {
        using var terminal = Open("connections", 40);
        terminal.Press("End").WaitFor(t => Ink(t, "6667") == new Color(ColorName16.Red));
        Assert.NotEqual(new Color(ColorName16.Red), Ink(terminal, "203.0.113.150"));
    }

    [Fact]
    public void Events_of_a_list_are_asked_one_by_one()
    {
        using var terminal = Open("file_opens", 40, "user.name=alice");
        terminal.Find("notes.txt").Press("CursorDown");
        terminal.WaitFor(t => Ink(t, "notes.txt") == new Color(ColorName16.Blue));
    }

    [Fact]
    public void Events_of_dig_are_asked_one_by_one()
    {
        using var terminal = Open("procs", 40, "user.name=alice");
        terminal.Press("d").WaitFor(t => t.Window.Top is DigScreen { Count: > 100 });
        // The first one is the selected one.
        terminal.WaitFor(t => t.AttributeAt(5, 2).Foreground == new Color(ColorName16.Blue) && t.AttributeAt(20, 12).Foreground == new Color(ColorName16.Blue));
    }

    [Fact]
    public void A_rule_in_the_language_of_another_age_is_told_and_colours_nothing()
    {
        using var terminal = Open("procs", 40, settings: "[[colour]]\nfilter = \"evt.type=open and evt.dir=>\"\nlook = \"red\"");
        terminal.WaitFor("190 rows");
    }

    [Theory]
    [InlineData("[[colour]]\nfilter = \"user.nmae=root\"\nlook = \"red\"", "settings.toml:2: filter: ")]
    [InlineData("[[colour]]\nlook = \"red\"\nfilter = \"user.name=root and\"", "settings.toml:3: filter: the filter is wrong at column ")]
    [InlineData("[[colour]]\nfilter = \"user.name=root\"\nlook = \"reddish\"", "settings.toml:3: look: expected colours by name")]
    [InlineData("[[colour]]\nfilter = \"user.name=root\"", "settings.toml:1: a colour needs a filter and a look")]
    [InlineData("\n[[colour]]\nlook = \"red\"", "settings.toml:2: a colour needs a filter and a look")]
    [InlineData("[[colour]]\nfliter = \"x\"", "settings.toml:2: there is no setting fliter here; there are filter, look, view")]
    [InlineData("[colour]\nfilter = \"user.name=root\"", "settings.toml:1: there is no table colour here; there are [keys], [looks], [[colour]] and [[view]]")]
    public void What_is_wrong_with_a_rule_is_told_with_its_place(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<SettingsException>(() => SettingsFile.Parse(text, "settings.toml")).Message);

    [Fact]
    public void There_are_sixteen_at_most()
    {
        var rules = string.Concat(Enumerable.Repeat("[[colour]]\nfilter = \"user.name=root\"\nlook = \"red\"\n", 16));
        Assert.Equal(16, SettingsFile.Parse(rules, "settings.toml").Colours.Count);
        var error = Assert.Throws<SettingsException>(() => SettingsFile.Parse(rules + "[[colour]]\nfilter = \"user.name=root\"\nlook = \"red\"\n", "settings.toml"));
        Assert.Equal("settings.toml:49: there are 16 rules for colours already", error.Message);
    }

    static Color? Ink(HeadlessTerminal terminal, string text) => RowOf(terminal, text) is >= 0 and var row ? terminal.AttributeAt(row, 2).Foreground : null;

    static Color? Ground(HeadlessTerminal terminal, string text) => RowOf(terminal, text) is >= 0 and var row ? terminal.AttributeAt(row, 2).Background : null;

    static int RowOf(HeadlessTerminal terminal, string text) => Array.FindIndex(terminal.Lines, 4, line => line.Contains(text));

    static HeadlessTerminal Open(string view, int height, string filter = "", string settings = Settings)
    {
        var mine = SettingsFile.Parse(settings, "settings.toml");
        var terminal = new HeadlessTerminal(Honeypot.History, host => Ways.Open(host, ViewCatalog.Find(view)!, new Selection(filter)), 120, height, Theme.Sixteen.With(mine.Looks), mine);
        return terminal.WaitFor(t => t.Window.Top.Count > 0);
    }
}
