using System.Text;
using CSysdig.Model.Streams;

namespace CSysdig.Tests.Model.Streams;

public sealed class SafeNamesTests
{
    static string Place(string path) => new SafeNames().Place("written", Encoding.Latin1.GetBytes(path));

    [Theory]
    [InlineData("/usr/sbin/.shm/.sloboz.pdf", "written/usr/sbin/.shm/.sloboz.pdf")]
    [InlineData("/../../etc/passwd", "written/%2E%2E/%2E%2E/etc/passwd")]
    [InlineData("..", "written/%2E%2E")]
    [InlineData("/a/./b//c", "written/a/b/c")]
    [InlineData("/", "written/unnamed")]
    [InlineData("/tmp/a\nb\u001b[31m", "written/tmp/a\\x0ab\\x1b%5B31m")]
    [InlineData("/tmp/-rf", "written/tmp/%2Drf")]
    [InlineData("/tmp/100%", "written/tmp/100%25")]
    [InlineData("/tmp/dot.", "written/tmp/dot%2E")]
    [InlineData("C:\\evil", "written/C%3A%5Cevil")]
    [InlineData("/tmp/NUL.txt", "written/tmp/%4EUL.txt")]
    [InlineData("/tmp/com1", "written/tmp/%63om1")]
    [InlineData("/tmp/\u00e9", "written/tmp/\\xe9")]
    [InlineData("/tmp/\u00c3\u00a9", "written/tmp/\u00e9")]
    [InlineData("/tmp/\\xe9", "written/tmp/%5Cxe9")]
    [InlineData("/tmp/%E9", "written/tmp/%25E9")]
    [InlineData("/tmp/\u00e2\u0080\u00aex", "written/tmp/\\xe2\\x80\\xaex")]
    public void Every_name_has_a_plain_place_below_the_folder(string path, string place) => Assert.Equal(place, Place(path));

    [Fact]
    public void Names_that_differ_in_case_alone_do_not_meet()
    {
        var names = new SafeNames();
        Assert.Equal("read/tmp/a", names.Place("read", "/tmp/a"u8));
        Assert.Equal("read/tmp/A~2", names.Place("read", "/tmp/A"u8));
        Assert.Equal("read/tmp/a~3", names.Place("read", "/tmp/a"u8));
        Assert.Equal("read/tmp/x", names.Place("read", "/TMP/x"u8));
    }

    [Fact]
    public void A_file_and_a_folder_of_one_name_do_not_meet()
    {
        var names = new SafeNames();
        Assert.Equal("written/a", names.Place("written", "/a"u8));
        Assert.Equal("written/a~2/b", names.Place("written", "/a/b"u8));
        Assert.Equal("written/a~3", names.Place("written", "/a"u8));
        Assert.Equal("written/a~2/c", names.Place("written", "/a/c"u8));
    }

    [Fact]
    public void Long_and_deep_names_are_cut_and_stay_apart()
    {
        var one = Place("/" + new string('x', 300));
        var other = Place("/" + new string('x', 299) + "y");
        Assert.InRange(one.Length, 20, 130);
        Assert.NotEqual(one, other);
        var deep = Place(string.Concat(Enumerable.Repeat("/d", 2000)));
        Assert.InRange(deep.Length, 10, 130);
        Assert.InRange(Place("/" + new string('\u0001', 5000)).Length, 10, 130);
        var chinese = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\u4e2d", 300))));
        Assert.InRange(Encoding.UTF8.GetByteCount(Place("/" + chinese)), 20, 130);
        Assert.DoesNotContain('\uFFFD', Place("/" + chinese));
    }
}
