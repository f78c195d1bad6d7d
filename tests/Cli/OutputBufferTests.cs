using CSysdig.Capture.Live;
using CSysdig.Cli;

namespace CSysdig.Tests.Cli;

public sealed class OutputBufferTests
{
    [Fact]
    public void Lines_come_out_in_order_and_whole_however_many()
    {
        var stream = new MemoryStream();
        using (var output = new OutputBuffer(stream, eachLine: false))
        {
            for (var i = 0; i < 200_000; i++)
            {
                output.Text.Write((long)i);
                output.EndLine();
            }
        }
        var lines = System.Text.Encoding.ASCII.GetString(stream.ToArray()).Split('\n');
        Assert.Equal(200_001, lines.Length);
        Assert.Equal("123456", lines[123456]);
        Assert.Equal("199999", lines[199999]);
    }

    [Fact]
    public void A_line_is_out_at_once_where_each_is_to_be_seen()
    {
        var stream = new MemoryStream();
        using var output = new OutputBuffer(stream, eachLine: true);
        output.Text.Write("first"u8);
        output.EndLine();
        Assert.Equal("first\n", System.Text.Encoding.ASCII.GetString(stream.ToArray()));
    }

    [Fact]
    public void Output_that_fails_is_told_when_it_is_flushed_and_hides_nothing_worse()
    {
        using var output = new OutputBuffer(new Failing(), eachLine: true);
        output.Text.Write("first"u8);
        output.EndLine();
        Assert.True(output.IsClosed);
        Assert.Equal("no room", Assert.Throws<OutputException>(output.Flush).Message);
    }

    sealed class Failing : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new OutputException(28, "no room");
        public override void Write(byte[] buffer, int offset, int count) => throw new OutputException(28, "no room");
    }
}
