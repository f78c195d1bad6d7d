using CSysdig.Views.Commands;
using CSysdig.Views.Keys;
using CSysdig.Views.Screens;
using CSysdig.Views.Search;
using CSysdig.Views.Text;
using CSysdig.Views.Tty;
using CSysdig.Views.Typing;
using Terminal.Gui.Input;

namespace CSysdig.Views.Frame;

/// <summary>What keys and commands ask for: it goes to a question that is asked, to the screen on top, or is done here.</summary>
sealed partial class MainWindow
{
    protected override bool OnKeyDown(Key key)
    {
        _pace.Hurry();
        if (key.IsModifierOnly)
            return false;
        if (_footer.Hush())
            _bottom.SetNeedsDraw();
        var act = Top.Keys.Find(key, _footer.Prompt is null ? Top.Place : Places.Prompt);
        if (act is Act.Refresh or Act.Suspend)
            Perform(act.Value);
        else if (_footer.Prompt is { } prompt)
        {
            if (prompt.Press(key) && _footer.Prompt == prompt)
                Ask(null);
            Redraw();
        }
        else if (Top.Press(key))
            Redraw();
        else if (act is { } meant)
            Perform(meant);
        // Whatever is not ours means nothing either: the application's own defaults would quit on Esc.
        return true;
    }

    /// <summary>What is pasted goes to the question that is being asked; never is it taken for keys.</summary>
    internal void Paste(string text)
    {
        _pace.Hurry();
        if (_footer.Prompt is { } prompt)
            prompt.Paste(text);
        else if (!Top.Paste(text))
            Say($"Nothing asks for a text here: {Top.Keys.Of(Act.Search)} searches, {Top.Keys.Of(Act.Filter)} filters, {Top.Keys.Of(Act.Command)} takes commands.");
        Redraw();
    }

    public void Ask(Prompt? prompt)
    {
        _footer.Prompt?.Close();
        _footer.Prompt = prompt;
        prompt?.Look();
        Relayout();
    }

    public void Perform(Act act)
    {
        if (!Works(act))
            TellIdle(act);
        else if (!Top.Do(act))
            PerformHere(act);
        Redraw();
    }

    void TellIdle(Act act)
    {
        if (Top.Keys.IdleOf(act, Top.Place) is { Length: > 0 } why)
            Say(why);
    }

    void PerformHere(Act act)
    {
        switch (act)
        {
            case Act.Quit: App!.RequestStop(this); break;
            case Act.Help: Open(new HelpScreen(Top.Host, Top.Place, Works)); break;
            case Act.Search: StartSearch(); break;
            case Act.Command: Ask(Palette.For(Top.Host, Top)); break;
            case Act.CopyRow when Top.Count > 0: Copy(Top.RowText(Top.Position.Selected).Trim()); break;
            case Act.CopyCell when Top.Cell is { } cell: Copy(cell); break;
            case Act.SearchNext: Find(forward: true); break;
            case Act.SearchPrevious: Find(forward: false); break;
            case Act.CountFrom: CountFrom(Top.MeantTime!.Value); break;
            case Act.NextMark: GoToMark(forward: true); break;
            case Act.PreviousMark: GoToMark(forward: false); break;
            case Act.Cancel when _search is not null: _search = null; break;
            case Act.Cancel when _screens.Count == 1: break;
            case Act.Back or Act.Cancel: Back(); break;
            case Act.Refresh: (App?.Driver?.GetOutput() as FrameOutput)?.Forget(); break;
            case Act.Suspend: (App?.Driver?.GetOutput() as FrameOutput)?.Suspend(); break;
            case Act.Pause: Pause(); break;
            case Act.Earlier: Step(forward: false); break;
            case Act.Later: Step(forward: true); break;
            case Act.Now when IsPast: TurnTo(null); break;
            default: Moves.Perform(act, Top.Position); break;
        }
    }

    void GoToMark(bool forward)
    {
        if (Top.FindMark(forward) is not (>= 0 and var row) || Top.MarkOf(row) is not { } mark)
        {
            Say(Top.StillLooks ? "No row so far is of a finding, and not all rows are here yet." : $"No row here is of a finding: {Settings.Keys.Of(Act.Story)} tells all of them.");
            return;
        }
        if (Top.ShowsSelection)
            Top.Position.Reveal(row);
        else
        {
            Top.Position.Restore(row, row);
            Top.Position.Choose(row);
        }
        Say(RowSigns.About(mark, Settings.Keys, Viewport.Width));
    }

    void CountFrom(ulong time)
    {
        CountedFrom = time == CountedFrom ? null : time;
        RowsChanged();
        Say(CountedFrom is null ? "Times are times of day." : $"Times are counted from {Clock.TimeOfDay(time)}; {Settings.Keys.Of(Act.CountFrom)} here again takes that back.");
    }

    void StartSearch()
    {
        var before = _search;
        var session = new SearchSession(Top);
        _search = session;
        Ask(SearchPrompt.For(session, Top.Keys, restore: () => _search = before));
    }

    void Find(bool forward)
    {
        if (_search is null)
            StartSearch();
        else if (!_search.Go(forward))
            Say(_search.IsComplete ? $"Not found: {_search.Wanted?.Text}" : "Still searching …");
    }

    bool Works(Act act) => Top.Works(act) && (act != Act.Back || _screens.Count > 1);
}
