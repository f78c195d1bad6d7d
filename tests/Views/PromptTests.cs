using CSysdig.Views.Drawing;
using CSysdig.Views.Typing;
using Terminal.Gui.Input;

namespace CSysdig.Tests.Views;

public sealed class PromptTests
{
    readonly Line _line = new();
    string? _accepted;

    [Fact]
    public void A_pasted_text_becomes_one_line()
    {
        var prompt = Ask();
        prompt.Paste("fd.type=ipv4\n  and\tproc.pid=7\n");
        Assert.Equal("fd.type=ipv4   and proc.pid=7", prompt.Editor.Text);
    }

    [Fact]
    public void An_error_keeps_the_prompt_open_and_stands_under_its_column_even_in_a_narrow_terminal()
    {
        foreach (var (width, column) in new[] { (80, 3), (80, 60), (40, 5), (40, 70) })
        {
            var prompt = Ask(new PromptError("no such thing", column));
            prompt.Paste(new string('x', 75));
            Assert.False(prompt.Press(Key.Enter));
            Compose(prompt.ComposeHint, width);
            Assert.Contains("no such thing", _line.ToString());
            Assert.Contains('^', _line.ToString());
        }
        Assert.Null(_accepted);
    }

    [Fact]
    public void The_cursor_stays_in_sight_however_long_the_text_is()
    {
        var prompt = Ask();
        for (var i = 0; i < 100; i++)
        {
            prompt.Press(new Key('a'));
            Compose(prompt.ComposeText, 40);
            Assert.Single(Enumerable.Range(0, 40), column => _line.StyleAt(column) == Style.Cursor);
        }
    }

    void Compose(Action<Line> compose, int width)
    {
        _line.Reset(width);
        compose(_line);
    }

    Prompt Ask(PromptError? error = null) => new("Filter:", "")
    {
        Changed = _ => error,
        Accepted = text =>
        {
            if (error is null)
                _accepted = text;
            return error;
        },
    };
}
