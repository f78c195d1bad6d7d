using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Keys;
using Line = CSysdig.Views.Drawing.Line;

namespace CSysdig.Views.Frame;

/// <summary>What the window draws, line by line: header, timeline and breadcrumb, the screen on top, and the keys or a prompt.</summary>
sealed partial class MainWindow
{
    int _tail;

    /// <summary>Header, timeline, what is laid below it, and breadcrumb; a low terminal has room for the first and the last.</summary>
    int TopLines => HasTimeline ? 3 + Pane.Overlays.Lines : 2;
    bool HasTimeline => Viewport.Height >= 14;
    int BottomLines => _footer.Lines;

    public ScreenImage Picture()
    {
        var (width, height) = (Viewport.Width, Viewport.Height);
        var rows = new List<(string, Style)[]>(height);
        var line = new Line();
        PrepareBody(width, height - TopLines - BottomLines);
        for (var row = 0; row < height; row++)
        {
            line.Reset(width);
            if (row < TopLines)
                ComposeTop(row, line);
            else if (row < height - BottomLines)
                ComposeBody(row - TopLines, line);
            else
                ComposeBottom(row - (height - BottomLines), line);
            rows.Add([.. Enumerable.Range(0, width).Select(column => (line.Glyph(column), line.StyleAt(column)))]);
        }
        return new ScreenImage(width, rows);
    }

    List<string> Way()
    {
        var way = new List<string>();
        foreach (var screen in _screens.Reverse())
        {
            way.Add(screen.Title);
            if (screen != Top && screen.Chosen is { } chosen)
                way.Add(chosen);
        }
        return way;
    }

    void ComposeTop(int row, Line line)
    {
        if (row == 0 && FleetOnTop is { } fleet)
            FleetHeader.Compose(fleet, Top.Selection?.Range, Paused, line);
        else if (row == 0)
            Header.Compose(Pane.History, Pane.Facts with { Findings = Findings }, _pulse, Top.Selection?.Range, Paused, CountedFrom, Recording, Keeping, line);
        else if (row == 1 && HasTimeline)
            Timeline.Compose(line, Top.Selection?.Range, Pane.Overlays.NameWidth);
        else if (row < TopLines - 1)
            Pane.Overlays.Compose(row - 2, line, Timeline.Axis, Timeline.Left);
        else
            Breadcrumb.Compose(Way(), Top.FilterText, Top.StillLooks ? $"{Top.Facts}, still looking" : Top.Facts, Top.Waiting, line);
    }

    /// <summary>What looks like an attack on a machine that is watched, with the key that tells more.</summary>
    (string Count, string Newest) Findings => IsLive && _own.Begun?.Report is { Newest: { } newest, Count: var count }
        ? ($"{Settings.Keys.Of(Act.Story)} {count:#,0} {(count == 1 ? "finding" : "findings")}", SafeText.ToString(newest.What)) : default;

    void PrepareBody(int width, int height)
    {
        var position = Top.Position;
        position.CanGoRight = false;
        _tail = height - Math.Min(Top.TailLines, height / 3);
        // A screen that makes its rows for the height it has must know it from the first frame on.
        position.Fit(position.Count, _tail - Top.HeadLines);
        Top.Prepare(width);
        _tail = height - Math.Min(Top.TailLines, height / 3);
        position.Fit(Top.Count, _tail - Top.HeadLines);
    }

    void ComposeBody(int row, Line line)
    {
        if (row < Top.HeadLines)
        {
            Top.ComposeHead(row, line);
            return;
        }
        var at = Top.Position.Top + row - Top.HeadLines;
        if (row >= _tail || at >= Top.Count)
        {
            if (row >= _tail)
                Top.ComposeTail(row - _tail, line);
            else
                Top.ComposeBelow(at - Top.Count, line);
            return;
        }
        Top.ComposeRow(at, line);
        Top.Position.CanGoRight |= line.IsCut;
        RowSigns.Compose(Top, at, line);
        if (_search?.Wanted is { } wanted)
            wanted.Mark(line);
        if (Top.ShowsSelection && at == Top.Position.Selected)
            line.Select();
    }

    void ComposeBottom(int row, Line line) => _footer.Compose(row, line, Top, _search, Works);
}
