using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>csysdig tells what is wrong with a command line before it asks for a terminal, and lists what there is.</summary>
public sealed class CSysdigErrorTests
{
    const string Capture = "samples/containers.scap.gz";

    [Theory]
    [InlineData("no-such.scap: no such file", "no-such.scap")]
    [InlineData("README.md", "README.md")]
    [InlineData("did you mean connections?", Capture, "-v", "conections")]
    [InlineData("--list-views names them", Capture, "-v", "nothing_of_the_kind")]
    [InlineData("printed only: add -j", Capture, "-v", "dig")]
    [InlineData("printed only: add -j", Capture, "-v", "mesos_tasks")]
    [InlineData("did you mean proc.name?", Capture, "proc.nme=x")]
    [InlineData("did you mean proc.name?", Capture, "-j", "proc.nme=x")]
    [InlineData("the screens need a terminal", Capture)]
    [InlineData("the screens need a terminal", Capture, "-v", "docker_events")]
    public void What_is_wrong_is_said_first(string says, params string[] arguments)
    {
        var (code, output, errors) = Shell.Run(Repository.Root, "csysdig", ["--no-cache", .. arguments]);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(says, errors);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    [SkippableTheory]
    [InlineData(64), InlineData(72), InlineData(80), InlineData(96), InlineData(1024)]
    public void With_few_files_at_once_a_view_is_printed_whole_or_it_is_said_why_not(int files)
    {
        Skip.If(Shell.Find("bash") is null, "bash is not installed: csysdig with few open files was NOT tested");
        string[] arguments = ["--no-cache", "-r", Capture, "-v", "procs", "-j"];
        var whole = Shell.Run(Repository.Root, "csysdig", arguments);
        Assert.Equal(0, whole.ExitCode);
        // The native binary needs 5. Where .NET loads libraries as it goes, some are missing then.
        var (code, output, errors) = Shell.Run(Repository.Root, "bash", ["-c", $"ulimit -n {files}; exec csysdig \"$@\"", "csysdig", .. arguments]);
        if (code == 0)
            Assert.Equal(whole.Output, output);
        else
            Assert.NotEmpty(errors);
        Assert.True(code == 0 || files < 1024);
    }

    [Fact]
    public void Views_are_listed_to_be_read_and_as_json()
    {
        var read = Shell.Run(Repository.Root, "csysdig", "--list-views").Output;
        Assert.Matches("(?m)^  connections +Network connections", read);
        Assert.Matches("(?m)^  docker_events ", read);
        Assert.All(read.Split('\n'), line => Assert.InRange(line.Length, 0, 110));
        using var json = System.Text.Json.JsonDocument.Parse(Shell.Run(Repository.Root, "csysdig", "--list-views", "-j").Output);
        Assert.All(json.RootElement.EnumerateArray(), view => Assert.Contains($"\n  {view.GetProperty("id").GetString()} ", read));
    }
}
