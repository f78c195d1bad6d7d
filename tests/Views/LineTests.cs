using System.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Search;

namespace CSysdig.Tests.Views;

public sealed class LineTests
{
    readonly Line _line = new();

    [Fact]
    public void A_text_wider_than_its_box_ends_in_an_ellipsis()
    {
        _line.Reset(20);
        _line.Box(2, 6);
        _line.Write("connections");
        Assert.Equal("  conne…", _line.ToString());
    }

    [Fact]
    public void A_text_that_fits_exactly_is_not_cut()
    {
        _line.Reset(20);
        _line.Box(0, 4);
        _line.Write("perl");
        Assert.Equal("perl", _line.ToString());
    }

    [Fact]
    public void Wide_characters_take_two_cells_and_are_never_halved()
    {
        _line.Reset(5);
        _line.Box(0, 5);
        _line.Write("日本語"u8);
        Assert.Equal("日本…", _line.ToString());
        Assert.Equal("", _line.Glyph(1));
    }

    [Fact]
    public void Escapes_of_captured_bytes_have_a_style_of_their_own()
    {
        _line.Reset(20);
        _line.Write("a\x1b["u8, Style.Path);
        Assert.Equal("a\\x1b[", _line.ToString());
        Assert.Equal([Style.Path, Style.Escape, Style.Escape, Style.Escape, Style.Escape, Style.Path], Enumerable.Range(0, 6).Select(_line.StyleAt));
    }

    [Fact]
    public void A_search_marks_every_place_whatever_its_case()
    {
        _line.Reset(30);
        _line.Write("Perl and perl");
        SearchPattern.Of("PERL").Mark(_line);
        var marked = string.Concat(Enumerable.Range(0, 13).Select(i => (_line.StyleAt(i) & Style.Match) != 0 ? '^' : '.'));
        Assert.Equal("^^^^.....^^^^", marked);
    }

    [Fact]
    public void A_line_scrolled_sideways_leaves_out_its_beginning()
    {
        _line.Reset(10);
        _line.Skip(4);
        _line.Write(Encoding.UTF8.GetBytes("0123456789abcdefgh"));
        Assert.Equal("456789abc…", _line.ToString());
    }
}
