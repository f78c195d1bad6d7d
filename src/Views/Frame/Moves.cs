using System.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Layout;
using Terminal.Gui.Input;

namespace CSysdig.Views.Frame;

/// <summary>Keys and mouse that move in a list, the same in every screen.</summary>
static class Moves
{
    const int WheelLines = 3;

    public static void Perform(Act act, ListPosition position)
    {
        switch (act)
        {
            case Act.Up: position.Move(-1); break;
            case Act.Down: position.Move(1); break;
            case Act.PageUp: position.Page(-1); break;
            case Act.PageDown: position.Page(1); break;
            case Act.Top: position.First(); break;
            case Act.Bottom or Act.Now: position.Last(); break;
            case Act.Left: position.Sideways(-1); break;
            case Act.Right: position.Sideways(1); break;
        }
    }

    /// <summary>A click selects, a double click opens, the wheel scrolls, a click on a head line is the screen's.</summary>
    public static void Mouse(MainWindow window, Screen screen, Point at, MouseFlags flags)
    {
        var position = screen.Position;
        if (MoveOf(flags) is { } move && screen.Mouse(at, move))
            return;
        if ((flags & MouseFlags.WheeledDown) != 0)
            position.Scroll(WheelLines);
        else if ((flags & MouseFlags.WheeledUp) != 0)
            position.Scroll(-WheelLines);
        else if ((flags & (MouseFlags.LeftButtonClicked | MouseFlags.LeftButtonDoubleClicked)) != 0)
        {
            var row = position.Top + at.Y - screen.HeadLines;
            if (at.Y < screen.HeadLines)
                screen.ClickHead(at.Y, at.X);
            else if (row < Math.Min(screen.Count, position.Top + position.Height))
            {
                position.Choose(row);
                if ((flags & MouseFlags.LeftButtonDoubleClicked) != 0)
                    window.Perform(Act.Open);
            }
        }
    }

    static MouseMove? MoveOf(MouseFlags flags) =>
        (flags & MouseFlags.LeftButtonReleased) != 0 ? MouseMove.Release
        : (flags & MouseFlags.LeftButtonPressed) == 0 ? null
        : (flags & MouseFlags.PositionReport) != 0 ? MouseMove.Drag : MouseMove.Press;
}
