using CSysdig.Capture.Remote;
using CSysdig.Capture.Scap;

namespace CSysdig.Tests.Capture.Remote;

public sealed class RemoteAddressTests
{
    [Theory]
    [InlineData("ssh://web1", "web1", null, "web1")]
    [InlineData("ssh://root@web1.example.org:2222", "root@web1.example.org", 2222, "root@web1.example.org:2222")]
    [InlineData("ssh://me@example.org@jump_host/", "me@example.org@jump_host", null, "me@example.org@jump_host")]
    [InlineData("ssh://root@[fe80::1%eth0]:65535", "root@fe80::1%eth0", 65535, "root@fe80::1%eth0:65535")]
    public void An_address_is_what_ssh_takes(string word, string destination, int? port, string name)
    {
        Assert.True(RemoteAddress.IsMeant(word));
        var address = RemoteAddress.Parse(word);
        Assert.Equal((destination, port, name), (address.Destination, address.Port, address.Name));
    }

    [Theory]
    [InlineData("ssh://")]
    [InlineData("ssh://-oProxyCommand=id")]
    [InlineData("ssh://-v@web1")]
    [InlineData("ssh://root@-v")]
    [InlineData("ssh://root@web1;id")]
    [InlineData("ssh://$(id)@web1")]
    [InlineData("ssh://web1 id")]
    [InlineData("ssh://web1\nid")]
    [InlineData("ssh://web1\n")]
    [InlineData("ssh://web1:0")]
    [InlineData("ssh://web1:65536")]
    [InlineData("ssh://web1:999999999999")]
    [InlineData("ssh://web1/folder")]
    public void What_could_be_anything_else_is_refused(string word) => Assert.Throws<CaptureException>(() => RemoteAddress.Parse(word));
}
