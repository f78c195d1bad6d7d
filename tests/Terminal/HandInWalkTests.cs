using System.Text.Json;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>From the story to what one hands in, in the real program on a real terminal: the report, and the files and conversations themselves.</summary>
public sealed class HandInWalkTests : IDisposable
{
    const string Skipped = "tmux is not installed: report and extract were NOT walked through the real program";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void A_report_is_written_and_what_can_not_be_written_is_said(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = Story(width, height);
        foreach (var ending in (string[])["md", "html", "json", "csv", "jsonl"])
        {
            var file = _folder.File("r." + ending);
            Say(terminal, $"report {file}", "24 findings written to");
            Assert.True(new FileInfo(file).Length > 5000);
        }
        using (JsonDocument.Parse(File.ReadAllText(_folder.File("r.json"))))
        {
        }

        File.WriteAllText(_folder.File("r.md"), "mine");
        Refused(terminal, $"report {_folder.File("r.md")}", "exists; report! writes over it");
        Assert.Equal("mine", File.ReadAllText(_folder.File("r.md")));
        Say(terminal, $"report! {_folder.File("r.md")}", "24 findings written to");
        Assert.StartsWith("# Report on", File.ReadAllText(_folder.File("r.md")));
        Refused(terminal, $"report {_folder.File("r.txt")}", "expected a name ending in .md");
        Refused(terminal, "report", "expected a name ending in .md");
        Refused(terminal, $"report {_folder.Path}/", "expected a name ending in .md");
        Say(terminal, $"report {_folder.File("no/r.md")}", "can't be written: ");
        // Nobody makes files there, whoever runs this.
        Say(terminal, "report /sys/r.md", "/sys/r.md can't be written: ");
        // A disk that is full: what stands behind the name takes nothing.
        File.CreateSymbolicLink(_folder.File("f.md"), "/dev/full");
        Say(terminal, $"report! {_folder.File("f.md")}", "can't be written: ");
        // The screen is as it was.
        Page.See(terminal, page => page.Way("› Story").Fact("24 findings").Selected.Cell("ATT&CK", "T1110"));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void The_files_of_a_finding_are_written_and_no_others(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, Skipped);
        using var terminal = Story(width, height);
        terminal.Type("/ran a document").Press("Enter");
        Page.See(terminal, page => page.Place("1 hit: ran a document").Selected.Cell("ATT&CK", "T1036.008"));
        var to = _folder.File("bot");
        Say(terminal, $"extract {to}", " whole) written to ");
        var files = Files(to);
        Assert.Contains("read/usr/sbin/.shm/.sloboz.pdf", files);
        // Nothing of the session's connection, nor of what others did in it.
        Assert.DoesNotContain(files, f => f.StartsWith("streams/", StringComparison.Ordinal) || f.Contains("rk.tar"));
        Assert.Contains("\tscript of /usr/bin/perl\tPDF\t", File.ReadAllText(Path.Combine(to, "manifest.tsv")));

        Refused(terminal, $"extract {to}", "is not empty");
        Assert.Equal(files, Files(to));
        Refused(terminal, "extract /sys/out", "can't be written to");
        terminal.Press("Down", "Down");
        Page.See(terminal, page => page.Selected.Cell("ATT&CK", "T1071"));
        Say(terminal, $"extract {_folder.File("talk")}", "sides of conversations written to ");
        var talk = Files(_folder.File("talk")).Where(f => f.StartsWith("streams/", StringComparison.Ordinal)).ToList();
        Assert.Contains("@udp1 203.0.113.150 800 3", File.ReadAllText(Path.Combine(_folder.File("talk"), talk.Single(f => f.Contains("6667") && f.EndsWith("received")))));
        Assert.All(talk, f => Assert.Contains(".pid32603.", f));
        terminal.Press("Up", "Up");
        // From another screen it is that screen's selection.
        terminal.Press("Enter");
        Page.See(terminal, page => page.Way("› Dig"));
        Say(terminal, $"extract {_folder.File("none")}", "no bytes of its files and connections were captured");
        Assert.Equal(["manifest.tsv"], Files(_folder.File("none")));
        terminal.Press("q").WaitFor("exit 0");
    }

    static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    static TmuxDriver Story(int width, int height)
    {
        var terminal = new TmuxDriver(width, height, "-r", "samples/honeypot.scap.gz", "--no-cache");
        terminal.WaitFor("190 rows");
        terminal.Press("s").WaitFor("24 findings", "guessed a password");
        return terminal;
    }

    /// <summary>A command that is carried out.</summary>
    static void Say(TmuxDriver terminal, string command, string answer)
    {
        // The answer of the one before goes with the first key.
        terminal.Type($":{command}").Press("Enter").WaitFor(answer);
        terminal.Press("Left");
        terminal.WaitFor("no answer any more", screen => !screen.Any(line => line.Contains(answer)));
    }

    /// <summary>A command that is refused in its question.</summary>
    static void Refused(TmuxDriver terminal, string command, string why)
    {
        terminal.Type($":{command}").Press("Enter").WaitFor(why);
        terminal.Press("Escape");
        terminal.WaitFor("no question any more", screen => !screen.Any(line => line.Contains(why)));
    }
}
