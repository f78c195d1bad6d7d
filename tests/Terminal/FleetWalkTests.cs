using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>Fifty hosts at once, by keys on a real terminal.</summary>
public sealed class FleetWalkTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void From_fifty_hosts_into_one_and_back(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: the walk over fifty hosts was NOT tested");
        StandIn.Fill(_folder, 50, StandIn.Small);
        using var terminal = new TmuxDriver(width, height, _folder.Path);
        terminal.WaitFor("50 captures");
        Page.See(terminal, page => page.Way("Processes"));
        terminal.Press("F4");
        terminal.Type("evt.hostname=web37 and proc.pid=32249");
        terminal.Press("Enter");
        Page.See(terminal, page => page["web37"].IsSelected());
        terminal.Press("Enter");
        Page.See(terminal, page => page.Header("web37.scap").Way("Threads"));
        terminal.Press("BSpace");
        Page.See(terminal, page => page.Header("50 captures").Way("Processes"));
        terminal.Press("c", ":");
        terminal.Type("hosts");
        terminal.Press("Enter");
        Page.See(terminal, page => page.Way("Hosts")["web00"].IsSelected().Has("loaded"));
    }

    [SkippableFact]
    public void A_row_of_the_lake_leads_to_its_event_among_the_hosts()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: the way back to a host was NOT tested");
        StandIn.Fill(_folder, 5, StandIn.Small);
        using var terminal = new TmuxDriver(120, 24, _folder.Path, "--at", "web03:1234");
        Page.See(terminal, page => page.Header("web03.scap").Way("Dig")[" 1234 "].IsSelected());
        terminal.Press("BSpace");
        Page.See(terminal, page => page.Header("5 captures").Way("Processes"));
    }
}
