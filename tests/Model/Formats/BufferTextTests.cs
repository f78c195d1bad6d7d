using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Tests.Model.Formats;

public sealed class BufferTextTests
{
    [Theory]
    [InlineData(BufferStyle.Dots, "a\tb\u007f\n", "a.b..")]
    [InlineData(BufferStyle.Ascii, "one\r\ntwo\rthree\n\u0001four", "\none\ntwo\nthree\nfour")]
    [InlineData(BufferStyle.Ascii, "\nfirst", "\nfirst")]
    [InlineData(BufferStyle.Base64, "Testme", "VGVzdG1l")]
    [InlineData(BufferStyle.Base64, "g", "Zw==")]
    [InlineData(BufferStyle.Hex, "ab", "\n\t0x0000: 6162\n")]
    [InlineData(BufferStyle.Hex, "0123456789abcdefg", "\n\t0x0000: 3031 3233 3435 3637 3839 6162 6364 6566\n\t0x0010: 67\n")]
    public void Bytes_are_shown_in_each_way(BufferStyle style, string bytes, string shown) =>
        Assert.Equal(shown, Show(Encoding.Latin1.GetBytes(bytes), style));

    [Fact]
    public void The_text_beside_an_odd_last_byte_stands_two_to_the_left()
    {
        var row = new string(' ', 35);
        Assert.Equal("\n\t0x0000: 6162" + row + "  ab\n", Show("ab"u8, BufferStyle.HexAscii));
        Assert.Equal("\n\t0x0000: 61" + row + "  a\n", Show("a"u8, BufferStyle.HexAscii));
    }

    [Theory]
    [InlineData(BufferStyle.Dots)]
    [InlineData(BufferStyle.Ascii)]
    [InlineData(BufferStyle.Hex)]
    [InlineData(BufferStyle.HexAscii)]
    [InlineData(BufferStyle.Base64)]
    public void An_empty_buffer_is_shown_as_nothing(BufferStyle style) => Assert.Equal("", Show(default, style));

    [Fact]
    public void Offsets_grow_beyond_four_digits() =>
        Assert.Contains("\n\t0x10000: ", Show(new byte[0x10001], BufferStyle.Hex));

    static string Show(ReadOnlySpan<byte> bytes, BufferStyle style)
    {
        var to = new Utf8Writer();
        BufferText.Write(to, bytes, style);
        return to.ToString();
    }
}
