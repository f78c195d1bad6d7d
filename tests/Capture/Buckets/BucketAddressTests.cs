using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;

namespace CSysdig.Tests.Capture.Buckets;

public sealed class BucketAddressTests
{
    [Theory]
    [InlineData("s3://logs/a/b.scap.zst", "logs", "a/b.scap.zst", false)]
    [InlineData("s3://logs/a/", "logs", "a/", true)]
    [InlineData("s3://logs", "logs", "", true)]
    [InlineData("s3://my.old_bucket-1/x y+z#1", "my.old_bucket-1", "x y+z#1", false)]
    [InlineData("s3://abc//x", "abc", "/x", false)]
    public void An_address_is_a_bucket_and_a_key(string word, string bucket, string key, bool isFolder)
    {
        var address = BucketAddress.Parse(word);
        Assert.Equal((bucket, key, isFolder), (address.Bucket, address.Key, address.IsFolder));
        Assert.Equal(isFolder, BucketAddress.IsFolderMeant(word));
    }

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3:///key")]
    [InlineData("s3://ab/key")]
    [InlineData("s3://a..b/key")]
    [InlineData("s3://-ab/key")]
    [InlineData("s3://a@b:80/key")]
    [InlineData("s3://abc/a/../b")]
    [InlineData("s3://abc/./b")]
    [InlineData("s3://abc/a\nb")]
    public void What_is_none_is_refused(string word) => Assert.Throws<CaptureException>(() => BucketAddress.Parse(word));

    [Fact]
    public void Names_and_keys_have_bounds()
    {
        Assert.Equal(63, BucketAddress.Parse("s3://" + new string('b', 63) + "/k").Bucket.Length);
        Assert.Throws<CaptureException>(() => BucketAddress.Parse("s3://" + new string('b', 64) + "/k"));
        Assert.Equal(1024, BucketAddress.Parse("s3://abc/" + new string('k', 1024)).Key.Length);
        Assert.Throws<CaptureException>(() => BucketAddress.Parse("s3://abc/" + new string('k', 1025)));
        Assert.Throws<CaptureException>(() => BucketAddress.Parse("s3://abc/" + new string('k', 1023) + "ö"));
    }
}
