using System.Text;
using Terminal.Gui.Input;

namespace CSysdig.Views.Screens;

/// <summary>A line of text being typed, with the readline keys that fingers know.</summary>
public sealed class LineEditor(string text = "")
{
    readonly StringBuilder _text = new(text);

    public string Text => _text.ToString();

    /// <summary>Where the next character goes, from 0 to the text's length.</summary>
    public int Cursor { get; private set; } = text.Length;

    public void Insert(string typed)
    {
        _text.Insert(Cursor, typed);
        Cursor += typed.Length;
    }

    /// <summary>Replaces the characters from <paramref name="start"/> to the cursor.</summary>
    public void Replace(int start, string with)
    {
        _text.Remove(start, Cursor - start).Insert(start, with);
        Cursor = start + with.Length;
    }

    /// <summary>Takes a key; false when it means nothing to an editor.</summary>
    public bool Press(Key key)
    {
        if (key == Key.Backspace || key == Key.H.WithCtrl)
            Delete(Before(), Cursor);
        else if (key == Key.Delete || key == Key.D.WithCtrl)
            Delete(Cursor, After());
        else if (key == Key.W.WithCtrl || key == Key.Backspace.WithAlt)
            Delete(WordStart(), Cursor);
        else if (key == Key.U.WithCtrl)
            Delete(0, Cursor);
        else if (key == Key.K.WithCtrl)
            Delete(Cursor, _text.Length);
        else if (key == Key.CursorLeft || key == Key.B.WithCtrl)
            Cursor = Before();
        else if (key == Key.CursorRight || key == Key.F.WithCtrl)
            Cursor = After();
        else if (key == Key.Home || key == Key.A.WithCtrl)
            Cursor = 0;
        else if (key == Key.End || key == Key.E.WithCtrl)
            Cursor = _text.Length;
        else if (key == Key.CursorLeft.WithCtrl || key == Key.B.WithAlt)
            Cursor = WordStart();
        else if (!key.IsCtrl && !key.IsAlt && key.AsGrapheme is { Length: > 0 } typed && !char.IsControl(typed[0]))
            Insert(typed);
        else
            return false;
        return true;
    }

    void Delete(int from, int to)
    {
        _text.Remove(from, to - from);
        Cursor = from;
    }

    int Before() => Cursor == 0 ? 0 : Cursor - (Cursor > 1 && char.IsLowSurrogate(_text[Cursor - 1]) ? 2 : 1);

    int After() => Cursor == _text.Length ? Cursor : Math.Min(_text.Length, Cursor + (char.IsHighSurrogate(_text[Cursor]) ? 2 : 1));

    int WordStart()
    {
        var at = Cursor;
        while (at > 0 && _text[at - 1] == ' ')
            at--;
        while (at > 0 && _text[at - 1] != ' ')
            at--;
        return at;
    }
}
