using System.Text;
using CSysdig.Model.Formats;
using CSysdig.Model.Text;

namespace CSysdig.Tests.Model.Formats;

/// <summary>Texts as JsonCpp quotes them.</summary>
public sealed class JsonTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\"b\\c/", "a\\\"b\\\\c/")]
    [InlineData("\b\f\n\r\t\u0001", "\\b\\f\\n\\r\\t\\u0001")]
    [InlineData("é €", "\\u00e9 \\u20ac")]
    [InlineData("😀", "\\ud83d\\ude00")]
    [InlineData("\u007f", "\u007f")]
    public void As_the_tools_write_them_texts_are_ascii(string text, string quoted) => Assert.Equal('"' + quoted + '"', Quote(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\"b\\c/", "a\\\"b\\\\c/")]
    [InlineData("\b\n\u0001", "\\b\\n\\u0001")]
    [InlineData("é €😀", "é €😀")]
    [InlineData("\u202ex\u0301\U000e0001", "\\u202ex\\u0301\\udb40\\udc01")]
    public void Otherwise_they_are_utf8_but_for_what_no_terminal_can_show(string text, string quoted) =>
        Assert.Equal('"' + quoted + '"', Quote(Encoding.UTF8.GetBytes(text), ascii: false));

    [Fact]
    public void What_is_no_utf8_takes_nothing_with_it() => Assert.Equal("\"\\ufffd\\\"b\"", Quote([0xc3, (byte)'"', (byte)'b'], ascii: false));

    [Fact]
    public void What_is_no_utf8_is_a_replacement_character()
    {
        Assert.Equal("\"\\ufffd\"", Quote([0xff]));
        Assert.Equal("\"a\\ufffd\"", Quote([(byte)'a', 0xc3]));
        Assert.Equal("\"\\ufffd\"", Quote([0xed, 0xa0, 0x80]));
        Assert.Equal("\"\\ufffd\"", Quote([0xe0, 0x80, 0xaf]));
        // A lead byte takes what follows it, whatever that is.
        Assert.Equal("\"\\u00e2b\"", Quote([0xc3, (byte)'"', (byte)'b']));
    }

    static string Quote(byte[] text, bool ascii = true)
    {
        var quoted = new Utf8Writer();
        JsonText.WriteQuoted(quoted, text, ascii);
        var inPlace = new Utf8Writer();
        inPlace.Write("before "u8);
        inPlace.Write(text);
        JsonText.QuoteFrom(inPlace, 7, ascii);
        Assert.Equal("before " + quoted, inPlace.ToString());
        return quoted.ToString();
    }
}
