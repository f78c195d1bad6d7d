using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>From a row of an exported table to its event: <c>csysdig FILE --at NUMBER</c>.</summary>
public sealed class WayBackTests
{
    [SkippableFact]
    public void A_number_leads_to_its_event()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: the way back from a table was NOT tested");
        var capture = Repository.Sample("honeypot.scap.gz");
        // The order to flood, as its row in the lake names it.
        var printed = System.Text.Encoding.UTF8.GetString(SysdigRun.Print(capture, false, "-p", "%evt.num", "evt.buffer contains @udp1 and evt.dir=<")).Split('\n')[0];
        using var terminal = new TmuxDriver(120, 24, capture, "--at", printed);
        terminal.WaitFor("148,664 events");
        Page.See(terminal, page => page.Way("Dig")[$" {printed} "].IsSelected());
        terminal.Press("BSpace");
        terminal.WaitFor("190 rows");
    }

    [SkippableFact]
    public void A_number_beyond_the_end_is_said()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: the way back from a table was NOT tested");
        using var terminal = new TmuxDriver(120, 24, Repository.Sample("honeypot.scap.gz"), "--at", "9000000");
        terminal.WaitFor("There is no event 9,000,000: the last one is");
    }
}
