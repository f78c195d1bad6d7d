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

    [SkippableFact]
    public void Events_of_types_that_no_rule_asks_for_are_not_taken()
    {
        LiveMachine.Need();
        using var folder = new TemporaryFolder();
        var (file, rules) = (folder.File("marker"), folder.File("r.yaml"));
        File.WriteAllText(file, "content");
        File.WriteAllText(rules, $"- macro: opens\n  condition: evt.type in (open, openat)\n- rule: R\n  desc: d\n  condition: opens and fd.name={file} or evt.type=symlink and proc.name=nobody\n  output: read by %proc.name (%fd.name)\n  priority: WARNING\n");
        using var reader = LiveMachine.Start("sh", "-c", $"while :; do read -r line < {file}; sleep 0.02; done");
        using var flood = LiveMachine.Start("sh", "-c", "dd if=/dev/zero of=/dev/null bs=1 count=2000000000 2>/dev/null");
        try
        {
            var (all, few) = (Taken("off"), Taken(""));
            // All opens are matched, and of the flood's reads and writes nothing is fetched.
            Assert.True(few < all / 10, $"{few} events were taken, and {all} without that");
        }
        finally
        {
            reader.Kill(entireProcessTree: true);
            flood.Kill(entireProcessTree: true);
        }

        long Taken(string filter)
        {
            var (code, output, errors) = LiveMachine.Run("env", $"CSYSDIG_KERNEL_FILTER={filter}", SysdigProgram.ExecutablePath, "-v", "-M", "2", "-c", "falco", rules);
            Assert.Equal(0, code);
            Assert.True(output.Split('\n').Count(line => line.EndsWith($"read by sh ({file})")) > 5, output);
            Assert.Equal(filter == "", errors.Contains("sysdig: decided in the kernel: the 3 event types that anything is asked of: open, openat, symlink\n"));
            return long.Parse(Regex.Match(errors, @"Driver Events:(\d+)").Groups[1].Value);
        }
    }
}
