using CSysdig.Model;
using CSysdig.Model.Filters;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Notes;
using CSysdig.Model.Slices;
using CSysdig.Model.Story;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Overview;
using CSysdig.Views.Screens;
using CSysdig.Views.Settings;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Frame;

/// <summary>The window around screens of one capture, where many are looked at together: they are as if it were the only one.</summary>
sealed class CaptureHost(MainWindow window, CapturePane pane) : IScreenHost
{
    /// <summary>What the window shows around them.</summary>
    public CapturePane Pane => pane;

    public CaptureHistory History => pane.History;
    public Fleet? Fleet => null;
    public FleetStory? Stories => null;
    public IScreenHost Of(FleetCapture capture) => window.Of(capture);
    public TimeRange Span => new(History.FirstTimestamp, History.LastTimestamp);
    public bool IsComplete => History.IsComplete;
    public FilterDialect Dialect => Filter.DialectOf(History.State);
    public StoryRun Story => pane.Story;
    public StoryMarks Marks => pane.Marks;
    public NoteBook Notes => pane.Notes;
    public Overlays Overlays => pane.Overlays;

    public ulong? CountedFrom => window.CountedFrom;

    public TimeSpan Interval => window.Interval;
    public bool Containers => window.Containers;
    public UserSettings Settings => window.Settings;
    public Theme Theme => window.Theme;
    public string Folder => window.Folder;
    public PinnedStretches Pins => window.Pins;
    public bool Paused => window.Paused;

    public HistoryRecording? Recording
    {
        get => window.Recording;
        set => window.Recording = value;
    }

    public void Open(Screen screen) => window.Open(screen);
    public void Open(ViewDefinition view, Selection selection) => window.Open(Ways.Open(this, view, selection));
    public void Replace(Screen screen) => window.Replace(screen);
    public void Back() => window.Back();
    public void Redraw() => window.Redraw();
    public void Relayout() => window.Relayout();
    public void RowsChanged() => window.RowsChanged();
    public void Say(string message, bool alarm = false) => window.Say(message, alarm);
    public void Tell(string message, bool alarm) => window.Tell(message, alarm);
    public void TellEnd(HistoryRecording recording) => window.TellEnd(recording, pane.Notes);
    public void Ask(Prompt? prompt) => window.Ask(prompt);
    public void Perform(Act act) => window.Perform(act);
    public void RunOutside(IReadOnlyList<string> words, bool waits) => window.RunOutside(words, waits);
    public ScreenImage Picture() => window.Picture();
}
