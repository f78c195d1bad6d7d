using CSysdig.Tests.TestKit;
using CSysdig.Views.Search;

namespace CSysdig.Tests.Views;

public sealed class SearchTests
{
    [Fact]
    public void A_regular_expression_is_searched_for_after_its_key()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("/").Type("sshd: .* [[]priv").WaitFor("0 hits");
        terminal.Press("Ctrl+R").WaitFor("Search by regex:").WaitFor("3 hits");
        terminal.Press("Enter", "n").WaitFor("3 hits: sshd: .* [[]priv");
    }

    [Fact]
    public void A_wrong_expression_says_where_and_stays_open()
    {
        using var terminal = Honeypot.Terminal();
        terminal.WaitFor("190 rows").Press("/", "Ctrl+R").Type("ab(").WaitFor("no regular expression: wrong at character 3");
        terminal.Press("Enter").WaitFor("Search by regex: ab(");
    }

    [Theory]
    [InlineData("(a{900}){900}")]
    [InlineData(@"(a)\1")]
    public void What_would_take_too_long_is_refused(string text)
    {
        Assert.Null(SearchPattern.OfRegex(text, out var message));
        Assert.NotEmpty(message);
    }

    [Fact]
    public void Places_are_found_whatever_their_case()
    {
        var pattern = SearchPattern.OfRegex("p.rl", out _)!;
        Assert.Equal((3, 4), pattern.Next("x. PERL", 0));
        Assert.Equal(-1, pattern.Next("x. PERL", 4).Start);
    }
}
