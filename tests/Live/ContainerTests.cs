using CSysdig.Tests.TestKit;
using Xunit.Abstractions;

namespace CSysdig.Tests.Live;

/// <summary>Podman's containers have their names and images: one that is there before, one that comes, one that lives for half a second.</summary>
public sealed class ContainerTests(ITestOutputHelper output)
{
    const int CannotRun = 77;

    /// <summary>The skip that .ci/run lets pass: some machines that tests run on do not allow containers in them.</summary>
    const string NoContainers = "SKIPPED, containers live are NOT tested: ";

    static readonly string s_script = Path.Combine(Repository.Root, "tests/Live/containers.sh");

    [SkippableFact]
    public void Names_and_images_stand_in_lines_in_lists_and_in_the_written_capture()
    {
        LiveMachine.Need("podman", "runc", "busybox", "unshare", "tar");
        using var folder = new TemporaryFolder();
        var (code, said, errors) = LiveMachine.Run("unshare", "-m", "--propagation", "private", "bash", s_script, folder.Path, SysdigProgram.ExecutablePath);
        Skip.If(code == CannotRun, NoContainers + said.Trim());
        Assert.True(code == 0, said + errors);

        foreach (var name in (string[])["elder", "younger", "brief"])
        {
            // What runc does before the program runs may come before the engine has answered; and what the program does first, on a busy machine.
            var (program, call, told) = name == "brief" ? ("sleep", "procexit", " procexit ") : ("cat", "execve", " < execve res=0 exe=/bin/cat ");
            Assert.Contains(File.ReadLines(folder.File("lines")), l => l.StartsWith($"{name}|localhost/quiet:7|", StringComparison.Ordinal) && l.EndsWith($"|{program}|{call}", StringComparison.Ordinal));
            Assert.Contains(File.ReadLines(folder.File("pc")), l => l.Contains($" {name} (", StringComparison.Ordinal) && l.Contains($" {program} (", StringComparison.Ordinal) && l.Contains(told, StringComparison.Ordinal));
            var read = LiveMachine.Run(SysdigProgram.ExecutablePath, "-r", folder.File("t.scap"), "-p", "%container.name|%container.image|%proc.name", $"container.name={name} and proc.name={program} and evt.type={call}");
            Assert.Contains($"{name}|localhost/quiet:7|{program}\n", read.Output);
        }
        foreach (var line in File.ReadLines(folder.File("lines")).Select(l => l.Split('|')).GroupBy(l => (Name: l[0], Id: l[2])))
            output.WriteLine($"{line.Key.Name} ({line.Key.Id}): {line.Count()} events");
        // As the original, it lists what there is and ends.
        foreach (var name in (string[])["elder", "younger"])
            Assert.Matches($@"(?m)^podman +localhost/quiet:7 +{name} +[0-9a-f]{{12}} *$", File.ReadAllText(folder.File("listed")));
    }
}
