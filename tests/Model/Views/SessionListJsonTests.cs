using System.Text;
using System.Text.Json;
using CSysdig.Model.Views.Json;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Views;

/// <summary>Sessions for other programs, as JSON.</summary>
public sealed class SessionListJsonTests
{
    [Fact]
    public void Json_has_a_session_a_line_in_the_order_of_time()
    {
        using var to = new MemoryStream();
        SessionListJson.Write(to, Honeypot.History);
        var lines = Encoding.UTF8.GetString(to.ToArray()).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["alice", "root"], lines.Select(line => line.GetProperty("user").GetString()));
        var attack = lines[1];
        Assert.Equal(("network", "203.0.113.66", "sshd", "pts/3"), (attack.GetProperty("kind").GetString(), attack.GetProperty("from").GetString(), attack.GetProperty("by").GetString(), attack.GetProperty("tty").GetString()));
        Assert.Equal((5, 24, 133, 0), (attack.GetProperty("failed_before").GetInt32(), attack.GetProperty("findings").GetInt32(), attack.GetProperty("commands").GetInt32(), attack.GetProperty("exit").GetInt32()));
        Assert.False(attack.GetProperty("open").GetBoolean());
        Assert.False(attack.TryGetProperty("idle", out _));
    }
}
