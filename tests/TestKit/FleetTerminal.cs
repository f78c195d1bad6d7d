using CSysdig.Model.Fleets;
using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.TestKit;

/// <summary>The screens over all captures of a folder.</summary>
sealed class FleetTerminal : IDisposable
{
    public FleetTerminal(TemporaryFolder folder, int width = 160, int height = 45)
    {
        Fleet = Fleet.Open("hosts", CaptureFile.In(folder.Path), new HistoryOptions());
        Screens = new HeadlessTerminal(Fleet.First, host => Ways.Open(host, ViewCatalog.Start(), new Selection()), width, height, fleet: Fleet);
    }

    public Fleet Fleet { get; }
    public HeadlessTerminal Screens { get; }

    /// <summary>Waits until the story of all is told.</summary>
    public void ShowStory() => Screens.Press("s").WaitFor(t => t.Window.Top is StoryScreen { Count: > 0, StillLooks: false });

    public void Dispose()
    {
        Screens.Dispose();
        Fleet.Dispose();
    }
}
