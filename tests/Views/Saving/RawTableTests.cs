using System.Text;
using CSysdig.Model.Views;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Saving;

namespace CSysdig.Tests.Views.Saving;

public sealed class RawTableTests
{
    [Fact]
    public void A_view_is_a_rule_and_a_line_a_row_with_numbers_at_the_right()
    {
        var lines = Written("connections", "proc.pid=32603");
        Assert.Equal(4, lines.Length);
        Assert.Equal("----------------------", lines[0]);
        Assert.Contains("203.0.113.9       6667 ", string.Join('\n', lines));
        Assert.EndsWith("/usr/local/apache/bin/httpd -DSSL  ", lines[1]);
    }

    [Fact]
    public void A_list_of_events_is_one_too()
    {
        var lines = Written("spy_users", "");
        Assert.Contains(lines, line => line.Contains("./root nanana 2500"));
    }

    static string[] Written(string view, string filter)
    {
        using var output = new MemoryStream();
        RawTable.Write(output, Honeypot.History, ViewCatalog.Find(view)!, filter);
        return Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n');
    }
}
