using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>A list to choose from at the left, and what the highlighted entry is about at the right.</summary>
abstract class PickerScreen(IScreenHost host) : Screen(host)
{
    const int TextFrom = 60;

    readonly List<(string Text, Style Style)> _about = [];
    (int Entry, int Width) _writtenFor = (-1, 0);
    int _left;

    public override Places Place => Places.Picker;
    public override int HeadLines => 1;

    protected abstract string Heading { get; }

    /// <summary>What stands at the right end of the heading's line.</summary>
    protected virtual string Hint => "";

    /// <summary>An entry's name, and what stands at its right end.</summary>
    protected abstract (string Name, string Mark) Entry(int index);

    protected virtual Style StyleOf(int index) => Style.Text;

    /// <summary>Writes what an entry is about by <see cref="Say"/>.</summary>
    protected abstract void Describe(int index);

    /// <summary>Takes an entry; the picker is the screen on top.</summary>
    protected abstract void Choose(int index);

    public override void Prepare(int width)
    {
        _left = Enumerable.Range(0, Count).Select(i => Entry(i)).Select(e => e.Name.Length + e.Mark.Length + 3).DefaultIfEmpty(0).Max();
        _left = Math.Max(_left, Heading.Length + 3);
        if (_writtenFor == (Position.Selected, width))
            return;
        _writtenFor = (Position.Selected, width);
        _about.Clear();
        if (Count > 0 && width >= TextFrom)
            Describe(Position.Selected);
    }

    public override void ComposeHead(int line, Line into)
    {
        into.Fill(" ", Style.TableHeader);
        into.Unbox(1);
        into.Write(Heading, Style.TableHeader);
        if (into.Width - into.Column > Hint.Length + 2)
        {
            into.Box(into.Width - Hint.Length - 1, Hint.Length);
            into.Write(Hint, Style.TableHeader);
        }
    }

    public override void ComposeRow(int row, Line into)
    {
        var (name, mark) = Entry(row);
        into.Box(1, _left - 2);
        into.Write(name, StyleOf(row));
        into.WriteRight(mark, Style.Dim);
        if (row == Position.Selected)
            into.Restyle(0, _left, style => style | Style.Selected);
        var at = row - Position.Top;
        if (at >= _about.Count)
            return;
        into.Unbox(_left + 1);
        into.Write(_about[at].Text, _about[at].Style);
    }

    // The marked part is the entry alone, which ComposeRow marks itself.
    public override bool ShowsSelection => false;

    /// <summary>The description may be longer than the list: lines go on below the entries.</summary>
    public override void ComposeBelow(int line, Line into)
    {
        if (Count == 0)
        {
            base.ComposeBelow(line, into);
            return;
        }
        var at = Count - Position.Top + line;
        if (at >= _about.Count)
            return;
        into.Unbox(_left + 1);
        into.Write(_about[at].Text, _about[at].Style);
    }

    public override string RowText(int row) => Entry(row).Name;

    public override bool Do(Act act)
    {
        if (act != Act.Open)
            return false;
        if (Count > 0)
            Choose(Position.Selected);
        return true;
    }

    /// <summary>Something else is known about the entries: the description is written anew.</summary>
    protected void DescribeAgain()
    {
        _writtenFor = (-1, 0);
        Host.Redraw();
    }

    /// <summary>Adds a paragraph to the description.</summary>
    protected void Say(string text, Style style = Style.Text)
    {
        foreach (var line in Paragraphs.Break(text, _writtenFor.Width - _left - 2))
            _about.Add((line, style));
    }
}
