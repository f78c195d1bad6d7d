using CSysdig.Model;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Notes;
using CSysdig.Model.Slices;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Overview;
using CSysdig.Views.Settings;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Hosting;

/// <summary>What a screen may ask of the window around it.</summary>
interface IScreenHost
{
    /// <summary>The capture; where many are looked at together the one that was there first, which stands for what is the same of all.</summary>
    CaptureHistory History { get; }

    /// <summary>The captures that are looked at together; null where it is one.</summary>
    Fleet? Fleet { get; }

    /// <summary>Around screens of one of them.</summary>
    IScreenHost Of(FleetCapture capture);

    /// <summary>From the first event that is there to the last.</summary>
    TimeRange Span { get; }

    /// <summary>No more events come.</summary>
    bool IsComplete { get; }

    /// <summary>Of how long numbers of this machine are.</summary>
    TimeSpan Interval { get; }

    /// <summary>Columns of containers are shown (<c>-pc</c>).</summary>
    bool Containers { get; }

    UserSettings Settings { get; }

    /// <summary>How the screens look.</summary>
    Theme Theme { get; }

    /// <summary>Where files are offered to be written; empty for where the program was called.</summary>
    string Folder { get; }

    /// <summary>The filter language that suits the capture's age.</summary>
    FilterDialect Dialect { get; }

    /// <summary>What the capture tells of an attack; reading for it begins when it is first asked for.</summary>
    Model.Story.StoryRun Story { get; }

    /// <summary>What all captures tell that are looked at together; null where it is one.</summary>
    FleetStory? Stories { get; }

    /// <summary>What the findings so far are about; nothing before the story was begun.</summary>
    Model.Story.StoryMarks Marks { get; }

    /// <summary>The time from which times are counted on screens; null where they are times of day.</summary>
    ulong? CountedFrom { get; }

    /// <summary>The notes on what is shown.</summary>
    NoteBook Notes { get; }

    /// <summary>Metrics that stand below the timeline.</summary>
    Overlays Overlays { get; }

    /// <summary>Writes this machine's events to a file, or has ended; null while nobody has asked for it.</summary>
    HistoryRecording? Recording { get; set; }

    /// <summary>Stretches around findings that are being written.</summary>
    PinnedStretches Pins { get; }

    /// <summary>The numbers are held still.</summary>
    bool Paused { get; }

    /// <summary>Shows a screen on top of this one.</summary>
    void Open(Screen screen);

    /// <summary>Shows a view about a selection on top of this screen.</summary>
    void Open(ViewDefinition view, Selection selection);

    /// <summary>Shows a screen in the place of the one on top.</summary>
    void Replace(Screen screen);

    /// <summary>Goes back to the screen below.</summary>
    void Back();

    /// <summary>Something is to be drawn again.</summary>
    void Redraw();

    /// <summary>The lines around the screen have become more or fewer.</summary>
    void Relayout();

    /// <summary>Rows came, went or moved: what was found in them is looked for again.</summary>
    void RowsChanged();

    /// <summary>Shows one line at the bottom until the next key.</summary>
    void Say(string message, bool alarm = false);

    /// <summary>The same from any thread.</summary>
    void Tell(string message, bool alarm);

    /// <summary>Tells what came of a recording that has ended, and writes the notes beside it. From any thread.</summary>
    void TellEnd(HistoryRecording recording);

    /// <summary>Asks on the last lines; null takes the question away.</summary>
    void Ask(Prompt? prompt);

    /// <summary>Carries out an act as if its key had been pressed.</summary>
    void Perform(Keys.Act act);

    /// <summary>Leaves the terminal to a command and comes back when it has ended.</summary>
    /// <param name="waits">What it printed stays until the user has read it.</param>
    void RunOutside(IReadOnlyList<string> words, bool waits);

    /// <summary>The lines that are on the screen.</summary>
    ScreenImage Picture();
}
