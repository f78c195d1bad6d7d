using System.Text;
using CSysdig.Model.Filters;
using CSysdig.Model.History;
using Xunit.Abstractions;

namespace CSysdig.Tests.Chisels.Story.Attacks;

/// <summary>
/// A day of ordinary work that was recorded by record.sh, and cut in two (-w, evt.rawtime): packages, users, builds, configuration from afar, backups,
/// containers, cron.
/// </summary>
public sealed class DayTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("morning")]
    [InlineData("evening")]
    public async Task A_day_of_ordinary_work_tells_at_most_one_thing_and_that_lightly(string half)
    {
        var findings = (await Recorded.Story("day", $"{half}.scap.zst")).Groups.SelectMany(g => g.Findings).ToList();
        foreach (var finding in findings)
            output.WriteLine($"{(finding.IsGrave ? "! " : "  ")}{Recorded.KindOf(finding)}: {Encoding.UTF8.GetString(finding.Text)} by {Encoding.UTF8.GetString(finding.Comm)}");
        Assert.InRange(findings.Count, 0, 1);
        Assert.DoesNotContain(findings, f => f.IsGrave);
    }

    [Theory]
    [InlineData("apt-get"), InlineData("dpkg"), InlineData("useradd"), InlineData("gcc"), InlineData("make"), InlineData("logrotate"), InlineData("git"), InlineData("rsync"), InlineData("sftp-server")]
    [InlineData("tar"), InlineData("ssh"), InlineData("podman"), InlineData("cron"), InlineData("restic"), InlineData("pg_dump"), InlineData("python3"), InlineData("scp"), InlineData("strace"), InlineData("curl")]
    public void That_day_had(string program)
    {
        Assert.Contains((string[])["morning", "evening"], half => Has(Recorded.History("day", $"{half}.scap.zst"), program));

        static bool Has(CaptureHistory history, string program)
        {
            var filter = Filter.Parse($"evt.type in (execve, clone, clone3) and proc.name startswith {program}", history.State);
            var cursor = history.CreateCursor();
            return Enumerable.Range(0, (int)history.Count).Any(row => cursor.Load(row) && filter.Test(cursor.Event));
        }
    }
}
