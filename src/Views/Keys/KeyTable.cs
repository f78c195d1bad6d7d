using Terminal.Gui.Input;

namespace CSysdig.Views.Keys;

/// <summary>
/// Every key: what the program binds, what its last line and its help show, and what the documentation prints.
/// Every function key has a plain twin, since terminals and window managers swallow function keys.
/// </summary>
public static class KeyTable
{
    public static IReadOnlyList<KeyRow> Rows { get; } =
    [
        new(Act.Help, Places.Everywhere, ["F1", "?"], "Help", 1, "Show the keys that work here."),
        new(Act.Open, Places.Table, ["Enter"], "Open", 0, "Step into the selected row: the view's next view, for this row only."),
        new(Act.Open, Places.Dig, ["Enter"], "Inspect", 0, "Show every field of the selected event."),
        new(Act.Open, Places.Spectrogram, ["Enter"], "Events", 0, "Show the events inside the chosen cells."),
        new(Act.Tag, Places.Spectrogram, ["Space"], "Mark", 1, "Begin a rectangle of cells here; the arrows stretch it."),
        new(Act.Open, Places.Picker | Places.Views, ["Enter"], "Choose", 0, "Take the highlighted entry."),
        new(Act.Open, Places.Story, ["Enter"], "Evidence", 0, "Show the evidence of the finding: its events, bytes or connections; of a session, who was active in it."),
        new(Act.Back, Places.Everywhere, ["Backspace", "Ctrl+H"], "Back", 2, "Go back, to the same row, sort and scroll."),
        new(Act.Views, Places.Data | Places.Story, ["F2", "v"], "Views", 2, "Look at the same selection through another view."),
        new(Act.Filter, Places.Data, ["F4", "\\"], "Filter", 3, "Filter the selection, in sysdig's filter language."),
        new(Act.Keep, Places.Inspector, ["Enter", "+"], "Keep", 0, "Keep only the events with the selected value."),
        new(Act.LeaveOut, Places.Inspector, ["-"], "Leave out", 1, "Leave out the events with the selected value."),
        new(Act.ToProcess, Places.Inspector | Places.Dig, ["P"], "Process", 3, "Go to the process of the event."),
        new(Act.CopyRow, Places.Everywhere, ["y"], "", 9, "Copy the selected line to the clipboard of the terminal."),
        new(Act.CopyCell, Places.Data, ["Y"], "", 9, "Copy what the selected row stands for: its key, the value of a field."),
        new(Act.Story, Places.Data, ["s"], "Story", 5, "Tell what looks like an attack: findings in the order of time, by login session."),
        new(Act.Echo, Places.Table | Places.Dig | Places.Inspector | Places.Spectrogram, ["F5", "e"], "Echo", 2, "Show the bytes that the selected row read and wrote."),
        new(Act.Echo, Places.Story, ["F5", "e"], "Echo", 2, "Show the bytes that the finding's processes read and wrote meanwhile."),
        new(Act.Dig, Places.Story, ["F6", "d"], "Dig", 2, "Show the events of the finding's processes meanwhile, one a line."),
        new(Act.Dig, Places.Table | Places.Echo | Places.Spectrogram, ["F6", "d"], "Dig", 2, "Show the events of the selected row, one a line."),
        new(Act.Mode, Places.Echo, ["t", "Tab"], "Text/Hex/Raw", 1, "Show the bytes as text, as hex and text, or raw: the bytes alone, their lines unbroken."),
        new(Act.SaveStreams, Places.Echo, ["x"], "Save", 2, "Write the bytes to files, one for each direction of each fd."),
        new(Act.SaveStreams, Places.Table | Places.Dig | Places.Spectrogram, ["x"], "", 9, "Write the bytes of the selected row to files, one for each direction of each fd."),
        new(Act.Mode, Places.Dig, ["t", "Tab"], "Time", 1, "Show times of day, times since the start, or since the event before."),
        new(Act.Legend, Places.Table, ["F7", "L"], "Legend", 6, "Explain the columns of this view and the colours."),
        new(Act.Actions, Places.Table, ["F8", "a"], "Actions", 6, "Commands about the selected row: kill, gdb, tcpdump, docker exec ..."),
        new(Act.Sort, Places.Table, ["F9", "<", ">"], "Sort", 3, "Choose the column to sort by; the same one again turns the order around."),
        new(Act.Spectrogram, Places.Table | Places.Dig | Places.Echo, ["F12", "S"], "Spectro", 6, "Show how long the calls of the selected row took, over time."),
        new(Act.InvertSort, Places.Table, ["I"], "", 9, "Turn the sort order around."),
        new(Act.GroupBy, Places.Data, ["b"], "Group", 5, "Gather the selection by any field: which values stand in it, how often."),
        new(Act.Tag, Places.Table, ["Space"], "Tag", 8, "Tag the row: Enter, echo and dig then go into all tagged rows at once."),
        new(Act.Tree, Places.Table, ["t"], "Tree", 7, "Show processes below their parents, or as a list again."),
        new(Act.Totals, Places.Table, ["T"], "", 9, "Show totals instead of numbers by the second, or those again."),
        new(Act.Untag, Places.Table, ["U"], "", 9, "Take away all tags."),
        new(Act.Command, Places.Everywhere, [":"], "Command", 7, "Type a command: a view, :by FIELD, :at TIME, :save FILE ... Tab completes."),
        new(Act.Search, Places.Everywhere, ["/", "Ctrl+F", "F3"], "Search", 5, "Find a text as you type; Ctrl+R makes it a regular expression."),
        new(Act.SearchNext, Places.Everywhere, ["n"], "", 9, "Go to the next place where it stands."),
        new(Act.SearchPrevious, Places.Everywhere, ["N"], "", 9, "Go to the place before."),
        new(Act.Pause, Places.Data, ["p"], "Pause", 7, "Hold the numbers still while the capture is still being read; again to go on."),
        new(Act.Clear, Places.Table | Places.Echo | Places.Dig | Places.Spectrogram, ["c"], "Clear", 8, "Drop the filter and the stretch of time."),
        new(Act.Cancel, Places.Everywhere, ["Esc"], "", 9, "Leave what was opened, or stop a search."),
        new(Act.Refresh, Places.Everywhere | Places.Prompt, ["Ctrl+L"], "", 9, "Draw the screen anew."),
        new(Act.Suspend, Places.Everywhere | Places.Prompt, ["Ctrl+Z"], "", 9, "Stop the program and give the terminal back to the shell; fg goes on."),
        new(Act.Quit, Places.Everywhere, ["q", "F10", "Ctrl+Q", "Ctrl+C"], "Quit", 4, "Quit."),
        new(Act.Up, Places.Everywhere, ["CursorUp", "k"], "", 9, "One line up."),
        new(Act.Down, Places.Everywhere, ["CursorDown", "j"], "", 9, "One line down."),
        new(Act.Left, Places.Everywhere, ["CursorLeft", "h"], "", 9, "Scroll to the left."),
        new(Act.Right, Places.Everywhere, ["CursorRight", "l"], "", 9, "Scroll to the right."),
        new(Act.PageUp, Places.Everywhere, ["PageUp", "Ctrl+B"], "", 9, "One page up."),
        new(Act.PageDown, Places.Everywhere, ["PageDown"], "", 9, "One page down."),
        new(Act.PageDown, Places.Story | Places.Echo | Places.Dig | Places.Inspector | Places.Picker | Places.Text, ["Space"], "", 9, "One page down."),
        new(Act.Top, Places.Everywhere, ["Home", "g"], "", 9, "The first line."),
        new(Act.Bottom, Places.Everywhere, ["End", "G"], "", 9, "The last line."),
        new(Act.Accept, Places.Prompt, ["Enter"], "", 9, "Take what is typed."),
        new(Act.Cancel, Places.Prompt, ["Esc", "Ctrl+C", "Ctrl+G"], "", 9, "Leave it."),
        new(Act.Complete, Places.Prompt, ["Tab"], "", 9, "Complete the word; again for the next one that fits."),
        new(Act.AsRegex, Places.Prompt, ["Ctrl+R"], "", 9, "In a search: as a regular expression, or as plain text again."),
        new(Act.Left, Places.Prompt, ["CursorLeft", "Ctrl+B"], "", 9, "One character to the left."),
        new(Act.Right, Places.Prompt, ["CursorRight", "Ctrl+F"], "", 9, "One character to the right."),
        new(Act.WordLeft, Places.Prompt, ["Ctrl+CursorLeft", "Alt+B"], "", 9, "One word to the left."),
        new(Act.Top, Places.Prompt, ["Home", "Ctrl+A"], "", 9, "To the start."),
        new(Act.Bottom, Places.Prompt, ["End", "Ctrl+E"], "", 9, "To the end."),
        new(Act.EraseLeft, Places.Prompt, ["Backspace", "Ctrl+H"], "", 9, "Erase the character before the cursor."),
        new(Act.EraseRight, Places.Prompt, ["Delete", "Ctrl+D"], "", 9, "Erase the character under the cursor."),
        new(Act.EraseWord, Places.Prompt, ["Ctrl+W", "Alt+Backspace"], "", 9, "Erase the word before the cursor."),
        new(Act.EraseToStart, Places.Prompt, ["Ctrl+U"], "", 9, "Erase all before the cursor."),
        new(Act.EraseToEnd, Places.Prompt, ["Ctrl+K"], "", 9, "Erase all behind the cursor."),
    ];

