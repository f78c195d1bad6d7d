using CSysdig.Views.Layout;

namespace CSysdig.Tests.Views;

public sealed class ListPositionTests
{
    [Fact]
    public void The_selected_row_stays_on_the_screen_when_the_list_or_the_screen_shrinks()
    {
        var at = new ListPosition();
        at.Fit(100, 20);
        at.Select(60);
        Assert.Equal(41, at.Top);
        at.Fit(100, 5);
        Assert.InRange(at.Selected, at.Top, at.Top + 4);
        at.Fit(10, 5);
        Assert.Equal(9, at.Selected);
        at.Fit(0, 5);
        Assert.Equal((0, 0), (at.Selected, at.Top));
    }

    [Fact]
    public void A_row_that_moves_in_the_list_keeps_its_height_on_the_screen()
    {
        var at = new ListPosition();
        at.Fit(100, 20);
        at.Select(30);
        at.Scroll(5);
        var height = at.Selected - at.Top;
        at.SelectKeepingPlace(50);
        Assert.Equal((50, height), (at.Selected, at.Selected - at.Top));
    }

    [Fact]
    public void Scrolling_drags_the_selection_only_when_it_would_leave_the_screen()
    {
        var at = new ListPosition();
        at.Fit(100, 10);
        at.Select(5);
        at.Scroll(3);
        Assert.Equal((3, 5), (at.Top, at.Selected));
        at.Scroll(3);
        Assert.Equal((6, 6), (at.Top, at.Selected));
        at.Scroll(1000);
        Assert.Equal(90, at.Top);
    }

    /// <summary>Rows may be there before the screen has its height: what was looked for stands where it would have stood otherwise.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void A_line_that_is_revealed_has_surroundings_also_when_the_height_comes_later(int first)
    {
        var position = new ListPosition();
        position.Fit(1_000, first);
        position.Reveal(500);
        position.Fit(1_000, 30);
        Assert.Equal((500, 490), (position.Selected, position.Top));
        position.Fit(1_000, 20);
        Assert.Equal((500, 490), (position.Selected, position.Top));
    }
}
