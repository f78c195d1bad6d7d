using Terminal.Gui.Text;

namespace CSysdig.Views.Text;

/// <summary>Cells of a terminal.</summary>
public static class Cells
{
    /// <summary>How many cells a text takes.</summary>
    public static int Of(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text.GetColumns() : text.Length;
}
