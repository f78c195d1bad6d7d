using CSysdig.Views.Typing;
using Terminal.Gui.Input;

namespace CSysdig.Tests.Views;

public sealed class LineEditorTests
{
    [Fact]
    public void Typing_deleting_and_moving_work_as_in_readline()
    {
        var editor = new LineEditor("fd.type=ipv4 and ");
        Type(editor, "evt.dir=<");
        Assert.Equal("fd.type=ipv4 and evt.dir=<", editor.Text);
        editor.Press(Key.W.WithCtrl);
        Assert.Equal("fd.type=ipv4 and ", editor.Text);
        editor.Press(Key.Home);
        Type(editor, "not ");
        Assert.Equal("not fd.type=ipv4 and ", editor.Text);
        editor.Press(Key.K.WithCtrl);
        Assert.Equal("not ", editor.Text);
        editor.Press(Key.U.WithCtrl);
        Assert.Equal("", editor.Text);
        Assert.False(editor.Press(Key.F5));
    }

    [Fact]
    public void Characters_beyond_the_first_plane_are_one_step()
    {
        var editor = new LineEditor("a\U0001f600b");
        editor.Press(Key.CursorLeft);
        editor.Press(Key.Backspace);
        Assert.Equal("ab", editor.Text);
    }

    static void Type(LineEditor editor, string text)
    {
        foreach (var c in text)
            Assert.True(editor.Press(new Key(c)));
    }
}
