using Terminal.Gui.Input;

namespace CSysdig.Views.Keys;

/// <summary>The key table with the keys that its user gave: which key asks for what.</summary>
public sealed class KeyMap
{
    readonly Dictionary<Key, KeyRow[]> _byKey;

    KeyMap(IReadOnlyList<KeyRow> rows)
    {
        Rows = rows;
        _byKey = rows.SelectMany(row => row.Keys, (row, name) => (row, key: KeyNames.TryParse(name, out var key) ? key : throw new ArgumentException($"no such key: {name}")))
            .GroupBy(pair => pair.key).ToDictionary(group => group.Key, group => group.Select(pair => pair.row).ToArray());
    }

    /// <summary>The keys of somebody who has given none.</summary>
    public static KeyMap Default { get; } = new(KeyTable.Rows);

    /// <summary>The actions that can be given keys.</summary>
    public static IReadOnlyList<(string Name, string Description)> Actions { get; } = [.. KeyTable.Rows.Where(row => row.Name.Length > 0).GroupBy(row => row.Name)
        .Select(rows => (rows.Key, string.Join(' ', rows.Select(row => row.Description).Distinct()))).OrderBy(action => action.Key, StringComparer.Ordinal)];

    public IReadOnlyList<KeyRow> Rows { get; }

    /// <summary>What a key asks for in a place; null when it means nothing there.</summary>
    public Act? Find(Key key, Places place)
    {
        if (!(IsTyped(place) && KeyNames.IsText(key)) && _byKey.TryGetValue(key, out var rows))
            foreach (var row in rows)
                if ((row.Places & place) != 0)
                    return row.Act;
        return null;
    }

    /// <summary>The rows that work in a place, in the table's order.</summary>
    public IEnumerable<KeyRow> In(Places place)
    {
        var rows = Rows.Where(row => (row.Places & place) != 0);
        if (IsTyped(place))
            rows = rows.Select(row => row with { Keys = [.. row.Keys.Where(name => !KeyNames.IsText(name))] });
        return rows.Where(row => row.Keys.Length > 0);
    }

    /// <summary>What letters do in the list of views, for help and documentation.</summary>
    public (string Keys, string Description) Typing =>
        ("letters", $"Narrow the list to the views with these letters in their names; {Of(Act.Back)} takes one back, {Of(Act.Cancel)} all.");

    /// <summary>The key of an act, for a sentence.</summary>
    public string Of(Act act) => Rows.First(row => row.Act == act && row.Keys.Length > 0).Keys[0];

    /// <summary>Why an act does nothing in a place; empty where there is nothing to say.</summary>
    public string IdleOf(Act act, Places place) => Rows.Where(row => row.Act == act).OrderByDescending(row => (row.Places & place) != 0).First().Idle;

    /// <summary>
    /// The same with other keys for an action, wherever it works. They are taken from the actions that have them by default, but not from those
    /// that were given them.
    /// </summary>
    /// <exception cref="KeyException">There is no such action or key, or a key is given twice.</exception>
    public KeyMap Bind(string name, IReadOnlyList<string> keys)
    {
        var names = keys.Select(key => KeyNames.TryParse(key, out var parsed) ? key.Length == 1 ? key : parsed.ToString()
            : throw new KeyException($"there is no key {key}; {KeyNames.Expected}")).ToArray();
        var bound = Rows.Where(row => row.Name == name && name.Length > 0).ToList();
        if (bound.Count == 0)
            throw new KeyException($"there is no action {name}; there are {string.Join(", ", Actions.Select(action => action.Name))}");
        if (names.Length == 0)
            throw new KeyException("expected a key or a list of keys");
        if (names.GroupBy(key => key).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new KeyException($"{twice.Key} is given twice");
        var places = bound.Aggregate(default(Places), (all, row) => all | row.Places);
        var rows = new List<KeyRow>();
        foreach (var row in Rows)
        {
            var taken = row.Name != name && (row.Places & places) != 0 ? row.Keys.Intersect(names).ToList() : [];
            if (taken.Count > 0 && row.IsGiven)
                throw new KeyException($"{taken[0]} is given to {row.Name} already");
            // Keys that an action has in some places more are gone with the others.
            if (row.Name == name && rows.Any(before => before.Name == name && (row.Places & ~before.Places) == 0))
                continue;
            rows.Add(row.Name == name ? row with { Keys = names, IsGiven = true } : taken.Count > 0 ? row with { Keys = [.. row.Keys.Except(taken)] } : row);
        }
        return new KeyMap(rows);
    }

    /// <summary>An action that has no key left in a place where it had one, or null.</summary>
    public string? Lost => Enum.GetValues<Places>().SelectMany(place => Default.In(place)
        .Where(row => !In(place).Any(mine => mine.Act == row.Act)).Select(row => $"{row.Name} has no key left{(IsTyped(place) ? " where letters are typed" : "")}")).FirstOrDefault();

    static bool IsTyped(Places place) => place is Places.Views or Places.Prompt;
}

/// <summary>Keys can't be given so; the message says why.</summary>
public sealed class KeyException(string message) : Exception(message);
