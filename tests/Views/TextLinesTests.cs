using System.Text;
using CSysdig.Model.Text;
using CSysdig.Views.Text;

namespace CSysdig.Tests.Views;

public sealed class TextLinesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one", new[] { "one" })]
    [InlineData("one\r\ntwo\n", new[] { "one", "two" })]
    [InlineData("\n\nx", new[] { "", "", "x" })]
    [InlineData("0123456789abcdef", new[] { "01234567", "89abcdef" })]
    [InlineData("01234567\nab", new[] { "01234567", "ab" })]
    [InlineData("日本語日本", new[] { "日本語日", "本" })]
    [InlineData("abcde\x01\x02", new[] { "abcde", "\\x01\\x02" })]
    public void Lines_break_at_newlines_and_at_the_width(string data, string[] lines)
    {
        var bytes = Encoding.UTF8.GetBytes(data);
        var starts = new List<int>();
        TextLines.Break(bytes, 8, starts);
        var shown = starts.Select((start, i) => SafeText.ToString(TextLines.Trim(bytes.AsSpan(start..(i + 1 < starts.Count ? starts[i + 1] : bytes.Length)))));
        Assert.Equal(lines, shown);
    }
}
