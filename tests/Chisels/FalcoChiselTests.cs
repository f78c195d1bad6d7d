using System.Text.Json;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels;

/// <summary>Matches of rules are printed as Falco prints them.</summary>
public sealed class FalcoChiselTests
{
    const string Capture = "samples/honeypot.scap.gz";

    const string Rules = """
        - macro: reads_passwords
          condition: evt.type in (open, openat) and evt.is_open_read=true and fd.num>=0 and fd.name=/etc/shadow
        - rule: Passwords read
          desc: Somebody reads the hashes of passwords.
          condition: reads_passwords and proc.name=cat and evt.dir=<
          output: >
            Passwords read by %proc.name
            (file=%fd.name parent=%proc.pname image=%container.image.repository)
          priority: WARNING
          tags: [host, mitre_credential_access, T1003.008]
        - rule: Off
          desc: Not enabled.
          condition: evt.num=43960
          output: event %evt.num is %evt.type
          priority: info
          enabled: false

        """;

    [Fact]
    public void A_match_is_a_line_with_time_priority_and_output()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("r.yaml"), Rules);
        var result = SysdigProgram.Run("-r", Capture, "-c", "falco", folder.File("r.yaml"));
        Assert.Equal((0, "07:22:24.002713340: Warning Passwords read by cat (file=/etc/shadow parent=bash image=<NA>)\n"), (result.ExitCode, result.Output));
        Assert.Equal("sysdig: 1 match of 1 rule; 1 of 2 rules are enabled\n", result.Errors);
    }

    [Fact]
    public void Files_are_one_word_or_several_and_rules_are_switched_behind_them()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("r.yaml"), Rules);
        File.WriteAllText(folder.File("mine.yaml"), "- rule: Passwords read\n  priority: CRITICAL\n  override: {priority: replace}\n");
        var words = SysdigProgram.Run("-r", Capture, "-c", "falco", folder.File("r.yaml"), folder.File("mine.yaml"), "enable=of*", "evt.num<50000");
        Assert.StartsWith("07:22:05.", words.Output);
        Assert.Contains(": Informational event 43960 is ", words.Output);
        Assert.Single(words.Output.TrimEnd('\n').Split('\n'));
        var one = SysdigProgram.Run("-r", Capture, "-c", "falco", $"{folder.File("r.yaml")} {folder.File("mine.yaml")} disable=off");
        Assert.Contains("Critical Passwords read", one.Output);
    }

    [Fact]
    public void Json_has_the_members_that_Falcos_has()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("r.yaml"), Rules);
        using var json = JsonDocument.Parse(SysdigProgram.Run("-r", Capture, "-j", "-c", "falco", folder.File("r.yaml")).Output);
        var match = json.RootElement;
        Assert.Equal(["output", "output_fields", "priority", "rule", "source", "tags", "time"], match.EnumerateObject().Select(m => m.Name).Where(n => n != "hostname"));
        Assert.StartsWith("07:22:24.002713340: Warning Passwords read by cat", match.GetProperty("output").GetString());
        Assert.Equal(["Warning", "Passwords read", "syscall", "2026-11-24T07:22:24.002713340Z"], new[] { "priority", "rule", "source", "time" }.Select(n => match.GetProperty(n).GetString()));
        Assert.Equal(["T1003.008", "host", "mitre_credential_access"], match.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
        var fields = match.GetProperty("output_fields");
        Assert.Equal("/etc/shadow", fields.GetProperty("fd.name").GetString());
        Assert.Equal(1795504944002713340, fields.GetProperty("evt.time").GetInt64());
        Assert.Equal(JsonValueKind.Null, fields.GetProperty("container.image.repository").ValueKind);
    }

    [Theory]
    [InlineData("-c", "falco")]
    [InlineData("-c", "story", "--rules")]
    public void A_wrong_file_gets_one_line_with_its_place(params string[] option)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("r.yaml");
        File.WriteAllText(file, Rules.Replace("proc.name=cat", "proc.nme=cat"));
        var result = SysdigProgram.Run(["-r", Capture, .. option, file]);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal($"sysdig: {file}:5:34: the condition of rule Passwords read is wrong: there is no field proc.nme; did you mean proc.name?\n", result.Errors);
        Assert.Equal(1, SysdigProgram.Run(["-r", Capture, .. option, folder.File("none.yaml")]).ExitCode);
    }

    [Fact]
    public void Rules_without_a_story_are_refused()
    {
        var result = SysdigProgram.Run("-r", Capture, "--rules", "r.yaml");
        Assert.Equal((1, "sysdig: --rules adds rules to the story: -c story --rules FILE; what they match is printed by -c falco FILE\n"), (result.ExitCode, result.Errors));
    }
}
