using System.Text;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace CSysdig.Views.Tty;

/// <summary>How a terminal is told to look (SGR): each look as one sequence from scratch, the same array for the same look.</summary>
sealed class Looks
{
    static readonly (TextStyle Style, int Code)[] s_styles =
        [(TextStyle.Bold, 1), (TextStyle.Faint, 2), (TextStyle.Italic, 3), (TextStyle.Underline, 4), (TextStyle.Reverse, 7), (TextStyle.Strikethrough, 9)];

    readonly Dictionary<(Attribute, bool), byte[]> _known = [];
    readonly Dictionary<string, byte[]> _sequences = [];

    public byte[] Of(Attribute look, bool sixteenColours)
    {
        if (_known.TryGetValue((look, sixteenColours), out var known))
            return known;
        var text = new StringBuilder("\e[");
        foreach (var (style, code) in s_styles)
            if ((look.Style & style) != 0)
                text.Append(';').Append(code);
        AppendColour(text, look.Foreground, 38, 0, sixteenColours);
        AppendColour(text, look.Background, 48, 10, sixteenColours);
        var sequence = text.Append('m').ToString();
        if (!_sequences.TryGetValue(sequence, out var bytes))
            _sequences[sequence] = bytes = Encoding.ASCII.GetBytes(sequence);
        return _known[(look, sixteenColours)] = bytes;
    }

    static void AppendColour(StringBuilder text, Color colour, int exact, int shift, bool sixteenColours)
    {
        if (colour == Color.None)
            return;
        if (sixteenColours)
            text.Append(';').Append((int)colour.GetAnsiColorCode() + shift);
        else
            text.Append(';').Append(exact).Append(";2;").Append(colour.R).Append(';').Append(colour.G).Append(';').Append(colour.B);
    }
}
