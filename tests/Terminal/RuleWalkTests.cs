using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Terminal;

/// <summary>Rules of the user's on the screens of the real program.</summary>
public sealed class RuleWalkTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData(80, 24)]
    [InlineData(160, 45)]
    public void A_match_stands_in_the_story_and_Enter_leads_to_its_events(int width, int height)
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: rules were NOT walked through the real program");
        var rules = _folder.File("r.yaml");
        File.WriteAllText(rules, """
            - rule: Hidden folder among programs
              desc: Nobody keeps one there.
              condition: evt.type in (mkdir, mkdirat) and evt.dir=< and evt.arg.path contains ".shm"
              output: "%evt.args"
              priority: CRITICAL
              tags: [T1564.001]
            """);
        using var terminal = new TmuxDriver(width, height, "-r", Repository.Sample("honeypot.scap.gz"), "--no-cache", "-v", "story", "--rules", rules);
        terminal.WaitFor("Hidden folder among programs");
        terminal.Type("/among").Press("Enter").WaitFor("the selected finding", screen => screen.Any(l => l.Contains("Critical, by a rule of your files: Nobody keeps one there.")));
        terminal.Press("Enter").WaitFor("1 event", "mkdir (32541) < mkdir");
        terminal.Press("q").WaitFor("exit 0");
    }

    [SkippableFact]
    public void A_wrong_file_is_told_before_anything_is_opened()
    {
        Skip.IfNot(TmuxDriver.IsAvailable, "tmux is not installed: rules were NOT walked through the real program");
        var rules = _folder.File("r.yaml");
        File.WriteAllText(rules, "- macro: m\n  condition: proc.nme=x\n");
        using var terminal = new TmuxDriver(200, 24, "-r", Repository.Sample("honeypot.scap.gz"), "--rules", rules);
        terminal.WaitFor($"csysdig: {rules}:2:14: the condition of macro m is wrong: there is no field proc.nme; did you mean proc.name?", "exit 1");
    }
}
