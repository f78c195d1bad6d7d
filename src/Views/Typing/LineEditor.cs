using System.Text;
using CSysdig.Views.Keys;
using Terminal.Gui.Input;

namespace CSysdig.Views.Typing;

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
        switch (KeyMap.Default.Find(key, Places.Prompt))
        {
            case Act.EraseLeft: Delete(Before(), Cursor); break;
            case Act.EraseRight: Delete(Cursor, After()); break;
            case Act.EraseWord: Delete(WordStart(), Cursor); break;
            case Act.EraseToStart: Delete(0, Cursor); break;
            case Act.EraseToEnd: Delete(Cursor, _text.Length); break;
            case Act.Left: Cursor = Before(); break;
            case Act.Right: Cursor = After(); break;
            case Act.WordLeft: Cursor = WordStart(); break;
            case Act.Top: Cursor = 0; break;
            case Act.Bottom: Cursor = _text.Length; break;
            case null when KeyNames.IsText(key): Insert(key.AsGrapheme); break;
            default: return false;
        }
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
