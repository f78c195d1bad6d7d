using CSysdig.Cli;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Options;

public sealed class OptionFileTests
{
    [Fact]
    public void Keys_are_long_names_of_options_and_the_filter_is_one_of_them()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, """
            # where to
            writefile = "/tmp/kept"
            keep = "20G"
            snaplen = 512
            max-cpu = 10
            suppress-comm = ["cat", "dd"]
            page-faults = true
            unbuffered = false
            filter = "not proc.name=x and evt.dir=<"
            """);
        var options = SysdigOptions.Parse(["--config", file, "-n", "7"]);
        Assert.Equal("/tmp/kept", options.Writing.File);
        Assert.Equal(20L << 30, options.Writing.Keep!.Value.Bytes);
        Assert.Equal(512, options.Writing.SnapLength);
        Assert.Equal(10, options.Live.MaxCpu);
        Assert.Equal(["cat", "dd"], options.Following.Suppressed);
        Assert.True(options.Live.PageFaults);
        Assert.False(options.Unbuffered);
        Assert.Equal("not proc.name=x and evt.dir=<", options.Filter);
        Assert.Equal(7, options.Limit);
    }

    [Fact]
    public void What_stands_later_on_the_command_line_counts()
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, "snaplen = 512");
        Assert.Equal(80, SysdigOptions.Parse(["--config", file, "-s", "80"]).Writing.SnapLength);
        Assert.Equal(512, SysdigOptions.Parse(["-s", "80", "--config=" + file]).Writing.SnapLength);
    }

    [Theory]
    [InlineData("kep = 1", ":1: there is no option kep; a key is the long name of one that --help lists, or filter")]
    [InlineData("# x\nconfig = \"a\"", ":2: there is no option config; a key is the long name of one that --help lists, or filter")]
    [InlineData("json = 1", ":1: json is true or false")]
    [InlineData("\nsnaplen = true", ":2: snaplen is a text in quotes, or a number")]
    [InlineData("suppress-comm = [true]", ":1: suppress-comm takes texts in quotes, or numbers")]
    [InlineData("filter = 3", ":1: filter is a text in quotes")]
    [InlineData("snaplen = 1\n[recorder]\nkeep = \"2h\"", ":2: options stand in no table; leave [recorder]")]
    [InlineData("keep 20G", ":1: that is no TOML; an option is NAME = VALUE, with texts in quotes and lists in [ ], and is given once")]
    [InlineData("snaplen = 1\nsnaplen = 2", ":2: that is no TOML; an option is NAME = VALUE, with texts in quotes and lists in [ ], and is given once")]
    public void What_is_wrong_is_said_with_its_line(string text, string message)
    {
        using var folder = new TemporaryFolder();
        var file = Write(folder, text);
        Assert.Equal(file + message, Assert.Throws<UsageException>(() => SysdigOptions.Parse(["--config", file])).Message);
    }

    [Theory]
    [InlineData("--keep needs a folder to keep it in: -w FOLDER", "--keep", "2h")]
    [InlineData("--keep needs a folder to keep it in: -w FOLDER", "--keep", "2h", "-w", "-")]
    [InlineData("--keep keeps what this machine does, and -r names a capture: give one of them", "--keep", "2h", "-w", "x", "-r", "y")]
    [InlineData("--keep divides and compresses what it writes itself: leave -C, -G, -e, -W and -z", "--keep", "2h", "-w", "x", "-C", "1")]
    [InlineData("--keep divides and compresses what it writes itself: leave -C, -G, -e, -W and -z", "--keep", "2h", "-w", "x", "-z")]
    public void Keeping_has_its_own_files(string message, params string[] arguments) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => SysdigOptions.Parse(arguments)).Message);

    [Fact]
    public void A_file_that_is_not_there_or_too_large_is_said()
    {
        using var folder = new TemporaryFolder();
        Assert.EndsWith("can't be read: no such file or folder", Assert.Throws<UsageException>(() => SysdigOptions.Parse(["--config", folder.File("none")])).Message, StringComparison.OrdinalIgnoreCase);
        var most = Write(folder, new string('#', 1 << 20));
        Assert.Empty(SysdigOptions.Parse(["--config", most]).Filter);
        var more = Write(folder, new string('#', (1 << 20) + 1));
        Assert.EndsWith("has more than 1 MiB: that is no file of options", Assert.Throws<UsageException>(() => SysdigOptions.Parse(["--config", more])).Message);
    }

    static string Write(TemporaryFolder folder, string text)
    {
        var file = folder.File("recorder.toml");
        File.WriteAllText(file, text);
        return file;
    }
}
