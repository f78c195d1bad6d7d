using CSysdig.Model;
using CSysdig.Model.Notes;
using CSysdig.Model.Story;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Keys;
using CSysdig.Views.Layout;

namespace CSysdig.Views.Hosting;

/// <summary>
/// What fills the middle of the terminal: a list of lines with a selected one. It knows nothing of the terminal: it composes
/// lines and carries out acts, and tells its host when something is to be drawn again.
/// </summary>
abstract class Screen(IScreenHost host)
{
    public IScreenHost Host { get; } = host;

    /// <summary>Around screens about the selected row: where many captures are looked at together, those of its own.</summary>
    public virtual IScreenHost RowHost => Host;

    /// <summary>The keys that its user has.</summary>
    public KeyMap Keys => Host.Settings.Keys;

    public ListPosition Position { get; } = new();

    /// <summary>Which keys work here.</summary>
    public abstract Places Place { get; }

    /// <summary>Its name in the breadcrumb.</summary>
    public abstract string Title { get; }

    /// <summary>The part of the capture it shows; null for screens about the program itself.</summary>
    public virtual Selection? Selection => null;

    /// <summary>The same screen about another selection; null where this one is about none.</summary>
    public virtual Screen? About(Selection selection) => null;

    /// <summary>It is always of the whole capture, whatever stretch of time other screens are of.</summary>
    public virtual bool IsOfAll => false;

    /// <summary>The stretch of time that it is of was chosen here; else whatever led here has brought it.</summary>
    public bool IsTimeChosen { get; set; }

    /// <summary>Gives way to the same screen about another selection.</summary>
    public void TurnTo(Selection selection)
    {
        if (About(selection) is { } other)
            Host.Replace(other);
    }

    /// <summary>The time that its rows are of, where that is not the whole selection's.</summary>
    public virtual TimeRange? Stretch => null;

    /// <summary>What was chosen here when the screen above was opened; null when that is about the same selection.</summary>
    public string? Chosen { get; protected set; }

    /// <summary>Between two of the <see cref="Facts"/>.</summary>
    public const string Apart = "   ";

    /// <summary>The filter that its user gave, for the breadcrumb line; empty for none.</summary>
    public virtual string FilterText => Selection?.CaptureFilter ?? "";

    /// <summary>Sort, number of rows: the right end of the breadcrumb line, <see cref="Apart"/> from each other, the most telling one last.</summary>
    public virtual string Facts => "";

    /// <summary>What it shows is not all yet: more of the capture is being looked through.</summary>
    public bool StillLooks => HasMore && !Host.History.IsLive;

    /// <summary>Behind "here" in what an empty screen says: of a machine that is watched more may come, as long as nothing has left the window.</summary>
    protected string SoFar => Host.History is { IsLive: true, First: 0 } && Selection?.Range is null ? " so far" : "";

    /// <summary>It is known of calls how long they took; of many captures of some, perhaps.</summary>
    protected bool HasLatency => Host.Fleet is not null || Host.History.State.TellsLatency;

    /// <summary>What a screen of latencies says where there are none.</summary>
    protected string NoLatency => $"Calls have no latency here: {(Host.History.IsLive ? "csysdig --pairs tells it" : "only their end was captured")}. {Keys.Of(Act.Back)} goes back.";

    /// <summary>Not all that it asked for has been found. Of a machine that is watched there always is more.</summary>
    protected virtual bool HasMore => false;

    /// <summary>What it waits for, or null.</summary>
    public virtual string? Waiting => null;

    public abstract int Count { get; }

    /// <summary>Lines above the list that stay when it scrolls.</summary>
    public virtual int HeadLines => 0;

    /// <summary>Lines below the list that stay when it scrolls.</summary>
    public virtual int TailLines => 0;

    /// <summary>The selected line is marked.</summary>
    public virtual bool ShowsSelection => true;

    /// <summary>Called before lines are composed.</summary>
    public virtual void Prepare(int width) { }

    public virtual void ComposeHead(int line, Line into) { }

    public virtual void ComposeTail(int line, Line into) { }

    public abstract void ComposeRow(int row, Line into);

    /// <summary>What an empty list says for itself; empty while there is hope.</summary>
    public virtual string EmptyText => "";

    /// <summary>A line below the last row.</summary>
    public virtual void ComposeBelow(int line, Line into)
    {
        if (Count > 0 || EmptyText.Length == 0)
            return;
        into.Unbox(2);
        if (line == 1)
            into.Write(EmptyText, Style.Dim);
        else if (line == 2 && Keys.In(Place).Any(row => row.Act == Act.Clear))
            into.Write(HowToSeeMore, Style.Dim);
    }

