using System.Text.Json;
using CSysdig.Chisels;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels;

/// <summary>The numbers are those that the chisel of sysdig 0.29.3 finds in the sample.</summary>
public sealed class SummaryChiselTests
{
    static readonly Lazy<JsonElement> s_whole = new(() => Data());

    static JsonElement Data(string arguments = "", string filter = "") =>
        JsonDocument.Parse(ChiselText.Of("wsysdig_summary", filter, arguments)).RootElement.GetProperty("slices").EnumerateArray().Last().GetProperty("data");

    static JsonElement Tile(JsonElement data, string name) =>
        data.GetProperty("metrics").EnumerateArray().Single(m => m.GetProperty("name").GetString() == name).GetProperty("data");

    [Theory]
    [InlineData("System Calls", 148664, 3846)]
    [InlineData("Executed Commands", 167, 9)]
    [InlineData("Deleted Files", 56, 11)]
    [InlineData("Net Bytes Out", 24913527, 2255800)]
    [InlineData("Running Processes", 83, 11)]
    public void Totals_and_peaks_are_those_of_the_original(string name, double total, double most)
    {
        var tile = Tile(s_whole.Value, name);
        Assert.Equal((total, most), (tile.GetProperty("tot").GetDouble(), tile.GetProperty("max").GetDouble()));
        Assert.Equal(400, tile.GetProperty("timeLine").GetArrayLength());
    }

    [Fact]
    public void Fewer_samples_hold_the_same_events()
    {
        var line = Tile(Data("50"), "System Calls").GetProperty("timeLine").EnumerateArray().ToList();
        Assert.Equal(50, line.Count);
        Assert.Equal(148664, line.Sum(s => s.GetProperty("v").GetDouble()));
    }

    [Fact]
    public void What_did_not_happen_is_left_out() =>
        Assert.DoesNotContain(Data(filter: "proc.name=perl").GetProperty("metrics").EnumerateArray(), m => m.GetProperty("name").GetString() == "HTTP Requests");

    [Theory]
    [InlineData(50, 1_000_000)]
    [InlineData(2000, 1_000_000)]
    public void Times_that_leap_back_and_forth_do_not_make_it_longer(int events, int most)
    {
        using var folder = new TemporaryFolder();
        var capture = new ScapBuilder();
        for (var i = 0; i < events; i++)
        {
            capture.Time += i % 2 == 0 ? 3_000_000_000UL : unchecked(0UL - 2_900_000_000UL);
            capture.Look(7);
        }
        File.WriteAllBytes(folder.File("zigzag"), capture.ToArray());
        Assert.InRange(SysdigProgram.Run("-r", folder.File("zigzag"), "-c", "wsysdig_summary").Output.Length, 1000, most);
    }

    [Fact]
    public void A_word_is_no_number_of_samples() => Assert.Throws<ChiselException>(() => ChiselText.Of("wsysdig_summary", arguments: "many"));
}
