using System.Text;
using System.Text.Json;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Saving;

namespace CSysdig.Tests.Views.Saving;

/// <summary>Sessions for other programs.</summary>
public sealed class SessionsFileTests
{
    [Fact]
    public void Json_has_a_session_a_line_in_the_order_of_time()
    {
        var lines = Written(to => SessionsFile.WriteJson(to, Honeypot.History)).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["alice", "root"], lines.Select(line => line.GetProperty("user").GetString()));
        var attack = lines[1];
        Assert.Equal(("network", "203.0.113.66", "sshd", "pts/3"), (attack.GetProperty("kind").GetString(), attack.GetProperty("from").GetString(), attack.GetProperty("by").GetString(), attack.GetProperty("tty").GetString()));
        Assert.Equal((5, 24, 133, 0), (attack.GetProperty("failed_before").GetInt32(), attack.GetProperty("findings").GetInt32(), attack.GetProperty("commands").GetInt32(), attack.GetProperty("exit").GetInt32()));
        Assert.False(attack.GetProperty("open").GetBoolean());
        Assert.False(attack.TryGetProperty("idle", out _));
    }

    [Fact]
    public void Raw_has_a_line_for_each_behind_a_rule()
    {
        var lines = Written(to => SessionsFile.WriteRaw(to, Honeypot.History)).TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("alice 198.51.100.31 pts/1 sshd ", lines[1]);
        Assert.Contains(" 23.7M ", lines[2]);
    }

    static string Written(Action<Stream> write)
    {
        using var to = new MemoryStream();
        write(to);
        return Encoding.UTF8.GetString(to.ToArray());
    }
}
