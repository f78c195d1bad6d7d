using System.Text;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Saving;

namespace CSysdig.Tests.Views.Saving;

/// <summary>Sessions for other programs.</summary>
public sealed class SessionsFileTests
{
    [Fact]
    public void Raw_has_a_line_for_each_behind_a_rule()
    {
        using var to = new MemoryStream();
        SessionsFile.WriteRaw(to, Honeypot.History);
        var lines = Encoding.UTF8.GetString(to.ToArray()).TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("alice 198.51.100.31 pts/1 sshd ", lines[1]);
        Assert.Contains(" 23.7M ", lines[2]);
    }
}
