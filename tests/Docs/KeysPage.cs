using System.Text;
using CSysdig.Views.Keys;

namespace CSysdig.Tests.Docs;

/// <summary>The key table as a page of documentation.</summary>
static class KeysPage
{
    static readonly (Places Place, string Title)[] Chapters =
    [
        (Places.Table, "In a table"), (Places.Echo, "In echo"), (Places.Dig, "In dig"),
        (Places.Inspector, "In the inspector"), (Places.Spectrogram, "In a spectrogram"), (Places.Story, "In the story"), (Places.Transcript, "In a transcript"), (Places.Replay, "In a replay"), (Places.Overview, "In the overview"), (Places.Picker, "In a list to choose from"),
        (Places.Views, "In the list of views"), (Places.Prompt, "Where a text is asked for"),
    ];

    public static string Markdown()
    {
        var page = new StringBuilder();
        page.AppendLine("# Keys").AppendLine();
        page.AppendLine("Written from the table that binds the keys (`KeyTable`); a test holds the two together.");
        page.AppendLine("`F1` or `?` shows the keys of the screen at hand. In the list of views letters are typed, so that keys which are none work there alone.").AppendLine();
        page.AppendLine("The settings give an action other keys, by the name that stands beside it; where a text is asked for they stay:").AppendLine();
        page.AppendLine("    [keys]").AppendLine("    views = \"w\"").AppendLine("    filter = [\"F4\", \"f\"]").AppendLine();
        page.AppendLine("A key that is given to an action is taken from the one that has it otherwise. The last line and the help show what holds.").AppendLine();
        Chapter(page, "Everywhere", KeyMap.Default.Rows.Where(row => (row.Places & Places.Everywhere) == Places.Everywhere));
        foreach (var (place, title) in Chapters)
            Chapter(page, title, KeyMap.Default.In(place).Where(row => (row.Places & Places.Everywhere) != Places.Everywhere), place == Places.Views);
        page.AppendLine("## Mouse").AppendLine();
        page.AppendLine("A click selects a row, a double click opens it, the wheel scrolls, a click on a column's title sorts by it,");
        page.AppendLine("a click on the last line does what the key there does. Drawing over the timeline chooses a stretch of time.");
        return page.ToString().ReplaceLineEndings("\n");
    }

    static void Chapter(StringBuilder page, string title, IEnumerable<KeyRow> rows, bool isTyped = false)
    {
        page.AppendLine($"## {title}").AppendLine();
        page.AppendLine("| key | what it does | in the settings |").AppendLine("|---|---|---|");
        if (isTyped)
            page.AppendLine($"| {KeyMap.Default.Typing.Keys} | {KeyMap.Default.Typing.Description} | |");
        foreach (var row in rows)
            page.AppendLine($"| {string.Join(" ", row.Keys.Select(Code))} | {row.Description} | {(row.Name.Length > 0 ? $"`{row.Name}`" : "")} |");
        page.AppendLine();
    }

    static string Code(string key) => $"`{(key.StartsWith("Ctrl+", StringComparison.Ordinal) ? key : KeyNames.Display(key))}`";
}
