using CSysdig.Views.Drawing;
using CSysdig.Views.Frame;

namespace CSysdig.Tests.Views;

public sealed class BreadcrumbTests
{
    const string Long = "evt.type!=open and evt.type!=close and evt.type!=futex and proc.name contains httpd", Table = "sort: CPU ▼   190 rows";
    static readonly string[] s_table = ["Processes"];
    static readonly string[] s_deep = ["Processes", "/usr/local/apache/bin/httpd (32603)", "Connections", "203.0.113.7:50978->203.0.113.150:800", "Events"];

    [Theory]
    [InlineData(80, "", " Processes                                               sort: CPU ▼   190 rows")]
    [InlineData(80, "fd.type=ipv4", " Processes                        filter: fd.type=ipv4   sort: CPU ▼   190 rows")]
    [InlineData(80, Long, " Processes   filter: evt.type!=open a…e contains httpd   sort: CPU ▼   190 rows")]
    [InlineData(40, "", " Processes       sort: CPU ▼   190 rows")]
    [InlineData(40, "fd.type=ipv4", " Processes   fd.type=ipv4      190 rows")]
    [InlineData(40, Long, " Processes   evt.typ…s httpd   190 rows")]
    public void A_long_filter_loses_its_middle_and_the_count_stays(int width, string filter, string line) =>
        Assert.Equal(line, Of(width, s_table, filter, Table));

    [Theory]
    [InlineData(160, " Processes › /usr/local/apache/bin/httpd (32603) › Connections › 203.0.113.7:50978->203.0.113.150:800 › Events                           sort: CPU ▼   190 rows")]
    [InlineData(120, " … › /usr/local/ap…httpd (32603) › Connections › 203.0.113.7:50978->203.0.113.150:800 › Events   sort: CPU ▼   190 rows")]
    [InlineData(40, " … › Events      sort: CPU ▼   190 rows")]
    public void Of_a_long_way_the_nearest_steps_stay(int width, string line) => Assert.Equal(line, Of(width, s_deep, "", Table));

    // Whatever is left out, where one is and how much there is can be read.
    [Fact]
    public void At_every_width_the_last_step_and_the_count_stay_in_their_places()
    {
        foreach (var way in new[] { s_table, s_deep })
            foreach (var filter in new[] { "", "a=1", "fd.type=ipv4", Long, "日本語=日本語の長い長い名前 and proc.name=日本語" })
                for (var width = 40; width <= 200; width++)
                {
                    var line = Of(width, way, filter, Table);
                    Assert.EndsWith("   190 rows", line);
                    Assert.Contains(way[^1] + "  ", line);
                    Assert.True(filter.Length == 0 || line.Contains(filter[..1]) && line.Contains(filter[^1]), line);
                }
    }

    [Fact]
    public void Widths_without_room_for_anything_are_survived()
    {
        for (var width = 0; width < 40; width++)
            foreach (var way in new[] { s_table, s_deep })
                Of(width, way, Long, Table);
    }

    static string Of(int width, string[] way, string filter, string facts)
    {
        var line = new Line();
        line.Reset(width);
        Breadcrumb.Compose(way, filter, facts, waiting: null, line);
        return line.ToString();
    }
}