    // What its user asked for beyond the way that led here can be taken back.
    string HowToSeeMore => Selection switch
    {
        { CaptureFilter.Length: > 0, Range: not null } => $"A filter and a stretch of time are on: {Keys.Of(Act.Clear)} drops both, {Keys.Of(Act.Filter)} changes the filter.",
        { CaptureFilter.Length: > 0 } => $"A filter is on: {Keys.Of(Act.Clear)} drops it, {Keys.Of(Act.Filter)} changes it.",
        { Range: not null } => $"Only a stretch of time is looked at: {Keys.Of(Act.Clear)} drops that.",
        _ => "",
    };

    /// <summary>A row's whole text, in which a search looks.</summary>
    public abstract string RowText(int row);

    /// <summary>The cell that the signs of rows stand in.</summary>
    public virtual int SignColumn => 0;

    /// <summary>That a row is of a finding, or null. To be cheap: every row that is drawn is asked.</summary>
    public virtual Mark? MarkOf(int row) => null;

    /// <summary>The next row in a direction that is of a finding, once around; -1 where there is none.</summary>
    public virtual int FindMark(bool forward)
    {
        for (var i = 1; i <= Count; i++)
            if ((Position.Selected + (forward ? i : Count - i)) % Count is var row && MarkOf(row) is not null)
                return row;
        return -1;
    }

    /// <summary>The finding of the row that somebody went to, or null.</summary>
    public StoryFinding? MarkedFinding => Count > 0 && Position.IsChosen ? MarkOf(MeantRow)?.Finding : null;

    /// <summary>The row that is meant by what is said of one: the selected one, or where none is, the first in sight.</summary>
    public int MeantRow => ShowsSelection ? Position.Selected : Position.Top;

    /// <summary>When what a row shows happened or began; null where it has no time.</summary>
    public virtual ulong? TimeOf(int row) => null;

    /// <summary>The time that is meant by the selected row, or where it has none, by the stretch that is shown.</summary>
    public ulong? MeantTime => Count > 0 && TimeOf(MeantRow) is { } time ? time : Selection?.Range?.From;

    /// <summary>What a note on a row is kept by; null where it can have none.</summary>
    public virtual NoteKey? NoteKeyOf(int row) => null;

    /// <summary>The note on a row, or null. To be cheap.</summary>
    public virtual Note? NoteOf(int row) => Host.Notes.IsAny && NoteKeyOf(row) is { } key ? Host.Notes.Find(key) : null;

    /// <summary>An act that the key table offers here can be carried out now; else its row says why not.</summary>
    public virtual bool Works(Act act) => act switch
    {
        Act.Pause => !Host.IsComplete || Host.Paused,
        Act.Earlier => Host.History.IsLive || Selection is { Range: not null },
        Act.Later => Selection is { Range: not null },
        Act.CountFrom => MeantTime is not null,
        Act.NextMark or Act.PreviousMark => Host.Marks.IsAny,
        Act.Clear => Selection is { CaptureFilter.Length: > 0 } or { Range: not null },
        _ => true,
    };

    /// <summary>Carries out an act; false leaves it to the window.</summary>
    public virtual bool Do(Act act) => false;

    /// <summary>Goes to the first event at or behind a row of the history; false where rows are no events.</summary>
    public virtual bool GoTo(long row) => false;

    /// <summary>What <c>Y</c> copies: the value that the selected row stands for; null for none.</summary>
    public virtual string? Cell => null;

    /// <summary>A key before it becomes an act; false leaves it to the key table.</summary>
    public virtual bool Press(Terminal.Gui.Input.Key key) => false;

    /// <summary>Takes a pasted text; false where none is typed.</summary>
    public virtual bool Paste(string text) => false;

    /// <summary>The left button at a place of the screen; false leaves clicks to the list.</summary>
    public virtual bool Mouse(System.Drawing.Point at, MouseMove move) => false;

    /// <summary>A click on a head line.</summary>
    public virtual void ClickHead(int line, int column) { }

    /// <summary>The screen is shown, for the first time or again.</summary>
    public virtual void Shown() { }

    /// <summary>Called some times a second while the screen is shown.</summary>
    public virtual void Tick() { }

    /// <summary>The screen will not be shown again: work under way is given up.</summary>
    public virtual void Close() { }
}
