using CSysdig.Capture.Compression;
using CSysdig.Cli;
using CSysdig.Cli.Writing;

namespace CSysdig.Tests.Cli.Writing;

public sealed class WritingOptionsTests
{
    static WritingOptions Parse(string line) => SysdigOptions.Parse(line.Split(' ')).Writing;

    [Theory]
    [InlineData("-r a -w b", CaptureCompression.None)]
    [InlineData("-r a -w b.gz", CaptureCompression.Gzip)]
    [InlineData("-r a -w b.scap.zst", CaptureCompression.Zstd)]
    [InlineData("-r a -w b -z", CaptureCompression.Gzip)]
    [InlineData("-r a -z -w b.zst", CaptureCompression.Zstd)]
    [InlineData("-r a -w b --compress", CaptureCompression.Gzip)]
    [InlineData("-r a -w b --compress zstd", CaptureCompression.Zstd)]
    [InlineData("-r a -w b --compress=zstd", CaptureCompression.Zstd)]
    [InlineData("-r a -w b.gz --compress none", CaptureCompression.None)]
    [InlineData("-r a -w b.gz --compress zstd proc.name=x", CaptureCompression.Zstd)]
    public void Compression_is_named_or_follows_from_the_file_s_name(string line, CaptureCompression expected) =>
        Assert.Equal(expected, Parse(line).Compression);

    [Fact]
    public void A_filter_behind_compress_is_no_compression()
    {
        var options = SysdigOptions.Parse("-r a -w b --compress evt.type=read".Split(' '));
        Assert.Equal(("evt.type=read", CaptureCompression.Gzip), (options.Filter, options.Writing.Compression));
    }

    [Theory]
    [InlineData("-r a -w b -C 0", "-C needs")]
    [InlineData("-r a -w b -C x", "-C needs")]
    [InlineData("-r a -w b -G -1", "-G needs")]
    [InlineData("-r a -w b -e 0", "-e needs")]
    [InlineData("-r a -w b -W 0", "-W needs")]
    [InlineData("-r a -w b -s many", "-s needs")]
    [InlineData("-r a -w b --compress=lzma", "--compress knows")]
    [InlineData("-r a -w b --filter-proclist", "--filter-proclist needs a filter")]
    [InlineData("-r - -w b --filter-proclist proc.name=x", "standard input can't give")]
    [InlineData("-r a -w - -C 1", "need a file name")]
    [InlineData("-r a.scap -w ./a.scap", "the same file")]
    public void What_can_t_be_done_is_said(string line, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Parse(line)).Message);
}
