using CSysdig.Capture.Buckets;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture.Buckets;

/// <summary>By the examples that the description of the signature has.</summary>
public sealed class RequestSignatureTests
{
    static readonly AccessKeys s_keys = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);
    static readonly DateTime s_time = new(2013, 5, 24, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("/test.txt", "", "bytes=0-9", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("/", "lifecycle=", null, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("/", "max-keys=2&prefix=J", null, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void Requests_have_the_signatures_of_the_examples(string path, string query, string? range, string signature)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = "examplebucket.s3.amazonaws.com", ["x-amz-content-sha256"] = RequestSignature.Empty, ["x-amz-date"] = RequestSignature.Time(s_time),
        };
        if (range is not null)
            headers["range"] = range;
        Assert.EndsWith("Signature=" + signature, RequestSignature.Of(s_keys, "us-east-1", s_time, "GET", path, query, headers, RequestSignature.Empty));
    }

    [Fact]
    public void Names_are_escaped_as_they_are_signed()
    {
        Assert.Equal("a%20b/%2B%23%C3%B6%27~_.-", RequestSignature.Path("a b/+#ö'~_.-"));
        Assert.Equal("a=%2F&b=&list-type=2", RequestSignature.Query([("list-type", "2"), ("b", ""), ("a", "/")]));
    }

    [Theory]
    [InlineData("s3://captures/a b/+#ö'%2F~!(*)=&?;@", "")]
    [InlineData("s3://captures//twice//", "p&=/ü")]
    public async Task What_is_sent_is_what_was_signed(string place, string value)
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("400 No\nConnection: close\nContent-Length: 0"));
        var settings = BucketServer.Settings(server.Port);
        settings["AWS_SESSION_TOKEN"] = "to/ken==";
        using var client = new BucketClient(new BucketSettings(settings.GetValueOrDefault));
        var content = BucketContent.Of("bytes"u8.ToArray());
        await Assert.ThrowsAsync<BucketException>(() => client.Put(BucketAddress.Parse(place), content, value.Length == 0 ? [] : [("x", value), ("b", "")], default));
        var lines = Assert.Single(server.Heads).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var sent = lines[1..].Select(line => line.Split(": ", 2)).ToDictionary(h => h[0].ToLowerInvariant(), h => h[1]);
        var target = lines[0].Split(' ')[1].Split('?');
        var names = sent["authorization"].Split("SignedHeaders=")[1].Split(',')[0].Split(';');
        Assert.Equal(["host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"], names);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("bytes"u8)), sent["x-amz-content-sha256"]);
        var time = DateTime.ParseExact(sent["x-amz-date"], "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AdjustToUniversal | System.Globalization.DateTimeStyles.AssumeUniversal);
        var signed = new SortedDictionary<string, string>(names.ToDictionary(n => n, n => sent[n]), StringComparer.Ordinal);
        Assert.Equal(RequestSignature.Of(new AccessKeys(BucketServer.Id, BucketServer.Secret, null), "us-east-1", time, "PUT", target[0], target.Length > 1 ? target[1] : "", signed, content.Hash), sent["authorization"]);
    }

    [Fact]
    public void A_secret_is_in_no_text() => Assert.DoesNotContain("wJalr", $"{s_keys}");
}
