using System.Text.Json;
using CSysdig.Capture.Events;
using CSysdig.Model.History;
using CSysdig.Model.Views;
using CSysdig.Model.Views.Json;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Views;

public sealed class ViewJsonTests(LoadedHistory loaded) : IClassFixture<LoadedHistory>
{
    [Fact]
    public void A_table_has_slices_rows_with_keys_a_count_and_what_it_is()
    {
        var last = Print("procs", new ViewJsonOptions { To = 100_000 });
        var rows = last.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(rows.Count, last.GetProperty("count").GetInt32());
        var httpd = rows.Single(r => r.GetProperty("k").GetString() == "32603");
        Assert.Equal("/usr/local/apache/bin/httpd -DSSL ", httpd.GetProperty("d")[9].GetString());
        Assert.Equal([5.0, 3.5, 2.333333], rows.Take(3).Select(r => Math.Round(r.GetProperty("d")[2].GetDouble(), 6)));
        Assert.Equal(14953092, httpd.GetProperty("d")[8].GetInt64());
        var info = last.GetProperty("info");
        Assert.Equal("proc.pid", info.GetProperty("drillDownKeyField").GetString());
        Assert.Equal(3, info.GetProperty("sortingCol").GetInt32());
        Assert.Equal(10, info.GetProperty("legend").GetArrayLength());
    }

    [Fact]
    public async Task A_table_says_of_what_time_its_rates_are()
    {
        var (first, last) = (loaded.Honeypot.FirstTimestamp, loaded.Honeypot.LastTimestamp);
        Assert.Equal((first, last), Stretch(""));
        Assert.Equal((first + 1000, last - 2000), Stretch($"evt.rawtime>={first + 1000} and evt.rawtime<={last - 2000}"));
        using var history = CaptureHistory.Open(Repository.Sample("containers.scap.gz"), new HistoryOptions { Following = new() { Compat = true } });
        await history.Completion;
        Assert.False(Print("procs", new ViewJsonOptions(), history).GetProperty("info").TryGetProperty("from", out _));

        (ulong, ulong) Stretch(string filter)
        {
            var info = Print("procs", new ViewJsonOptions { Filter = filter }).GetProperty("info");
            return (info.GetProperty("from").GetUInt64(), info.GetProperty("until").GetUInt64());
        }
    }

    [Fact]
    public void From_and_to_choose_rows()
    {
        var all = Print("files", new ViewJsonOptions { To = 100_000 }).GetProperty("data");
        var some = Print("files", new ViewJsonOptions { From = 2, To = 4 });
        Assert.Equal(3, some.GetProperty("count").GetInt32());
        Assert.Equal(all[2].GetRawText(), some.GetProperty("data")[0].GetRawText());
    }

    [Fact]
    public async Task Equal_rows_stand_in_csysdigs_order()
    {
        // The order is that of csysdig's tables, which come about as its state does.
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"), new HistoryOptions { Following = new() { Compat = true } });
        await history.Completion;
        var rows = Print("procs_errors", new ViewJsonOptions(), history).GetProperty("data").EnumerateArray().ToList();
        var quiet = rows.Where(r => r.GetProperty("d")[0].GetInt64() == 0).Select(r => r.GetProperty("k").GetString());
        Assert.Equal(["32587", "32270", "32586", "32718", "32584", "32582", "32575", "32758", "436", "32277"], quiet.Take(10));
    }

    [Fact]
    public void An_empty_view_has_no_data_and_still_says_what_it_is()
    {
        var last = Print("containers", new ViewJsonOptions { To = 100_000 });
        Assert.False(last.TryGetProperty("data", out _));
        Assert.Equal(0, last.GetProperty("count").GetInt32());
        Assert.Equal("container.id", last.GetProperty("info").GetProperty("drillDownKeyField").GetString());
    }

    [Fact]
    public void A_filter_template_names_the_place_of_the_key()
    {
        var info = Print("procs", new ViewJsonOptions { To = 1, Filter = "proc.name=bash" }).GetProperty("info");
        Assert.Equal("(proc.name=bash) and ((evt.type!=switch) and proc.pid=\"@#$f1CA^&;\")", info.GetProperty("filterTemplate").GetString());
    }

    [Fact]
    public void Echo_prints_who_moved_which_bytes()
    {
        using var output = new MemoryStream();
        EventJson.WriteEcho(output, loaded.Honeypot, new ViewJsonOptions { Filter = "fd.rport=6667" });
        using var document = JsonDocument.Parse(output.ToArray());
        var lines = document.RootElement.GetProperty("slices").EnumerateArray().SelectMany(s => s.GetProperty("data").EnumerateArray()).ToList();
        var order = lines.Single(l => l.GetProperty("v").GetString()!.Contains("@udp1"));
        Assert.Equal("<", order.GetProperty("d").GetString());
        Assert.Equal("4", order.GetProperty("ft").GetString());
        Assert.EndsWith(":6667)", order.GetProperty("f").GetString());
        Assert.Equal(lines.Count, document.RootElement.GetProperty("slices").EnumerateArray().Last().GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("evt.buffer contains nologin", 74)]
    [InlineData("evt.args contains nologin", 81)]
    public void A_filter_finds_a_text_anywhere_in_a_buffer(string filter, int events)
    {
        using var output = new MemoryStream();
        EventJson.WriteDig(output, loaded.Honeypot, new ViewJsonOptions { Filter = filter + " and evt.type=read" });
        using var document = JsonDocument.Parse(output.ToArray());
        Assert.Equal(events, document.RootElement.GetProperty("slices").EnumerateArray().Last().GetProperty("count").GetInt32());
    }

    [Fact]
    public void Every_view_prints_json_that_can_be_read()
    {
        foreach (var view in ViewCatalog.InJson(containers: false))
        {
            var info = Print(view.Id, new ViewJsonOptions { To = 3 }).GetProperty("info");
            Assert.Equal(view.WithTag("default").Shown.Count, info.GetProperty("legend").GetArrayLength());
        }
    }

    [Theory]
    [InlineData(2000, new[] { 100.0 }, new[] { 2001 })]
    [InlineData(2001, new[] { 100.0, 100 }, new[] { 2001, 1 })]
    [InlineData(8000, new[] { 25.01, 50.02, 75.04, 100 }, new[] { 2001, 2001, 2001, 1998 })]
    public async Task Dig_tells_at_each_slice_which_share_of_the_events_has_gone_by(int events, double[] shares, int[] lines)
    {
        var built = new ScapBuilder();
        for (var i = 0; i < events; i++)
            built.Event((EventCode)5, 1);
        using var history = CaptureHistory.Open(new MemoryStream(built.ToArray()));
        await history.Completion;
        using var output = new MemoryStream();
        EventJson.WriteDig(output, history, new ViewJsonOptions());
        using var document = JsonDocument.Parse(output.ToArray());
        var slices = document.RootElement.GetProperty("slices").EnumerateArray().ToList();
        Assert.Equal(shares, slices.Select(s => s.GetProperty("progress").GetDouble()));
        Assert.Equal(lines, slices.Select(s => s.GetProperty("data").GetArrayLength()));
    }

    JsonElement Print(string view, ViewJsonOptions options, CaptureHistory? history = null)
    {
        using var output = new MemoryStream();
        ViewJson.WriteView(output, history ?? loaded.Honeypot, ViewCatalog.FindInJson(view)!, options);
        using var document = JsonDocument.Parse(output.ToArray());
        return document.RootElement.GetProperty("slices").EnumerateArray().Last().Clone();
    }
}
