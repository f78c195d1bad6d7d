using CSysdig.Chisels;
using CSysdig.Chisels.Catalog;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels;

public sealed class TableChiselTests
{
    static string Run(string name, bool containers = false, bool json = false, params string[] arguments)
    {
        var chisel = ChiselCatalog.Find(name).Create(new ChiselSetup(arguments, containers, json, Terminal: false));
        using var stream = EventStream.Open(Repository.Sample("honeypot.scap.gz"));
        chisel.Begin(stream);
        var text = new Utf8Writer();
        while (stream.Next())
            chisel.Add(stream.Current, text);
        chisel.End(text);
        return text.ToString();
    }

    // What sysdig 0.29.3 prints of the sample.
    [Fact]
    public void Top_connections_begin_with_the_two_floods()
    {
        var lines = Run("topconns").Split('\n');
        Assert.Equal("Bytes               Proto               Conn                ", lines[0]);
        Assert.Equal(new string('-', 80), lines[1]);
        Assert.Equal("14.26M              udp                 198.51.100.20:37719->203.0.113.150:800", lines[2]);
        Assert.Equal("9.45M               udp                 198.51.100.20:55839->203.0.113.150:800", lines[3]);
    }

    [Fact]
    public void Containers_add_their_column() =>
        Assert.Contains("14.26M              host                udp                 198.51.100.20:37719->203.0.113.150:800", Run("topconns", containers: true));

    [Fact]
    public void Any_field_can_be_the_key() =>
        Assert.StartsWith("Bytes               fd.type             \n" + new string('-', 80) + "\n", Run("fdbytes_by", arguments: "fd.type"));

    [Fact]
    public void Every_login_shell_is_listed_once() => Assert.Equal("All shells:\n32480\n32486\n32501\n32505\n", Run("list_login_shells"));

    [Fact]
    public void Different_fds_are_counted() => Assert.StartsWith("file\t429\nipv4\t30\ndirectory\t29\n", Run("fdcount_by", arguments: "fd.type"));

    [Fact]
    public void Json_names_its_columns()
    {
        using var json = System.Text.Json.JsonDocument.Parse(Run("topprocs_net", json: true));
        Assert.Equal(14951039, json.RootElement.GetProperty("data")[0][2].GetDouble());
        Assert.Equal("evt.rawarg.res", json.RootElement.GetProperty("info")[2].GetProperty("name").GetString());
    }

    [Fact]
    public void A_misspelt_name_is_answered_with_the_nearest() =>
        Assert.Contains("topconns", Assert.Throws<ChiselException>(() => ChiselCatalog.Find("topcons")).Message);
}
