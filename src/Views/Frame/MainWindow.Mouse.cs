using System.Drawing;
using Terminal.Gui.Input;

namespace CSysdig.Views.Frame;

/// <summary>What the mouse does: a stretch of the timeline, rows and cells of the screen, the keys of the last line.</summary>
sealed partial class MainWindow
{
    void MouseOnTop(Point at, MouseFlags flags)
    {
        _pace.Hurry();
        if (_footer.Prompt is not null || Top.Selection is not { } selection)
            return;
        if ((flags & MouseFlags.LeftButtonReleased) != 0)
        {
            if (Timeline.Release() is { } range)
                Top.TurnTo(selection with { Range = range });
        }
        else if ((flags & MouseFlags.LeftButtonPressed) != 0)
        {
            if (!Timeline.Drag(at.X) && HasTimeline && at.Y is >= 1 && at.Y < TopLines - 1)
                Timeline.Press(at.X);
        }
        Redraw();
    }

    void MouseOnBody(Point at, MouseFlags flags)
    {
        _pace.Hurry();
        if (_footer.Prompt is not null)
            return;
        Moves.Mouse(this, Top, at, flags);
        Redraw();
    }

    void MouseOnBottom(Point at, MouseFlags flags)
    {
        if ((flags & MouseFlags.LeftButtonClicked) != 0 && _footer.At(at) is { } act)
            Perform(act);
    }
}
