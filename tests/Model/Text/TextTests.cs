using System.Net;
using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Tests.Model;

public sealed class TextTests
{
    [Theory]
    [InlineData("/srv/", "a.txt", "/srv/a.txt", "/srv/a.txt")]
    [InlineData("/srv/", "./a//b/", "/srv/a/b", "/srv/a/b")]
    [InlineData("/srv/lab/", "../x", "/srv/x", "/srv/x")]
    [InlineData("/srv/", "../../../x", "/x", "/x")]
    [InlineData("/srv/", "..", "/", "/")]
    [InlineData("/srv/", ".", "/srv", "/srv")]
    [InlineData("/srv/", "/etc/./x", "/etc/x", "/etc/x")]
    [InlineData("/srv/", "a.d/b", "/srv/a.d/b", "/srv/a.d/b")]
    [InlineData("/srv/", "a./b", "/srv/ab", "/srv/a./b")]
    [InlineData("/srv/", "é\u0001", "/srv/...", "/srv/é\uFFFD")]
    [InlineData("", "a/b", "a/b", "a/b")]
    public void Where_the_tools_are_wanted_paths_are_joined_as_each_age_does(string directory, string path, string older, string newer)
    {
        Assert.Equal(older, Join(directory, path, utf8: false));
        Assert.Equal(newer, Join(directory, path, utf8: true));
    }

    [Theory]
    [InlineData("/srv/", "a.txt", "/srv/a.txt")]
    [InlineData("/srv", "./a//b/", "/srv/a/b")]
    [InlineData("/srv/lab/", "../x", "/srv/x")]
    [InlineData("/srv/", "../../../x", "/x")]
    [InlineData("/srv/", "..", "/")]
    [InlineData("/srv/", ".", "/srv")]
    [InlineData("/srv/", "", "/srv")]
    [InlineData("/", "a", "/a")]
    [InlineData("/", "", "/")]
    [InlineData("/srv/", "/etc/./x", "/etc/x")]
    [InlineData("/srv/", "a./b", "/srv/a./b")]
    [InlineData("/srv/", ".../b..", "/srv/.../b..")]
    [InlineData("/srv/", "..x/.x", "/srv/..x/.x")]
    [InlineData("/srv/", "é\u0001", "/srv/é\u0001")]
    [InlineData("/.../", "..", "/")]
    [InlineData("", "a/b", "a/b")]
    [InlineData("", "a/../../b", "../b")]
    [InlineData("<UNKNOWN>", "a/../../b", "<UNKNOWN>/../b")]
    [InlineData("./", "../b", "./../b")]
    public void Only_a_whole_dot_or_two_of_a_path_mean_something(string directory, string path, string joined) =>
        Assert.Equal(joined, Write(to => PathText.WriteAbsolute(to, Encoding.UTF8.GetBytes(directory), Encoding.UTF8.GetBytes(path))));

    [Theory]
    [InlineData(PathText.Longest, false)]
    [InlineData(PathText.Longest + 1, true)]
    public void A_path_that_no_call_takes_ends_in_a_hash_of_the_whole(int length, bool isBounded)
    {
        var path = "/" + new string('x', length - 1);
        var (one, other) = (Write(to => PathText.WriteAbsolute(to, default, Encoding.UTF8.GetBytes(path))), Write(to => PathText.WriteAbsolute(to, default, Encoding.UTF8.GetBytes(path[..^1] + "y"))));
        Assert.Equal(!isBounded, one == path);
        Assert.Equal(PathText.Longest, one.Length);
        Assert.NotEqual(one, other);
    }

    [Theory]
    [InlineData("::", "::")]
    [InlineData("::1", "::1")]
    [InlineData("2001:db8::1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1")]
    [InlineData("fe80::", "fe80::")]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.1")]
    [InlineData("::10.0.0.1", "::10.0.0.1")]
    [InlineData("1:0:0:2:0:0:0:3", "1:0:0:2::3")]
    [InlineData("10.20.30.255", "10.20.30.255")]
    public void Addresses_are_written_as_inet_ntop_writes_them(string address, string text)
    {
        var to = new Utf8Writer();
        AddressText.Write(to, IPAddress.Parse(address).GetAddressBytes());
        Assert.Equal(text, to.ToString());
    }

    [Fact]
    public void Older_captures_lose_what_is_not_ascii_and_newer_ones_what_cannot_be_shown()
    {
        var text = Encoding.UTF8.GetBytes("a\né\u0085\uFDD0😀b").Append((byte)0xff).Append((byte)0xe2).Append((byte)0x82).ToArray();
        Assert.Equal("ab", Write(to => CleanText.WriteStripped(to, text)));
        Assert.Equal("a\uFFFDé\uFFFD\uFFFD😀b\uFFFD\uFFFD", Write(to => CleanText.WriteReplaced(to, text)));
    }

    [Fact]
    public void A_terminal_gets_no_control_and_no_broken_byte()
    {
        var text = Encoding.UTF8.GetBytes("é\x1b[0m\n\t\u009b\u007f").Append((byte)0xc3).ToArray();
        Assert.Equal(@"xé\x1b[0m\x0a\x09\xc2\x9b\x7f\xc3", Write(to =>
        {
            to.Write('x');
            to.Write(text);
            SafeText.EscapeFrom(to, 1);
        }));
        Assert.Equal("é\\x1b[0m\n\t\\xc2\\x9b\\x7f\\xc3", Write(to =>
        {
            to.Write(text);
            SafeText.EscapeFrom(to, 0, keepLines: true);
        }));
    }

    [Fact]
    public void Errors_and_signals_have_the_names_of_the_kernel()
    {
        Assert.Equal("ENOENT", Encoding.ASCII.GetString(Errnos.Name(2)));
        Assert.Equal("ECONNREFUSED", Encoding.ASCII.GetString(Errnos.Name(111)));
        Assert.Equal("EIOCBRETRY", Encoding.ASCII.GetString(Errnos.Name(530)));
        Assert.Equal("", Encoding.ASCII.GetString(Errnos.Name(41)));
        Assert.Equal("", Encoding.ASCII.GetString(Errnos.Name(long.MinValue)));
        Assert.Equal("SIGKILL", Encoding.ASCII.GetString(SignalNames.Of(9)));
        Assert.Equal("SIGSYS", Encoding.ASCII.GetString(SignalNames.Of(31)));
        Assert.Equal("", Encoding.ASCII.GetString(SignalNames.Of(32)));
    }

    static string Join(string directory, string path, bool utf8) =>
        Write(to => ToolPaths.WriteAbsolute(to, Encoding.UTF8.GetBytes(directory), Encoding.UTF8.GetBytes(path), utf8));

    static string Write(Action<Utf8Writer> write)
    {
        var to = new Utf8Writer();
        write(to);
        return to.ToString();
    }
}
