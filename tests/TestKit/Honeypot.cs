using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.TestKit;

/// <summary>The honeypot's capture, read once for all tests that look at it.</summary>
static class Honeypot
{
    static readonly Lazy<CaptureHistory> Read = new(() =>
    {
        var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        history.Completion.Wait();
        return history;
    });

    public static CaptureHistory History => Read.Value;

    /// <summary>csysdig on this capture, its first view filled.</summary>
    public static HeadlessTerminal Terminal(int width = 120, int height = 35, string view = "procs", string filter = "")
    {
        var definition = ViewCatalog.Find(view)!;
        var terminal = new HeadlessTerminal(History, host => Ways.Open(host, definition, new Selection(filter)), width, height);
        return terminal.WaitFor(t => t.Window.Top.Count > 0);
    }
}
