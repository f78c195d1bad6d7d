using System.Drawing;
using Terminal.Gui.Drivers;
using Terminal.Gui.ViewBase;

namespace CSysdig.Views.Tty;

/// <summary>Asks the terminal for its size at each turn of the loop, which a signal wakes when it changes; a turn more costs nothing.</summary>
sealed class SizeWatch(FrameOutput output) : ISizeMonitor
{
    Size _last = output.GetSize();

    public event EventHandler<SizeChangedEventArgs>? SizeChanged;

    public bool Poll()
    {
        var size = output.GetSize();
        if (size == _last)
            return false;
        _last = size;
        SizeChanged?.Invoke(this, new SizeChangedEventArgs(size));
        return true;
    }
}
