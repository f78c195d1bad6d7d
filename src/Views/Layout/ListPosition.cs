namespace CSysdig.Views.Layout;

/// <summary>Where one is in a list of lines: the selected one, the first one shown, and how far it is scrolled to the right.</summary>
public sealed class ListPosition
{
    const int SidewaysStep = 8;

    /// <summary>A line was to be shown with its surroundings before the list had its height.</summary>
    bool _isRevealed;

    public int Count { get; private set; }
    public int Selected { get; private set; }
    public int Top { get; private set; }
    public int Left { get; private set; }
    /// <summary>Lines that fit on the screen.</summary>
    public int Height { get; private set; } = 1;

    /// <summary>Somebody went to the selected line; the first one is selected without that.</summary>
    public bool IsChosen { get; private set; }

    /// <summary>Gives the list a new length or height; the selected line stays on the screen.</summary>
    public void Fit(int count, int height)
    {
        Count = Math.Max(0, count);
        Height = Math.Max(1, height);
        if (_isRevealed && Height > 1)
            (Top, _isRevealed) = (Selected - Height / 3, false);
        Select(Selected);
    }

    public void Select(int index)
    {
        Selected = Math.Clamp(index, 0, Math.Max(0, Count - 1));
        if (Selected < Top)
            Top = Selected;
        if (Selected >= Top + Height)
            Top = Selected - Height + 1;
        Top = Math.Clamp(Top, 0, Math.Max(0, Count - Height));
    }

    /// <summary>Selects a line and puts it at the same height of the screen as before.</summary>
    public void SelectKeepingPlace(int index)
    {
        Top += index - Selected;
        Select(index);
    }

    /// <summary>Selects a line with some of its surroundings when it wasn't on the screen.</summary>
    public void Reveal(int index)
    {
        if (index < Top || index >= Top + Height)
            Top = index - Height / 3;
        _isRevealed = Height == 1;
        Choose(index);
    }

    /// <summary>Comes back to a place.</summary>
    public void Restore(int selected, int top)
    {
        Top = top;
        Select(selected);
    }

    /// <summary>So many lines are gone from the beginning: what is seen stays where it is.</summary>
    public void Lose(int lines) => Restore(Selected - lines, Top - lines);

    /// <summary>Selects a line that somebody goes to.</summary>
    public void Choose(int index)
    {
        IsChosen = true;
        Select(index);
    }

    public void Move(int lines) => Choose(Selected + Math.Clamp(lines, -Count, Count));
    public void Page(int pages) => Move(pages * Math.Max(1, Height - 1));
    public void First()
    {
        IsChosen = false;
        Select(0);
    }

    public void Last() => Choose(Count - 1);

    /// <summary>Moves what is seen; the selected line is dragged along only when it would leave the screen.</summary>
    public void Scroll(int lines)
    {
        Top = Math.Clamp(Top + lines, 0, Math.Max(0, Count - Height));
        Selected = Math.Clamp(Selected, Top, Math.Max(Top, Math.Min(Top + Height, Count) - 1));
    }

    /// <summary>Some line on the screen goes on beyond its right edge.</summary>
    public bool CanGoRight { get; set; }

    public void Sideways(int steps)
    {
        if (steps < 0 || CanGoRight)
            Left = Math.Max(0, Left + steps * SidewaysStep);
    }
}
