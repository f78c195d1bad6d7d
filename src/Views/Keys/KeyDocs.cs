using System.Text;

namespace CSysdig.Views.Keys;

/// <summary>The key table as a page of documentation.</summary>
public static class KeyDocs
{
    static readonly (Places Place, string Title)[] Chapters =
    [
        (Places.Table, "In a table"), (Places.Echo, "In echo"), (Places.Dig, "In dig"),
        (Places.Inspector, "In the inspector"), (Places.Spectrogram, "In a spectrogram"), (Places.Story, "In the story"), (Places.Picker, "In a list to choose from"),
        (Places.Views, "In the list of views"), (Places.Prompt, "Where a text is asked for"),
    ];

    public static string Markdown()
    {
        var page = new StringBuilder();
        page.AppendLine("# Keys").AppendLine();
        page.AppendLine("Written from the table that binds the keys (`KeyTable`); a test holds the two together.");
        page.AppendLine("`F1` or `?` shows the keys of the screen at hand. In the list of views letters are typed, so that keys which are none work there alone.").AppendLine();
        Chapter(page, "Everywhere", KeyTable.Rows.Where(row => (row.Places & Places.Everywhere) == Places.Everywhere));
        foreach (var (place, title) in Chapters)
            Chapter(page, title, KeyTable.In(place).Where(row => (row.Places & Places.Everywhere) != Places.Everywhere), place == Places.Views);
        page.AppendLine("## Mouse").AppendLine();
        page.AppendLine("A click selects a row, a double click opens it, the wheel scrolls, a click on a column's title sorts by it,");
        page.AppendLine("a click on the last line does what the key there does. Drawing over the timeline chooses a stretch of time.");
        return page.ToString().ReplaceLineEndings("\n");
    }

    static void Chapter(StringBuilder page, string title, IEnumerable<KeyRow> rows, bool isTyped = false)
    {
        page.AppendLine($"## {title}").AppendLine();
        page.AppendLine("| key | what it does |").AppendLine("|---|---|");
        if (isTyped)
            page.AppendLine($"| {KeyTable.Typing.Keys} | {KeyTable.Typing.Description} |");
        foreach (var row in rows)
            page.AppendLine($"| {string.Join(" ", row.Keys.Select(Code))} | {row.Description} |");
        page.AppendLine();
    }

    static string Code(string key) => $"`{(key.StartsWith("Ctrl+", StringComparison.Ordinal) ? key : KeyTable.Display(key))}`";
}
