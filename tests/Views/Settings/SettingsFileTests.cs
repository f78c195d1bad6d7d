using System.Text.RegularExpressions;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Drawing;
using CSysdig.Views.Keys;
using CSysdig.Views.Screens;
using CSysdig.Views.Settings;
using Terminal.Gui.Drawing;
using Terminal.Gui.Input;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Tests.Views.Settings;

public sealed partial class SettingsFileTests
{
    [Fact]
    public void The_file_that_is_handed_out_changes_nothing() =>
        Assert.Equal(UserSettings.None, SettingsFile.Parse(SettingsFile.Default(), "settings.toml") with { Looks = UserSettings.None.Looks, Views = UserSettings.None.Views });

    [Fact]
    public void Every_setting_in_it_works_as_it_stands()
    {
        var settings = SettingsFile.Parse(Commented().Replace(SettingsFile.Default(), "$1"), "settings.toml");
        Assert.Equal("procs", settings.StartView);
        Assert.Equal("2G", settings.Memory);
        Assert.Equal(Act.Views, settings.Keys.Find(new Key('w'), Places.Table));
        Assert.Equal(new Color(ColorName16.Cyan), settings.Looks[Style.Selected].Background);
        Assert.Equal(new Color(0x88, 0xc0, 0xd0), settings.Looks[Style.Read].Foreground);
        var view = Assert.Single(settings.Views);
        Assert.Equal(["BYTES", "OPS", "File"], view.Shown.Select(column => column.Name));
    }

    [Theory]
    [InlineData("theme = \"pink\"", "settings.toml:1: theme: expected one of terminal, dark, light, mono, not pink")]
    [InlineData("\ncontainers = \"yes\"", "settings.toml:2: containers: expected true or false")]
    [InlineData("colour = 1", "settings.toml:1: there is no setting colour here; there are theme, start-view")]
    [InlineData("[looks]\nalarm = \"pinkish\"", "settings.toml:2: alarm: expected colours by name")]
    [InlineData("[looks]\nalarms = \"red\"", "settings.toml:2: there is no setting alarms here")]
    [InlineData("theme = ", "settings.toml:1: 'theme =' can't be read here: a setting is NAME = VALUE, with texts in quotes and lists in [ ], and is given once")]
    [InlineData("\ntheme dark\n", "settings.toml:2: 'theme dark' can't be read here: ")]
    [InlineData("theme = \"dark\"\ntheme = \"light\"", "settings.toml:2: 'theme = \"light\"' can't be read here: ")]
    [InlineData("[[view]\n", "settings.toml:1: '[[view]' can't be read here: ")]
    [InlineData("theme = 2026-99-99", "settings.toml:1: 'theme = 2026-99-99' can't be read here: ")]
    [InlineData("columns = [1, ", "settings.toml:1: 'columns = [1,' can't be read here: ")]
    [InlineData("[keys]\nview = \"w\"", "settings.toml:2: view: there is no action view; there are actions, all, back, bottom, cancel, clear, command, copy-cell, ")]
    [InlineData("[keys]\nviews = \"F99\"", "settings.toml:2: views: there is no key F99; keys are called x, F2, ")]
    [InlineData("[keys]\nviews = [\"w\", \"65\"]", "settings.toml:2: views: there is no key 65; ")]
    [InlineData("[keys]\nviews = [\"F2\", \"F2\"]", "settings.toml:2: views: F2 is given twice")]
    [InlineData("[keys]\nviews = \"w\"\nfilter = [\"F4\", \"w\"]", "settings.toml:3: filter: w is given to views already")]
    [InlineData("[keys]\nviews = []", "settings.toml:2: views: expected a key or a list of keys")]
    [InlineData("[keys]\nviews = 2", "settings.toml:2: views: expected a text in quotes")]
    [InlineData("[keys]\nviews = [2]", "settings.toml:2: views: expected texts in quotes")]
    [InlineData("[keys]\nviews = \"T\"", "settings.toml:1: totals has no key left")]
    [InlineData("[keys]\nopen = \"¤\"", "settings.toml:1: open has no key left where letters are typed")]
    [InlineData("[[view]]\nid = \"x\"", "settings.toml:1: a view needs an id, a key and columns")]
    [InlineData("[[view]]\nid = \"x\"\nkey = \"fd.nmae\"", "settings.toml:3: key: ")]
    [InlineData("[[view]]\nfilter = \"fd.nmae=1\"", "settings.toml:2: filter: ")]
    public void What_is_wrong_is_told_with_its_line(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<SettingsException>(() => SettingsFile.Parse(text, "settings.toml")).Message);

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void A_long_line_is_shown_in_part(int length, bool cut)
    {
        var line = new string('x', length);
        var message = Assert.Throws<SettingsException>(() => SettingsFile.Parse(line, "s")).Message;
        Assert.StartsWith($"s:1: '{(cut ? line[..60] + "..." : line)}' can't", message);
    }

    [Fact]
    public void A_view_of_the_user_answers_like_any_other()
    {
        var view = SettingsFile.Parse("""
            [[view]]
            id = "talkers"
            key = "proc.name"
            filter = "fd.l4proto=udp"
            opens = "procs"
            columns = [ { title = "OUT", field = "evt.buflen.out", joined = "sum", sort = true }, { field = "proc.name" } ]
            """, "settings.toml").Views.Single();
        using var terminal = new HeadlessTerminal(Honeypot.History, host => Ways.Open(host, view, new Selection()));
        terminal.WaitFor(t => t.Window.Top.Count > 0 && !t.Lines[4].EndsWith("0"));
        Assert.Contains("OUT▼", terminal.Lines[3]);
        terminal.Press("Enter").WaitFor("› Processes");
    }

    [Fact]
    public void Themes_have_colours_of_their_own_unless_none_are_wanted()
    {
        Assert.False(Theme.Sixteen.IsExact);
        Assert.True(ColourThemes.Dark.IsExact);
        Assert.Equal(new Color(1, 2, 3), Theme.Sixteen.With(new Dictionary<Style, Attribute> { [Style.Selected] = new(new Color(1, 2, 3), Color.None) })[Style.Selected].Foreground);
    }

    [GeneratedRegex(@"^# ((?:[a-z-]+ = |\[|\]|  \{ ).*)$", RegexOptions.Multiline)]
    private static partial Regex Commented();
}
