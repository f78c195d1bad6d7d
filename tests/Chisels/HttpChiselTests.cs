using System.Text;
using CSysdig.Chisels.Application;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Chisels;

public sealed class HttpChiselTests
{
    // What sysdig 0.29.3 prints of the sample.
    [Fact]
    public void The_downloads_of_the_attack_are_logged() => Assert.Equal("""
        2026-11-24 07:22:06.679994272 > method=GET url=198.51.100.7/l.tgz response_code=200 latency=34ms size=871B
        2026-11-24 07:22:10.623431713 > method=GET url=198.51.100.7/.sloboz.pdf response_code=200 latency=6ms size=3841B
        2026-11-24 07:22:19.710629951 > method=GET url=198.51.100.7/rk.tar response_code=200 latency=1ms size=215040B

        """, ChiselText.Of("httplog"));

    [Fact]
    public void The_largest_answers_come_first_when_asked_for()
    {
        var lines = ChiselText.Of("httptop", arguments: "bytes", containers: true).Split('\n');
        Assert.Equal("bytes               container           method              url                 ", lines[0]);
        Assert.Equal("210.00KB            host                GET                 198.51.100.7/rk.tar", lines[2]);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1..Host: a.b..Accept: x", "a.b")]
    [InlineData("GET / HTTP/1.1..Host: a....x", "a..")]
    [InlineData("GET / HTTP/1.1..Host: ....x..Host: b..", "....x")]
    [InlineData("GET / HTTP/1.1..Host: .. ..Host: b..", "b")]
    [InlineData("GET / HTTP/1.1..Host: cut", "")]
    public void The_host_ends_at_the_last_line_end_before_a_blank(string request, string host) =>
        Assert.Equal(host, Encoding.ASCII.GetString(HttpText.Host(Encoding.ASCII.GetBytes(request))));

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found..Content-Length: 12..", true, 404, 12)]
    [InlineData("xHTTP/ 1 HTTP/2 200", true, 200, 0)]
    [InlineData("HTTP/1.1 200 OK..Content-Length: 12", true, 200, 0)]
    [InlineData("HTTP/1.1 OK", false, 0, 0)]
    public void A_response_tells_status_and_length(string response, bool isOne, double status, double length)
    {
        Assert.Equal(isOne, HttpText.TryResponse(Encoding.ASCII.GetBytes(response), out var s, out var l));
        Assert.Equal((status, length), (s, l));
    }

    [Fact]
    public void A_request_begins_with_a_method_in_capitals() =>
        Assert.False(HttpText.TryRequest("get / HTTP/1.1"u8, out _, out _) || HttpText.TryRequest("GET "u8, out _, out _) || HttpText.TryRequest("GET"u8, out _, out _));
}