    /// <summary>What letters do where they are typed (<see cref="Places.Views"/>), for help and documentation.</summary>
    public static (string Keys, string Description) Typing => ("letters", "Narrow the list to the views with these letters in their names; Backspace takes one back, Esc all.");

    static readonly Dictionary<Key, KeyRow[]> ByKey = Rows
        .SelectMany(row => row.Keys, (row, name) => (row, key: Parse(name)))
        .GroupBy(pair => pair.key)
        .ToDictionary(group => group.Key, group => group.Select(pair => pair.row).ToArray());

    /// <summary>What a key asks for in a place; null when it means nothing there.</summary>
    public static Act? Find(Key key, Places place)
    {
        if (!(place == Places.Views && IsText(key)) && ByKey.TryGetValue(key, out var rows))
            foreach (var row in rows)
                if ((row.Places & place) != 0)
                    return row.Act;
        return null;
    }

    /// <summary>The rows that work in a place, in the table's order.</summary>
    public static IEnumerable<KeyRow> In(Places place)
    {
        var rows = Rows.Where(row => (row.Places & place) != 0);
        return place != Places.Views ? rows
            : rows.Select(row => row with { Keys = [.. row.Keys.Where(name => !IsText(Parse(name)))] }).Where(row => row.Keys.Length > 0);
    }

    /// <summary>The key stands for a character that can be typed.</summary>
    public static bool IsText(Key key) => !key.IsCtrl && !key.IsAlt && key.AsGrapheme is { Length: > 0 } typed && !char.IsControl(typed[0]);

    /// <summary>A key's name as people write it.</summary>
    public static string Display(string key) => key switch
    {
        "CursorUp" => "↑",
        "CursorDown" => "↓",
        "CursorLeft" => "←",
        "CursorRight" => "→",
        "PageUp" => "PgUp",
        "PageDown" => "PgDn",
        "Backspace" => "Bksp",
        "Ctrl+CursorLeft" => "^←",
        _ => key.Replace("Ctrl+", "^"),
    };

    static Key Parse(string name)
    {
        if (name.Length == 1)
            return new Key(name[0]);
        return Key.TryParse(name, out var key) ? key : throw new ArgumentException($"no such key: {name}");
    }
}
