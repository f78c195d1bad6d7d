using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Keys;
using CSysdig.Views.Screens;
using CSysdig.Views.Settings;
using Terminal.Gui.Input;

namespace CSysdig.Tests.Views;

/// <summary>Keys that the settings give anew, and what a key says that does nothing.</summary>
public sealed class KeyMapTests
{
    static readonly KeyMap s_mine = KeyMap.Default.Bind("views", ["w", "ctrl+w"]).Bind("echo", ["F2"]);

    [Fact]
    public void An_action_has_the_keys_that_it_was_given_and_no_others()
    {
        Assert.Equal(Act.Views, s_mine.Find(new Key('w'), Places.Table));
        Assert.Equal(Act.Views, s_mine.Find(Key.W.WithCtrl, Places.Story));
        Assert.Null(s_mine.Find(new Key('v'), Places.Table));
        Assert.Equal(Act.Echo, s_mine.Find(Key.F2, Places.Table));
        Assert.Equal(Act.Echo, s_mine.Find(Key.F2, Places.Story));
        Assert.Null(s_mine.Find(Key.F5, Places.Table));
        Assert.Equal(["w", "Ctrl+W"], s_mine.In(Places.Table).First(row => row.Act == Act.Views).Keys);
        Assert.Null(s_mine.Lost);
    }

    [Fact]
    public void A_key_that_is_given_is_taken_from_its_default_where_both_work()
    {
        var keys = KeyMap.Default.Bind("mode", ["x"]).Bind("save-streams", ["Z"]);
        Assert.Equal(Act.Mode, keys.Find(new Key('x'), Places.Echo));
        Assert.Equal(Act.SaveStreams, keys.Find(new Key('Z'), Places.Echo));
        Assert.Equal(Act.Tree, keys.Find(new Key('t'), Places.Table));
        Assert.Equal("save-streams has no key left", KeyMap.Default.Bind("mode", ["x"]).Lost);
    }

    [Fact]
    public void What_pages_down_by_space_too_does_so_by_the_given_key_alone()
    {
        var keys = KeyMap.Default.Bind("page-down", ["PageDown", "D"]);
        Assert.Null(keys.Find(Key.Space, Places.Echo));
        Assert.Equal(Act.PageDown, keys.Find(new Key('D'), Places.Echo));
        Assert.Single(keys.In(Places.Echo), row => row.Act == Act.PageDown);
    }

    [Fact]
    public void Where_a_text_is_typed_a_letter_stays_a_letter()
    {
        Assert.Null(KeyMap.Default.Bind("refresh", ["r"]).Find(new Key('r'), Places.Prompt));
        Assert.DoesNotContain(KeyMap.Actions, action => action.Name == "erase-word");
    }

    [Fact]
    public void Every_name_of_a_key_is_read_as_it_is_written()
    {
        foreach (var name in KeyTable.Rows.SelectMany(row => row.Keys))
            Assert.True(KeyNames.TryParse(name, out var key) && (name.Length == 1 || key.ToString() == name), name);
        Assert.All(["", " ", "\t", "65", "Hyper", "F99"], name => Assert.False(KeyNames.TryParse(name, out _), name));
    }

    [Fact]
    public void Key_line_help_and_words_say_the_keys_that_hold()
    {
        using var terminal = new HeadlessTerminal(Honeypot.History, host => Ways.Open(host, ViewCatalog.Find("containers")!, new Selection()), settings: UserSettings.None with { Keys = s_mine });
        terminal.WaitFor("Nothing of this kind here. w shows other views, Backspace goes back.");
        Assert.Contains(" wViews ", terminal.Lines[^1]);
        Assert.Contains(" F2Echo ", terminal.Lines[^1]);
        terminal.Press("F1").WaitFor("w ^W");
        Assert.Contains("Echo (F2) shows", terminal.Press("End").Text);
        terminal.Press("Backspace", "w").WaitFor("type to narrow");
    }

    [Theory]
    [InlineData("connections", "t", "Only processes have parents to stand below.")]
    [InlineData("connections", "U", "No row is tagged.")]
    [InlineData("connections", "c", "There is no filter and no stretch of time to drop.")]
    [InlineData("connections", "p", "The capture has been read to its end: its numbers stand still.")]
    [InlineData("connections", "Backspace", "This is the first screen.")]
    [InlineData("file_opens", "F9", "Lists stand in the order of time.")]
    [InlineData("file_opens", "T", "No number of this view is by the second.")]
    [InlineData("file_opens", "a", "There are no commands about the rows of this view.")]
    public void A_key_that_does_nothing_says_why(string view, string key, string why)
    {
        using var terminal = Honeypot.Terminal(view: view);
        terminal.Press(key).WaitFor(why);
    }

    /// <summary>What a screen can refuse has its reason in the literal of its key.</summary>
    [Fact]
    public void Every_act_that_may_not_work_has_a_reason()
    {
        foreach (var view in (string[])["procs", "connections", "file_opens"])
        {
            using var terminal = Honeypot.Terminal(view: view);
            var top = terminal.Window.Top;
            Assert.All(KeyMap.Default.In(top.Place).Where(row => !top.Works(row.Act)), row => Assert.NotEqual("", row.Idle));
        }
    }
}
