using CSysdig.Views.Keys;
using Terminal.Gui.Input;

namespace CSysdig.Tests.Views;

public sealed class KeyTableTests
{
    static readonly Places[] AllPlaces = [Places.Table, Places.Echo, Places.Dig, Places.Inspector, Places.Picker, Places.Text, Places.Spectrogram];

    [Fact]
    public void A_key_means_one_thing_in_a_place()
    {
        foreach (var place in AllPlaces)
        {
            var twice = KeyTable.In(place).SelectMany(row => row.Keys).GroupBy(key => key).Where(group => group.Count() > 1).Select(group => group.Key);
            Assert.Empty(twice);
        }
    }

    [Fact]
    public void Every_function_key_has_a_plain_twin() =>
        Assert.All(KeyTable.Rows.Where(row => row.Keys.Any(IsFunctionKey)), row => Assert.Contains(row.Keys, key => !IsFunctionKey(key) && !key.Contains('+')));

    [Fact]
    public void Keys_are_found_as_the_terminal_sends_them()
    {
        Assert.Equal(Act.Bottom, KeyTable.Find(new Key('G'), Places.Table));
        Assert.Equal(Act.Top, KeyTable.Find(new Key('g'), Places.Table));
        Assert.Equal(Act.Filter, KeyTable.Find(new Key('\\'), Places.Table));
        Assert.Equal(Act.Search, KeyTable.Find(Key.F.WithCtrl, Places.Echo));
        Assert.Null(KeyTable.Find(Key.F9, Places.Echo));
    }

    [Fact]
    public void The_key_line_keeps_the_wanted_keys_when_it_is_narrow()
    {
        foreach (var place in AllPlaces)
            for (var width = 40; width <= 200; width += 10)
                Assert.True(KeyLine.Fit(place, _ => true, width).Sum(row => KeyTable.Display(row.Keys[0]).Length + row.Label.Length + 1) <= width);
        Assert.Contains(KeyLine.Fit(Places.Table, _ => true, 40), row => row.Act == Act.Help);
        Assert.Contains(KeyLine.Fit(Places.Table, _ => true, 40), row => row.Act == Act.Open);
    }

    static bool IsFunctionKey(string key) => key.Length > 1 && key[0] == 'F' && char.IsDigit(key[1]);
}
