using CSysdig.Capture.Buckets;

namespace CSysdig.Tests.Capture.Buckets;

public sealed class BucketListingTests
{
    const string Object = "<Contents><Key>a&amp;b&#x2F;&#99;.scap</Key><LastModified>2026-11-30T14:55:00.000Z</LastModified><ETag>&quot;x&quot;</ETag><Size>17</Size><Owner><ID>1</ID></Owner></Contents>";

    [Fact]
    public void A_listing_has_objects_and_may_go_on()
    {
        var listing = BucketListing.Parse($"<?xml version=\"1.0\"?>\n<ListBucketResult xmlns=\"x\">\n<Name>b</Name><IsTruncated>true</IsTruncated><NextContinuationToken>t=</NextContinuationToken>{Object}</ListBucketResult>");
        Assert.Equal(new BucketObject("a&b/c.scap", 17, new DateTime(2026, 11, 30, 14, 55, 0, DateTimeKind.Utc)), Assert.Single(listing.Objects));
        Assert.Equal("t=", listing.Next);
        Assert.Null(BucketListing.Parse("<ListBucketResult><IsTruncated>false</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>").Next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("<ListBucketResult>")]
    [InlineData("<ListBucketResult></ListBucketResult></x>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><ListBucketResult></ListBucketResult>")]
    [InlineData("<ListBucketResult><Contents><Key>&a;</Key><Size>1</Size></Contents></ListBucketResult>")]
    [InlineData("<ListBucketResult><Contents><Key>a</Key><Size>-1</Size><LastModified>2026-11-30T14:55:00Z</LastModified></Contents></ListBucketResult>")]
    [InlineData("<ListBucketResult><Contents><Key>a</Key><Size>99999999999999999999</Size><LastModified>2026-11-30T14:55:00Z</LastModified></Contents></ListBucketResult>")]
    [InlineData("<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>")]
    [InlineData("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>")]
    [InlineData("<ListBucketResult><Key>a")]
    [InlineData("<ListBucketResult><Key")]
    public void What_is_none_is_refused(string xml) => Assert.Throws<FormatException>(() => BucketListing.Parse(xml));

    [Fact]
    public void Elements_may_be_so_deep_and_no_deeper()
    {
        static string Nested(int depth) => $"<ListBucketResult>{string.Concat(Enumerable.Repeat("<a>", depth - 1))}{string.Concat(Enumerable.Repeat("</a>", depth - 1))}</ListBucketResult>";
        Assert.Empty(BucketListing.Parse(Nested(16)).Objects);
        Assert.Throws<FormatException>(() => BucketListing.Parse(Nested(17)));
    }
}
