using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>Containers of this machine on csysdig's screen: names and images while they live, and all of it when they are gone.</summary>
public sealed class ContainerScreenTests
{
    [SkippableFact]
    public void Two_containers_have_names_images_and_processes_and_stay_readable_after_their_end()
    {
        LiveMachine.Need("tmux", "podman", "runc", "busybox", "unshare", "tar");
        using var folder = new TemporaryFolder();
        // Short turns: what ran in the last four of them has to fit on the screen beside the shell.
        using var terminal = new TmuxDriver(160, 45, ["unshare", "-m", "--propagation", "private", "bash", Path.Combine(Repository.Root, "tests/Live/containers-screen.sh"), folder.Path, .. TmuxDriver.Program],
            ["-d", "500", "-v", "containers"]);
        var first = terminal.WaitFor("the elder, or that there can be none", screen => screen.Any(line => line.StartsWith("exit 77")) || Row(screen, "elder") is not null);
        Skip.If(first.Any(line => line.StartsWith("exit 77")), "SKIPPED, containers live are NOT tested: " + first[0]);
        try
        {
            Walk(terminal, folder, first);
        }
        finally
        {
            // The script clears away what it made; only then the folder can go.
            File.WriteAllText(folder.File("go"), "");
            terminal.Press("C-g", "q");
            LiveMachine.Await(() => terminal.Screen.Any(line => line.StartsWith("exit ")), seconds: 20);
        }
    }

    static void Walk(TmuxDriver terminal, TemporaryFolder folder, string[] first)
    {
        Assert.Matches(@" podman +localhost/quiet:7 +[0-9a-f]{12} +elder", Row(first, "elder"));

        File.WriteAllText(folder.File("come"), "");
        Assert.True(LiveMachine.Await(() => File.Exists(folder.File("came"))), "the second container does not come");
        var came = DateTime.UtcNow;
        Assert.Matches(@" podman +localhost/quiet:7 +[0-9a-f]{12} +younger", Row(terminal.WaitFor("the younger", screen => Row(screen, "younger") is not null), "younger"));
        Assert.InRange((DateTime.UtcNow - came).TotalSeconds, 0, 2 + 13);

        // Its processes, and what one of them reads and writes.
        // The row that was found stays the selected one, wherever it moves.
        terminal.Type("/younger").WaitFor("it is found", screen => screen.Any(line => line.Contains("1 hit")));
        terminal.Press("Enter", "Enter");
        terminal.WaitFor("its processes", screen => screen[2].Contains("younger") && screen.Any(line => line.Contains("/bin/sh -c")) && screen.Any(line => line.Contains("cat /proc/version") || line.Contains("sleep 0.2")));
        terminal.Press("BSpace").WaitFor("the containers again", screen => Row(screen, "younger") is not null);
        terminal.Press("F5").WaitFor("what it reads", screen => screen[2].Contains("› Echo") && screen.Any(line => line.Contains("[younger]")));
        terminal.Press("BSpace").WaitFor("the containers", screen => Row(screen, "elder") is not null && Row(screen, "younger") is not null);

        File.WriteAllText(folder.File("go"), "");
        Assert.True(LiveMachine.Await(() => File.Exists(folder.File("gone"))), "they do not end: " + File.ReadAllText(folder.File("others")));
        terminal.WaitFor("that they are gone", screen => Row(screen, "elder") is null && Row(screen, "younger") is null);
        var past = Past.Find(terminal, "the younger as it was", screen => Row(screen, "younger") is not null);
        Assert.Matches(@" podman +localhost/quiet:7 +[0-9a-f]{12} +younger", Row(past, "younger"));
        terminal.Press("q").WaitFor("exit 0");
    }

    static string? Row(string[] screen, string name) => screen.FirstOrDefault(line => line.TrimEnd().EndsWith(" " + name, StringComparison.Ordinal) && line.Contains("quiet"));
}
