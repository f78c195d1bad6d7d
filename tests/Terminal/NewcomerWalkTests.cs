using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>What somebody tries who does not know the program, on a terminal of the usual size.</summary>
public sealed partial class NewcomerWalkTests
{
    const int FirstRow = 4;

    [SkippableFact]
    public void From_view_to_view_and_back_out_of_what_is_empty()
    {
        using var terminal = Start(TmuxDriver.Program);
        terminal.WaitFor("190 rows");

        // The list tells which views are empty, and takes letters.
        terminal.Press("F2").WaitFor("type to narrow");
        terminal.WaitFor("the empty views dimmed, one after the other", _ => Look(terminal, "K8s Pods") != Look(terminal, "Connections"));
        Assert.Equal(Look(terminal, "Containers Errors"), Look(terminal, "K8s Pods"));
        Assert.Equal(Look(terminal, "Errors"), Look(terminal, "Connections"));
        terminal.Type("conn").WaitFor("two views", screen => screen[3].StartsWith(" View: conn") && screen[5].StartsWith(" New Connections ") && screen[^1].EndsWith("1/2"));
        terminal.Press("Enter").WaitFor("29 rows");

        // A command is run by what begins like no other, and the local port is there.
        terminal.Type(":").WaitFor("a question", screen => screen[^2].StartsWith(" :"));
        terminal.Type("co").Press("Enter").WaitFor("co may be connections, containers, containers_errors");
        terminal.Press("BSpace", "BSpace").Type("err").Press("Enter").WaitFor(" Errors ", "17 rows");
        terminal.Type(":conn").Press("Enter");
        var connections = terminal.WaitFor("29 rows");
        Assert.Matches(@" LPORT +RIP +RPORT .*BPS OUT▼", connections[FirstRow - 1]);
        Assert.Matches(@"^[ !]udp +37719 +203\.0\.113\.150 +800 ", connections[FirstRow]);

        // A sort shows its first row.
        terminal.Press("End").WaitFor("29/29");
        terminal.Press("I").WaitFor("the other order, from its top", screen => screen[2].Contains("sort: BPS OUT ▲") && Regex.IsMatch(screen[^1], @" 1/29$"));
        terminal.Press("I").WaitFor("sort: BPS OUT ▼");

        // What is empty says how to get out.
        terminal.Press("F4").Type("proc.name=nosuch").Press("Enter").WaitFor("A filter is on: c drops it, F4 changes it.");
        terminal.Press("c").WaitFor("29 rows", "37719");

        // From an event to its process.
        var events = terminal.Press("F6").WaitFor("an event", screen => screen[2].Contains("› Dig") && ProcessOfEvent().IsMatch(screen[3]));
        var process = ProcessOfEvent().Match(events[3]).Groups[1].Value;
        terminal.Press("P").WaitFor("its process", screen => screen[2].Contains("› Processes") && Counter().Match(screen[^1]) is { Success: true } at
            && screen[FirstRow - 1 + int.Parse(at.Groups[1].Value)].TrimStart(' ', '!', '*').StartsWith(process + " "));
        terminal.Press("BSpace").WaitFor("› Dig");
        terminal.Press("BSpace").WaitFor("29 rows");

        // Key line and help name the same keys.
        var labels = KeyLabel().Matches(terminal.Screen[^1]).Select(match => match.Value).ToList();
        Assert.True(labels.Count > 6, string.Join(' ', labels));
        var help = terminal.Resize(160, 60).Press("F1").WaitFor("a long help", screen => screen.Length == 60 && screen[2].Contains("› Help"));
        Assert.All(labels, label => Assert.Contains(help, line => line.Length > 15 && line[1..15].Split(' ').Contains(KeyOfLabel().Match(label).Value)));
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void Files_are_written_where_they_were_meant_to_be()
    {
        using var home = new TemporaryFolder();
        Directory.CreateDirectory(home.File("csysdig"));
        File.WriteAllText(home.File("csysdig/settings.toml"), "theme = \"light\"\n");
        using var terminal = Start(["env", $"HOME={home.Path}", $"XDG_CONFIG_HOME={home.Path}", .. TmuxDriver.Program]);
        terminal.WaitFor("190 rows");
        terminal.Type(":save ~/a.csv").Press("Enter").WaitFor("190 rows written to");
        Assert.True(File.Exists(home.File("a.csv")));
        terminal.Type(":screenshot ~/a.png").Press("Enter").WaitFor("expected a name ending in .svg or .txt");
        terminal.Press("C-g").Type(":screenshot ~/a.svg").Press("Enter").WaitFor("the screen written to");
        // The ground of the theme that the settings name.
        Assert.Contains("height=\"100%\" fill=\"#fbfbf8\"", File.ReadAllText(home.File("a.svg")));
        Assert.Equal(["a.csv", "a.svg"], home.Names);
        terminal.Press("q").WaitFor("exit 0");
    }

    static TmuxDriver Start(string[] program)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: a newcomer's walks were NOT tested");
        return new TmuxDriver(80, 24, program, ["samples/honeypot.scap.gz", "--no-cache"]);
    }

    /// <summary>How the name of a view is shown in the list: what the terminal was told before it.</summary>
    static string Look(TmuxDriver terminal, string name)
    {
        var row = Array.FindIndex(terminal.Screen, FirstRow - 1, line => line == " " + name || line.StartsWith($" {name}  ", StringComparison.Ordinal));
        var told = row < 0 ? "" : terminal.Row(row);
        return row < 0 ? $"{name} is not there" : told[..told.IndexOf(name, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"\((\d+)\) [<>] ")]
    private static partial Regex ProcessOfEvent();

    [GeneratedRegex(@" (\d+)/\d+$")]
    private static partial Regex Counter();

    [GeneratedRegex(@"(F\d+|Enter|[a-z/:])[A-Z][a-z]+")]
    private static partial Regex KeyLabel();

    [GeneratedRegex(@"^(F\d+|Enter|[a-z/:])")]
    private static partial Regex KeyOfLabel();
}
