using Terminal.Gui.Text;

namespace CSysdig.Views.Text;

/// <summary>Cells of a terminal.</summary>
public static class Cells
{
    /// <summary>How many cells a text takes.</summary>
    public static int Of(string text)
    {
        if (text.Length == 1 && text[0] is >= ' ' and < '\x7f')
            return 1;
        return text.GetColumns();
    }
}
