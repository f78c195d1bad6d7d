using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>Text about the program itself: headings, entries with an explanation, paragraphs, broken to the width at hand.</summary>
abstract class TextScreen(IScreenHost host) : Screen(host)
{
    readonly List<Item> _items = [];
    readonly List<(string Left, string Right, Style Style)> _lines = [];
    int _brokenFor = -1;
    int _left;

    public override Places Place => Places.Text;
    public override int Count => _lines.Count;
    public override bool ShowsSelection => false;

    protected void Heading(string text) => _items.Add(new Item("", text, Style.Heading));
    protected void Paragraph(string text) => _items.Add(new Item("", text, Style.Text));
    protected void Blank() => _items.Add(new Item("", "", Style.Text));
    protected void Entry(string name, string text, Style style) => _items.Add(new Item(name, text, style));

    public override void Prepare(int width)
    {
        if (_brokenFor == width)
            return;
        _brokenFor = width;
        _lines.Clear();
        _left = Math.Min(Math.Max(8, _items.Max(item => Cells.Of(item.Name))) + 2, Math.Max(10, width / 3));
        foreach (var item in _items)
        {
            var name = item.Name;
            foreach (var part in Paragraphs.Break(item.Text, width - 2 - (item.Name.Length > 0 ? _left : 0)))
            {
                _lines.Add((name.Length > 0 ? name : item.Name.Length > 0 ? " " : "", part, item.Style));
                name = "";
            }
        }
    }

    public override void ComposeRow(int row, Line into)
    {
        var (left, right, style) = _lines[row];
        if (left.Length == 0)
        {
            into.Unbox(1);
            into.Write(right, style);
            return;
        }
        into.Box(1, _left - 1);
        into.Write(left, style);
        into.Unbox(1 + _left);
        into.Write(right);
    }

    public override string RowText(int row) => $"{_lines[row].Left} {_lines[row].Right}";

    /// <summary>Text moves by lines, so the keys that move a selection scroll instead.</summary>
    public override bool Do(Act act)
    {
        switch (act)
        {
            case Act.Up: Position.Scroll(-1); return true;
            case Act.Down: Position.Scroll(1); return true;
            case Act.PageUp: Position.Scroll(-Position.Height); return true;
            case Act.PageDown: Position.Scroll(Position.Height); return true;
            case Act.Help or Act.Back: Host.Back(); return true;
            default: return false;
        }
    }

    readonly record struct Item(string Name, string Text, Style Style);
}
