using System.Text;
using CSysdig.Views.Text;

namespace CSysdig.Tests.Views;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("\x1b[2J", "\\x1b[2J")]
    [InlineData("a\nb\tc\rd", "a\\nb\\tc\\rd")]
    [InlineData("\x7f\0\a", "\\x7f\\0\\x07")]
    [InlineData("\u009b31m", "\\x9b31m")]
    [InlineData("\u202egnp.exe", "\\u202egnp.exe")]
    [InlineData("a\u200bb\u2066c\ufeff", "a\\u200bb\\u2066c\\ufeff")]
    [InlineData("e\u0301", "e\\u0301")]
    [InlineData("\U0001f1e9\U0001f1ea", "\\U0001f1e9\\U0001f1ea")]
    [InlineData("a\u00a0b\u3000c", "a\\xa0b\\u3000c")]
    [InlineData("\u2028\u2029", "\\u2028\\u2029")]
    [InlineData("größe 日本 Ελ", "größe 日本 Ελ")]
    public void Whatever_could_move_hide_reorder_or_join_is_shown_as_an_escape(string captured, string shown) =>
        Assert.Equal(shown, SafeText.ToString(Encoding.UTF8.GetBytes(captured)));

    [Fact]
    public void Broken_utf8_is_shown_byte_by_byte() =>
        Assert.Equal("\\xffa\\xc3\\xe2\\x82b", SafeText.ToString([0xff, (byte)'a', 0xc3, 0xe2, 0x82, (byte)'b']));

    [Fact]
    public void Every_code_point_is_either_an_escape_in_ascii_or_one_or_two_cells_of_itself()
    {
        var bytes = new byte[4];
        for (var value = 0; value <= 0x10ffff; value++)
        {
            if (!Rune.IsValid(value))
                continue;
            var rune = new Rune(value);
            var text = SafeText.Next(bytes.AsSpan(0, rune.EncodeToUtf8(bytes)), out var consumed, out var escaped);
            Assert.Equal(rune.Utf8SequenceLength, consumed);
            if (escaped)
                Assert.All(text, c => Assert.InRange(c, ' ', '~'));
            else
            {
                Assert.Equal(rune.ToString(), text);
                Assert.InRange(SafeText.Columns(text), 1, 2);
            }
        }
    }
}
