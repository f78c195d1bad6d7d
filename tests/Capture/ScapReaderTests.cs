using CSysdig.Capture.Scap;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture;

public sealed class ScapReaderTests
{
    [Fact]
    public void The_honeypot_capture_reads_to_its_end()
    {
        var tables = new RecordedTables();
        using var reader = ScapReader.Open(Repository.Sample("honeypot.scap.gz"), tables);
        long events = 0;
        while (reader.Next())
            Assert.Equal(++events, reader.Current.Number);
        Assert.Equal(148664, events);
        Assert.Null(reader.Losses.Message);
        Assert.Equal(0, reader.Losses.DamagedBlocks);
        Assert.Equal(["section", "end"], tables.Calls);
        Assert.Single(tables.Processes);
        Assert.Equal(reader.BytesTotal, reader.BytesRead);
    }
}
