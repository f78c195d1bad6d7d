using CSysdig.Capture.Buckets;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.LoopbackServer;

namespace CSysdig.Tests.Capture.Buckets;

/// <summary>An object that is read from servers that fail, or mean harm.</summary>
public sealed class BucketStreamTests
{
    static readonly byte[] s_bytes = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31 >> 3))];

    [Fact]
    public void A_connection_that_is_cut_is_taken_up_where_it_ended()
    {
        using var server = new LoopbackServer((_, head) =>
        {
            var from = From(head);
            return Part(from, s_bytes.AsSpan(from, Math.Min(60_000, s_bytes.Length - from)));
        });
        Assert.Equal(s_bytes, ReadAll(server));
        Assert.Equal(["0", "60000", "120000", "180000"], server.Asked.Select(head => From(head).ToString()));
        Assert.DoesNotContain("if-match", server.Asked[0]);
        Assert.All(server.Asked[1..], head => Assert.Contains("if-match: \"v1\"", head));
    }

    [Fact]
    public void A_server_that_fails_for_a_while_is_asked_again()
    {
        using var server = new LoopbackServer((number, head) => number is 0 or 2 ? Answer("503 Slow Down\nConnection: close\nContent-Length: 0")
            : Part(From(head), s_bytes.AsSpan(From(head), Math.Min(150_000, s_bytes.Length - From(head)))));
        Assert.Equal(s_bytes, ReadAll(server));
    }

    [Theory]
    [InlineData("206 Partial\nETag: \"v2\"", "changed while it was read")]
    [InlineData("412 Precondition Failed\nETag: \"v2\"", "changed while it was read")]
    public void An_object_that_has_become_another_is_not_read_on(string second, string problem)
    {
        using var server = new LoopbackServer((number, head) => number == 0 ? Part(0, s_bytes.AsSpan(0, 1000))
            : Answer($"{second}\nConnection: close\nContent-Length: {s_bytes.Length - 1000}\nContent-Range: bytes 1000-{s_bytes.Length - 1}/{s_bytes.Length}", s_bytes.AsSpan(1000)));
        Assert.Contains(problem, Assert.Throws<BucketException>(() => ReadAll(server)).Message);
    }

    [Theory]
    [InlineData("301 Moved\nLocation: http://127.0.0.1:9/", "not gone to")]
    [InlineData("307 Moved\nLocation: http://127.0.0.1:9/\nx-amz-bucket-region: eu-west-1", "AWS_REGION=eu-west-1")]
    [InlineData("307 Moved\nLocation: http://127.0.0.1:9/\nx-amz-bucket-region: eu west;rm", "not gone to")]
    [InlineData("206 Partial\nContent-Range: bytes 5-9/10\nContent-Length: 5", "other bytes")]
    [InlineData("206 Partial\nContent-Range: bytes 0-4/10\nContent-Length: 5", "other bytes")]
    [InlineData("206 Partial\nContent-Length: 5", "other bytes")]
    [InlineData("200 OK\nTransfer-Encoding: chunked", "how long")]
    [InlineData("204 Nothing", "other bytes")]
    [InlineData("400 Bad\nContent-Length: 0", "answers 400")]
    public void What_does_not_answer_the_question_is_one_line(string head, string problem)
    {
        using var server = new LoopbackServer((_, _) => Answer(head + "\nConnection: close", "01234"u8));
        Assert.Contains(problem, Assert.Throws<BucketException>(() => ReadAll(server)).Message);
        Assert.Single(server.Asked);
    }

    [Fact]
    public void No_more_is_read_than_an_object_is_long()
    {
        using var server = new LoopbackServer(async (_, _, stream) =>
        {
            await stream.WriteAsync(Part(0, s_bytes));
            // Until who asked has gone.
            while (true)
                await stream.WriteAsync(s_bytes);
        });
        Assert.Equal(s_bytes, ReadAll(server));
    }

    [Fact]
    public void An_endless_reason_for_a_refusal_is_not_read_to_its_end()
    {
        using var server = new LoopbackServer(async (_, _, stream) =>
        {
            await stream.WriteAsync(Answer("403 No\nContent-Length: 9000000000\nConnection: close", "<Error><Code>AccessDenied</Code>"u8));
            while (true)
                await stream.WriteAsync(s_bytes);
        });
        Assert.Contains("answers 403", Assert.Throws<BucketException>(() => ReadAll(server)).Message);
    }

    [Fact]
    public void An_endless_listing_is_not_read_to_its_end()
    {
        using var server = new LoopbackServer(async (_, _, stream) =>
        {
            await stream.WriteAsync(Answer("200 OK\nConnection: close", "<ListBucketResult>"u8));
            while (true)
                await stream.WriteAsync(s_bytes);
        });
        Assert.Contains("more than 8 MiB", Assert.Throws<BucketException>(() => List(server, "s3://captures/")).Message);
    }

    [Fact]
    public void A_listing_of_other_objects_is_none()
    {
        var body = "<ListBucketResult>"u8.ToArray().Concat(new[] { "in/x", "in/deeper/x", "out/x", "../x" }.SelectMany(key =>
            System.Text.Encoding.ASCII.GetBytes($"<Contents><Key>{key}</Key><Size>1</Size><LastModified>2026-11-30T14:55:00Z</LastModified></Contents>"))).Concat("</ListBucketResult>"u8.ToArray()).ToArray();
        using var server = new LoopbackServer((_, _) => Answer($"200 OK\nConnection: close\nContent-Length: {body.Length}", body));
        Assert.Equal(["in/x"], List(server, "s3://captures/in/").Select(o => o.Key));
    }

    [Fact]
    public void A_listing_that_always_goes_on_ends()
    {
        var body = "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>again</NextContinuationToken></ListBucketResult>"u8.ToArray();
        using var server = new LoopbackServer((_, _) => Answer($"200 OK\nConnection: close\nContent-Length: {body.Length}", body));
        Assert.Contains("too many", Assert.Throws<BucketException>(() => List(server, "s3://captures/")).Message);
        Assert.Equal(1000, server.Asked.Length);
    }

    static byte[] Part(int from, ReadOnlySpan<byte> bytes) =>
        Answer($"206 Partial Content\nETag: \"v1\"\nConnection: close\nContent-Length: {s_bytes.Length - from}\nContent-Range: bytes {from}-{s_bytes.Length - 1}/{s_bytes.Length}", bytes);

    static int From(string head) => int.Parse(head[(head.IndexOf("range: bytes=") + 13)..].Split('-')[0]);

    static byte[] ReadAll(LoopbackServer server)
    {
        using var client = new BucketClient(new BucketSettings(BucketServer.Settings(server.Port).GetValueOrDefault));
        using var stream = BucketStream.Open(client, BucketAddress.Parse("s3://captures/x.scap"));
        var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    static List<BucketObject> List(LoopbackServer server, string address)
    {
        using var client = new BucketClient(new BucketSettings(BucketServer.Settings(server.Port).GetValueOrDefault));
        return client.List(BucketAddress.Parse(address), default).GetAwaiter().GetResult();
    }
}
