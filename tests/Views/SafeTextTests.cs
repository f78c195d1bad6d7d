using System.Text;
using CSysdig.Model.Text;
using CSysdig.Views.Text;

namespace CSysdig.Tests.Views;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("\x1b[2J", "\\x1b[2J")]
    [InlineData("a\nb\tc\rd", "a\\x0ab\\x09c\\x0dd")]
    [InlineData("\x7f\0\a", "\\x7f\\x00\\x07")]
    [InlineData("\u009b31m", "\\xc2\\x9b31m")]
    [InlineData("\u202egnp.exe", "\\xe2\\x80\\xaegnp.exe")]
    [InlineData("a\u200bb\u2066c\ufeff", "a\\xe2\\x80\\x8bb\\xe2\\x81\\xa6c\\xef\\xbb\\xbf")]
    [InlineData("e\u0301", "e\\xcc\\x81")]
    [InlineData("\U0001f1e9", "\\xf0\\x9f\\x87\\xa9")]
    [InlineData("a\u00a0b\u3000c", "a\\xc2\\xa0b\\xe3\\x80\\x80c")]
    [InlineData("\u2028\u2029", "\\xe2\\x80\\xa8\\xe2\\x80\\xa9")]
    [InlineData("\\x1b \\xFF \\x5cx", "\\x5cx1b \\x5cxFF \\x5cx5cx")]
    [InlineData("\\x2d \\n \\ \\x \\xg0", "\\x2d \\n \\ \\x \\xg0")]
    [InlineData("größe 日本 Ελ", "größe 日本 Ελ")]
    public void Whatever_could_move_hide_reorder_or_join_is_shown_as_an_escape(string captured, string shown) =>
        Assert.Equal(shown, SafeText.ToString(Encoding.UTF8.GetBytes(captured)));

    /// <summary>Letters without ink: a name with one looks like a name without it.</summary>
    [Theory]
    [InlineData(0x115f)]
    [InlineData(0x1160)]
    [InlineData(0x17b4)]
    [InlineData(0x2800)]
    [InlineData(0x3164)]
    [InlineData(0xffa0)]
    [InlineData(0x180e)]
    [InlineData(0x034f)]
    [InlineData(0xe0041)]
    public void A_filler_is_no_glyph(int value)
    {
        var text = $"a{new Rune(value)}b";
        var escape = string.Concat(Encoding.UTF8.GetBytes(new Rune(value).ToString()).Select(b => $"\\x{b:x2}"));
        Assert.Equal($"a{escape}b", SafeText.ToString(Encoding.UTF8.GetBytes(text)));
        Assert.False(SafeText.IsPlain(new Rune(value)));
    }

    [Fact]
    public void Broken_utf8_is_shown_byte_by_byte() =>
        Assert.Equal("\\xffa\\xc3\\xe2\\x82b", SafeText.ToString([0xff, (byte)'a', 0xc3, 0xe2, 0x82, (byte)'b']));

    [Fact]
    public void No_two_texts_are_shown_as_one()
    {
        // Whatever looks like an escape, beside what it would be the escape of.
        byte[][] pieces = [@"\"u8.ToArray(), @"\x"u8.ToArray(), "5c"u8.ToArray(), "ff"u8.ToArray(), "x"u8.ToArray(), [0xff], "\n"u8.ToArray(), "0a"u8.ToArray(), "é"u8.ToArray(), [0xc3], [0xa9]];
        foreach (var terminal in (bool[])[false, true])
        {
            var shown = new Dictionary<string, string>();
            foreach (var one in pieces)
                foreach (var two in pieces)
                    foreach (var three in pieces)
                        foreach (var four in pieces)
                        {
                            byte[] text = [.. one, .. two, .. three, .. four];
                            var to = new Utf8Writer();
                            SafeText.Write(to, text, terminal);
                            var bytes = Convert.ToHexString(text);
                            Assert.Equal(bytes, shown.TryAdd(to.ToString(), bytes) ? bytes : shown[to.ToString()]);
                        }
        }
    }

    [Fact]
    public void Every_code_point_is_either_an_escape_in_ascii_or_one_or_two_cells_of_itself()
    {
        var bytes = new byte[4];
        var wrong = new List<string>();
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
                if (Cells.Of(text) is not (1 or 2))
                    wrong.Add($"{value:x}");
            }
        }
        Assert.Empty(string.Join(' ', wrong));
    }
}
