using System.Text.RegularExpressions;
using CSysdig.Tests.Docs;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Keys;
using Terminal.Gui.Input;

namespace CSysdig.Tests.Views;

public sealed class KeyTableTests
{
    // Whatever place is added is looked at too.
    static readonly Places[] AllPlaces = [.. Enum.GetValues<Places>().Where(place => System.Numerics.BitOperations.IsPow2((int)place))];
    static readonly Places[] Screens = [.. AllPlaces.Where(place => place != Places.Prompt)];

    [Fact]
    public void A_key_means_one_thing_in_a_place()
    {
        foreach (var place in AllPlaces)
        {
            var twice = KeyMap.Default.In(place).SelectMany(row => row.Keys).GroupBy(key => key).Where(group => group.Count() > 1).Select(group => group.Key);
            Assert.Empty(twice);
        }
    }

    [Fact]
    public void Everywhere_is_every_screen()
    {
        Assert.Equal(13, AllPlaces.Length);
        Assert.Equal(Places.Everywhere, Screens.Aggregate((one, other) => one | other));
        Assert.All(Screens, place => Assert.Contains(KeyMap.Default.In(place), row => row.Act == Act.Quit));
        Assert.All(Enum.GetValues<Act>(), act => Assert.Contains(KeyMap.Default.Rows, row => row.Act == act));
    }

    [Fact]
    public void What_a_place_shows_is_what_it_finds()
    {
        foreach (var place in AllPlaces)
        {
            var shown = KeyMap.Default.In(place).SelectMany(row => row.Keys, (row, key) => (row.Act, Key: key.Length == 1 ? new Key(key[0]) : Key.TryParse(key, out var parsed) ? parsed : Key.Empty)).ToList();
            Assert.All(shown, one => Assert.Equal(one.Act, KeyMap.Default.Find(one.Key, place)));
            var others = KeyMap.Default.Rows.SelectMany(row => row.Keys).Where(name => name.Length == 1).Select(name => new Key(name[0])).Except(shown.Select(one => one.Key));
            Assert.All(others, key => Assert.Null(KeyMap.Default.Find(key, place)));
        }
    }

    [Fact]
    public void Where_letters_are_typed_no_letter_is_a_key()
    {
        for (var c = ' '; c <= '~'; c++)
            Assert.Null(KeyMap.Default.Find(new Key(c), Places.Views));
        Assert.Equal(Act.Quit, KeyMap.Default.Find(Key.F10, Places.Views));
        Assert.Equal(Act.Open, KeyMap.Default.Find(Key.Enter, Places.Views));
        Assert.Contains(KeyLine.Fit(KeyMap.Default, Places.Views, _ => true, 80), row => row.Act == Act.Quit && row.Keys[0] == "F10");
    }

    /// <summary>A key bound or looked for anywhere else would be missing in the help, the key line and the documentation.</summary>
    [Fact]
    public void No_source_knows_a_key_but_the_table()
    {
        var folder = Path.Combine(Repository.Root, "src", "Views");
        var knowing = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !path.StartsWith("obj/") && !path.StartsWith("bin/") && !path.StartsWith("Keys/"))
            .Where(path => Regex.IsMatch(File.ReadAllText(Path.Combine(folder, path)), @"\bKey\.(?!TryParse|Replace)[A-Z]|\bKeyCode\.|KeyBindings"))
            .ToList();
        // What a terminal sends for a key is no binding.
        Assert.Equal(["Tty/TerminalKeys.cs"], knowing);
    }

    [Fact]
    public void The_documentation_has_every_place_and_every_key()
    {
        var page = KeysPage.Markdown();
        foreach (var place in AllPlaces)
            foreach (var row in KeyMap.Default.In(place))
                Assert.Contains($" | {row.Description} |", page);
        Assert.Contains(KeyMap.Default.Typing.Description, page);
        // One chapter for each place but those where only the keys of all places work.
        Assert.Equal(AllPlaces.Count(place => KeyMap.Default.In(place).Any(row => (row.Places & Places.Everywhere) != Places.Everywhere && row.Act != Act.PageDown)),
            page.Split('\n').Count(line => line.StartsWith("## In ") || line.StartsWith("## Where ")));
    }

    [Fact]
    public void Every_function_key_has_a_plain_twin() =>
        Assert.All(KeyMap.Default.Rows.Where(row => row.Keys.Any(IsFunctionKey)), row => Assert.Contains(row.Keys, key => !IsFunctionKey(key) && !key.Contains('+')));

    [Fact]
    public void Keys_are_found_as_the_terminal_sends_them()
    {
        Assert.Equal(Act.Bottom, KeyMap.Default.Find(new Key('G'), Places.Table));
        Assert.Equal(Act.Top, KeyMap.Default.Find(new Key('g'), Places.Table));
        Assert.Equal(Act.Filter, KeyMap.Default.Find(new Key('\\'), Places.Table));
        Assert.Equal(Act.Search, KeyMap.Default.Find(Key.F.WithCtrl, Places.Echo));
        Assert.Null(KeyMap.Default.Find(Key.F9, Places.Echo));
    }

    [Fact]
    public void The_key_line_keeps_the_wanted_keys_when_it_is_narrow()
    {
        foreach (var place in AllPlaces)
            for (var width = 40; width <= 200; width += 10)
                Assert.True(KeyLine.Fit(KeyMap.Default, place, _ => true, width).Sum(row => KeyNames.Display(row.Keys[0]).Length + row.Label.Length + 1) <= width);
        Assert.Contains(KeyLine.Fit(KeyMap.Default, Places.Table, _ => true, 40), row => row.Act == Act.Help);
        Assert.Contains(KeyLine.Fit(KeyMap.Default, Places.Table, _ => true, 40), row => row.Act == Act.Open);
    }

    static bool IsFunctionKey(string key) => key.Length > 1 && key[0] == 'F' && char.IsDigit(key[1]);
}
