using System.Text.RegularExpressions;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>Rules on a machine that is watched.</summary>
public sealed class RuleTests
{
    [SkippableFact]
    public void A_match_is_printed_when_it_happens()
    {
        LiveMachine.Need();
        using var folder = new TemporaryFolder();
        var (file, rules) = (folder.File("marker"), folder.File("r.yaml"));
        File.WriteAllText(file, "content");
        File.WriteAllText(rules, $"- macro: opens\n  condition: evt.type in (open, openat) and fd.num >= 0\n- rule: R\n  desc: d\n  condition: opens and fd.name={file}\n  output: read by %proc.name (%fd.name)\n  priority: WARNING\n");
        using var reader = LiveMachine.Start("sh", "-c", $"while :; do read -r line < {file}; sleep 0.05; done");
        try
        {
            var (code, output, errors) = LiveMachine.Run(SysdigProgram.ExecutablePath, "-n", "1", "-M", "60", "-c", "falco", rules, $"evt.type in (open, openat) and fd.num>=0 and fd.name={file}");
            Assert.Equal((0, "sysdig: 1 match of 1 rule; 1 of 1 rules are enabled\n"), (code, errors));
            Assert.Matches($@"^\d\d:\d\d:\d\d\.\d{{9}}: Warning read by sh \({Regex.Escape(file)}\)\n$", output);
        }
        finally
        {
            reader.Kill(entireProcessTree: true);
        }
    }
}
