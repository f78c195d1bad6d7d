using CSysdig.Views.Layout;

namespace CSysdig.Tests.Views;

public sealed class ColumnLayoutTests
{
    static readonly ColumnWish[] Wishes = [new(6, 0, false, 6, 6), new(8, 9, false, 8, 8), new(8, 5, false, 8, 8), new(10, 0, true, 4, 10)];

    [Fact]
    public void A_wide_screen_shows_all_columns_and_the_flexible_one_takes_the_rest()
    {
        var places = ColumnLayout.Place(Wishes, 80);
        Assert.Equal([(0, 1, 6), (1, 8, 8), (2, 17, 8), (3, 26, 54)], places.Select(p => (p.Column, p.Start, p.Width)));
    }

    [Fact]
    public void A_narrow_screen_does_without_the_least_wanted() =>
        Assert.Equal([0, 2, 3], ColumnLayout.Place(Wishes, 30).Select(p => p.Column));

    [Fact]
    public void What_a_view_is_about_gives_way_only_when_the_flexible_column_has_its_least_width()
    {
        ColumnWish[] wishes = [new(6, 0, false, 6, 6), new(8, 1, false, 8, 8), new(10, 0, true, 4, 10)];
        Assert.Equal([(0, 6), (1, 8), (2, 4)], ColumnLayout.Place(wishes, 21).Select(p => (p.Column, p.Width)));
        Assert.Equal([0, 2], ColumnLayout.Place(wishes, 20).Select(p => p.Column));
    }

    [Fact]
    public void The_key_columns_stay_however_narrow_it_is()
    {
        var places = ColumnLayout.Place(Wishes, 12);
        Assert.Equal([0, 3], places.Select(p => p.Column));
        Assert.Equal(12, places[^1].Start + places[^1].Width);
    }

    [Fact]
    public void A_column_that_is_to_spare_has_a_place_when_the_flexible_one_has_plenty()
    {
        ColumnWish[] wishes = [new(6, 0, false, 6, 6), new(8, ColumnLayout.SpareRank, false, 8, 8), new(10, 0, true, 4, 20)];
        Assert.Equal([0, 2], ColumnLayout.Place(wishes, 36).Select(p => p.Column));
        Assert.Equal([0, 1, 2], ColumnLayout.Place(wishes, 37).Select(p => p.Column));
    }
}
