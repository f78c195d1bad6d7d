using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace CSysdig.Tests.TestKit;

/// <summary>
/// A screen of csysdig as one reads it: what the lines around say, rows by what stands in them, cells by the title above them, and which row is
/// selected. Each of these fails with the whole screen when it is not so.
/// </summary>
sealed partial class Page
{
    const int TitleLine = 3;
    /// <summary>Black on cyan, as the selected row is in the terminal's own colours.</summary>
    const int SelectedGround = 46;

    readonly string[] _lines;
    readonly bool[] _selected;

    Page(string[] lines, bool[] selected) => (_lines, _selected) = (lines, selected);

    /// <param name="screen">Lines with the escape sequences of their looks, which go on from line to line.</param>
    public static Page Of(string screen)
    {
        var ground = 0;
        var (lines, selected) = (new List<string>(), new List<bool>());
        foreach (var line in screen.TrimEnd('\n').Split('\n'))
        {
            var (text, at) = (new StringBuilder(), 0);
            var isSelected = false;
            foreach (Match look in Looks().Matches(line))
            {
                Take(line[at..look.Index]);
                foreach (var code in look.Groups[1].Value.Split(';').Select(code => code.Length == 0 ? 0 : int.Parse(code)))
                    ground = code is 0 or 49 ? 0 : code is (>= 40 and <= 47) or (>= 100 and <= 107) ? code : ground;
                at = look.Index + look.Length;
            }
            Take(line[at..]);
            lines.Add(text.ToString().TrimEnd());
            selected.Add(isSelected);

            // The second cell tells: the first is the margin of some screens.
            void Take(string part)
            {
                isSelected |= text.Length <= 1 && text.Length + part.Length > 1 && ground == SelectedGround;
                text.Append(part);
            }
        }
        return new Page([.. lines], [.. selected]);
    }

