using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Screens;

namespace CSysdig.Tests.Views;

/// <summary>Where no event tells when a call began, no screen tells that it took no time.</summary>
public sealed class NoLatencyTests
{
    const string Told = "Calls have no latency here: only their end was captured.";

    [Theory]
    [InlineData("spectro_file")]
    [InlineData("slow_io")]
    public void A_view_of_slow_calls_says_so(string view)
    {
        using var history = Load("tests/Chisels/Story/Attacks/miner/capture.scap.gz");
        using var terminal = Terminal(history, view);
        terminal.WaitFor(Told);
    }

    [Theory]
    [InlineData("tests/Chisels/Story/Attacks/miner/capture.scap.gz", false)]
    [InlineData("samples/honeypot.scap.gz", true)]
    public void A_table_has_columns_of_time_where_it_is_known(string capture, bool has)
    {
        using var history = Load(capture);
        using var terminal = Terminal(history, "syscalls");
        terminal.WaitFor(t => t.Window.Top.Count > 0);
        Assert.Equal(has, terminal.Lines[3].Contains("AVG TIME"));
        Assert.Contains("SYSCALL", terminal.Lines[3]);
    }

    [Fact]
    public void They_are_offered_as_empty()
    {
        using var history = Load("tests/Chisels/Story/Attacks/miner/capture.scap.gz");
        using var terminal = Terminal(history, "procs");
        terminal.WaitFor(t => t.Window.Top.Count > 0).Press("F2").WaitFor("type to narrow").Press("S", "l", "o", "w").WaitFor("It has no rows in this selection.");
    }

    static CaptureHistory Load(string capture)
    {
        var history = CaptureHistory.Open(Path.Combine(Repository.Root, capture));
        history.Completion.Wait();
        return history;
    }

    static HeadlessTerminal Terminal(CaptureHistory history, string view) => new(history, host => Ways.Open(host, ViewCatalog.Find(view)!, new Selection("")));
}
