using System.Text;
using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Model.Filters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels;

/// <summary>Chisels that print as events come; what they print byte for byte is held by the goldens of the command line.</summary>
public sealed class PrintingChiselTests
{
    static (string Text, IChisel Chisel) Run(string name, ChiselSetup setup, string? filter = null)
    {
        var chisel = ChiselCatalog.Find(name).Create(setup);
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        if (filter is not null)
            stream.Filter = Filter.Parse(filter, stream.State).Test;
        chisel.Begin(stream);
        var text = new Utf8Writer();
        chisel.Head(text);
        while (stream.Next())
            chisel.Add(stream.Current, text);
        chisel.End(text);
        return (Encoding.Latin1.GetString(text.Written), chisel);
    }

    static ChiselSetup Setup(bool terminal = false, bool colours = true, params string[] arguments) =>
        new(arguments, Containers: false, Json: false, terminal) { Colours = colours, File = "a capture" };

    [Fact]
    public void On_a_terminal_spy_users_shows_what_a_pipe_leaves_out()
    {
        // sysdig 0.29.3 loses sight of alice's shell, which it has not met, once another one has changed directory twice.
        const string Later = "evt.type=chdir or (user.name=alice and evt.num>60000)";
        var (piped, chisel) = Run("spy_users", Setup(), Later);
        var (shown, _) = Run("spy_users", Setup(terminal: true), Later);
        var missed = shown.Split('\n').Length - piped.Split('\n').Length;
        Assert.True(missed > 0);
        Assert.Contains($"{missed} more", chisel.Remark);
    }

    [Fact]
    public void Without_colours_there_is_no_escape() => Assert.DoesNotContain('\e', Run("proc_exec_time", Setup(colours: false)).Text);

    [Fact]
    public void The_argument_turns_colours_off() =>
        Assert.DoesNotContain('\e', Run("scallslower", Setup(arguments: ["1000", "disable_color"])).Text);

    [Theory]
    [InlineData("stdout")]
    [InlineData("stderr")]
    [InlineData("echo_fds")]
    [InlineData("spy_users")]
    public void Nothing_of_the_capture_controls_a_terminal(string name)
    {
        var text = Run(name, Setup(terminal: true, colours: false)).Text;
        Assert.NotEmpty(text);
        Assert.DoesNotContain(text, c => c is < ' ' and not '\n' and not '\t' or '\x7f');
    }

    [Theory]
    [InlineData("scallslower", "soon")]
    [InlineData("spy_ip", "everywhere")]
    [InlineData("spy_port", "70000")]
    public void An_argument_of_the_wrong_kind_is_refused(string name, string argument) =>
        Assert.Contains(argument, Assert.Throws<ChiselException>(() => ChiselCatalog.Find(name).Create(Setup(arguments: argument))).Message);

    [Fact]
    public void Around_needs_a_filter() => Assert.Throws<ChiselException>(() => ChiselCatalog.Find("around").Create(Setup(arguments: "x.scap")));

    [Fact]
    public void The_export_chooses_the_moments_of_the_same_thread()
    {
        var (_, chisel) = Run("spy_logs", Setup(arguments: ["x.scap", "10"]));
        var export = chisel.Export!;
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        stream.Filter = export.Chooses;
        var threads = new HashSet<long>();
        var count = 0;
        for (; stream.Next(); count++)
            threads.Add(stream.Current.Raw.Tid);
        Assert.InRange(count, 10, 5000);
        Assert.InRange(threads.Count, 1, 5);
    }
}