    /// <summary>Looks at a terminal until it shows what is said of it; fails as the last look did.</summary>
    public static void See(TmuxDriver terminal, Action<Page> says)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                says(Of(terminal.Styled));
                return;
            }
            catch (OtherwiseException) when (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
            {
                Thread.Sleep(40);
            }
        }
    }

    /// <summary>The first line: what is looked at.</summary>
    public Page Header(params string[] texts) => texts.Aggregate(this, (page, text) => page.Demand(_lines[0].Contains(text), $"the header says {text}"));

    public Page Timeline(string text) => Demand(_lines[1].Contains(text), $"the timeline says {text}");

    /// <summary>The last steps of the way to this screen.</summary>
    public Page Way(string end) => Demand(Apart().Split(_lines[2].Trim())[0].EndsWith(end, StringComparison.Ordinal), $"the way ends in {end}");

    /// <summary>One of the facts at the right end of the third line.</summary>
    public Page Fact(string fact) => Demand(Apart().Split(_lines[2].Trim()).Skip(1).Contains(fact), $"the facts have {fact}");

    /// <summary>What stands at the right end of the last line, of a question's first: the place in the list, or what a search has found.</summary>
    public Page Place(string place, bool question = false) => Demand(_lines[question ? ^2 : ^1].EndsWith(" " + place, StringComparison.Ordinal), $"a line at the bottom ends in {place}");

    /// <summary>A question is asked, with this below it.</summary>
    public Page Question(string question, string hint) =>
        Demand(_lines[^2].StartsWith(" " + question), $"{question} is asked").Demand(_lines[^1].Contains(hint), $"below the question stands {hint}");

    public Page Has(string text) => Demand(_lines[TitleLine..].Any(line => line.Contains(text)), $"somewhere stands {text}");

    public Page HasNot(string text) => Demand(!_lines[TitleLine..].Any(line => line.Contains(text)), $"nowhere stands {text}");

    public Page Titles(params string[] titles) => titles.Aggregate(this, (page, title) => page.Demand(Spot(title) is not null, $"there is a column {title}"));

    /// <summary>The only row in which a text stands.</summary>
    public Row this[string text] => At(Only(TitleLine, i => _lines[i].Contains(text), $"one row has {text}"));

    /// <summary>The only row that is selected below the titles.</summary>
    public Row Selected => At(Only(TitleLine + 1, i => _selected[i], "one row is selected"));

    public Row First => At(TitleLine + 1);

    Row At(int line) => new(this, line);

    int Only(int from, Func<int, bool> so, string what)
    {
        var found = Enumerable.Range(from, Math.Max(0, _lines.Length - from - 1)).Where(so).ToList();
        Demand(found.Count == 1, $"{what}, and not {found.Count}");
        return found[0];
    }

    Page Demand(bool holds, string what) => holds ? this : throw new OtherwiseException($"not so: {what}\n{string.Join('\n', _lines)}");

    /// <summary>Where a title stands; the mark of the sorted column belongs to it.</summary>
    (int Start, int End)? Spot(string title) =>
        Regex.Match(_lines[TitleLine], $@"(?<= ){Regex.Escape(title)}[▲▼]?(?= |$)") is { Success: true } match ? (match.Index, match.Index + match.Length) : null;

    [GeneratedRegex(@"\e\[([0-9;]*)m")]
    private static partial Regex Looks();

    [GeneratedRegex(" {3,}")]
    private static partial Regex Apart();

    /// <summary>A row of the list.</summary>
    internal readonly struct Row(Page page, int line)
    {
        public string Text => page._lines[line];

        /// <summary>What stands below a title.</summary>
        public string Cell(string title)
        {
            page.Demand(page.Spot(title) is not null, $"there is a column {title}");
            var (start, end) = page.Spot(title)!.Value;
            var row = Text.PadRight(end + 1);
            var titles = page._lines[TitleLine];
            var next = titles.AsSpan(end).TrimStart() is { Length: > 0 } others ? titles.Length - others.Length : -1;
            if (next < 0)
                return row[start..].Trim();
            // Numbers end below their titles' ends, texts begin below their beginnings.
            var number = row[(row.LastIndexOf(' ', end - 1) + 1)..end];
            if (row[end] == ' ' && number.Length > 0 && (char.IsDigit(number[0]) || number == "?"))
                return number;
            var until = row.IndexOf("  ", start, StringComparison.Ordinal) is >= 0 and var gap ? gap : row.Length;
            return row[start..(row[Math.Min(next, row.Length) - 1] == ' ' ? Math.Min(until, next) : until)].Trim();
        }

        public Row Cell(string title, string text)
        {
            var cell = Cell(title);
            page.Demand(cell == text, $"below {title} stands {text} in '{Text}', and not {cell}");
            return this;
        }

        public Row CellBegins(string title, string text)
        {
            var cell = Cell(title);
            page.Demand(cell.StartsWith(text, StringComparison.Ordinal), $"below {title} '{Text}' begins with {text}, and not {cell}");
            return this;
        }

        public Row Has(string text)
        {
            page.Demand(Text.Contains(text), $"'{Text}' has {text}");
            return this;
        }

        /// <summary>The sign in its margin.</summary>
        public Row Begins(string text)
        {
            page.Demand(Text.StartsWith(text, StringComparison.Ordinal), $"'{Text}' begins with '{text}'");
            return this;
        }

        public Row BeginsWithAny(string signs)
        {
            page.Demand(Text.Length > 0 && signs.Contains(Text[0]), $"'{Text}' begins with one of {signs}");
            return this;
        }

        public Row IsSelected()
        {
            page.Demand(page._selected[line], $"'{Text}' is selected");
            return this;
        }

        /// <summary>It stands right above another.</summary>
        public Row IsAbove(Row other)
        {
            page.Demand(page._lines[line + 1] == other.Text, $"'{Text}' stands above '{other.Text}'");
            return this;
        }
    }
}

/// <summary>The screen is otherwise than was said.</summary>
sealed class OtherwiseException(string message) : Exception(message);
