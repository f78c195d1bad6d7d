using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CSysdig.Model.History;
using CSysdig.Model.Reports;
using CSysdig.Tests.Chisels.Story;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Reports;

/// <summary>Names by which somebody on the captured machine wishes to write the report himself.</summary>
public sealed class HostileReportTests : IDisposable
{
    static readonly string[] s_names =
    [
        "<script>alert(1)</script>", "`|`` | a | ` \\| b \\", "=cmd|' /C calc'!A0", "@SUM(1)", "-x\"y,z", "a\nb\r\n## own\n", "\e[2J\e]0;x\a", "\u202egnp.exe", "' ]] OR 'x' = '\\", "&lt;b&gt; </pre></code></td>", " ", "``` ",
    ];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Html_is_well_formed_and_holds_no_element_of_theirs()
    {
        var text = Report(".html");
        AssertIsVisible(text);
        var page = XDocument.Parse(text);
        string[] ours = ["html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "li", "pre", "code", "table", "thead", "tbody", "tr", "th", "td"];
        Assert.All(page.Descendants(), e => Assert.Contains(e.Name.LocalName, ours));
        Assert.Contains("<script>alert(1)</script>", page.Root!.Value);
    }

    [Fact]
    public void Markdown_keeps_its_tables_and_its_code()
    {
        var text = Report(".md");
        AssertIsVisible(text);
        var outside = OutsideOfCode(text);
        Assert.DoesNotContain(outside.Split('\n'), line => line.StartsWith("## own", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", outside);
        Assert.DoesNotContain("alert", outside);
        var columns = 0;
        foreach (var line in text.Split('\n'))
        {
            // A bar divides wherever no backslash stands before it, in code too.
            var bars = Regex.Count(line, @"(?<!\\)\|");
            if (!line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("|-", StringComparison.Ordinal))
                columns = 0;
            else if (columns == 0)
                columns = bars;
            else
                Assert.Equal(columns, bars);
        }
    }

    [Fact]
    public void Csv_begins_no_cell_with_a_formula()
    {
        var text = Report(".csv");
        AssertIsVisible(text);
        var rows = text.TrimEnd('\n').Split('\n').Select(Cells).ToList();
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.All(rows.SelectMany(row => row), cell => Assert.DoesNotMatch(@"^\s*[=+@-]", cell));
        Assert.Contains(rows, row => row[1].StartsWith("'=cmd", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(".json")]
    [InlineData(".jsonl")]
    public void Json_can_be_read_and_shows_no_control_characters(string ending)
    {
        var text = Report(ending);
        AssertIsVisible(text);
        Assert.DoesNotContain("<script", text);
        foreach (var document in ending == ".json" ? [text] : text.TrimEnd('\n').Split('\n'))
            AssertStrings(JsonDocument.Parse(document).RootElement);
    }

    [Fact]
    public void A_pattern_ends_where_we_end_it()
    {
        var patterns = JsonDocument.Parse(Report(".json")).RootElement.GetProperty("objects").EnumerateArray()
            .Where(o => o.GetProperty("type").GetString() == "indicator").Select(o => o.GetProperty("pattern").GetString()!).ToList();
        Assert.Contains(patterns, p => p.Contains("OR \\'x\\'", StringComparison.Ordinal));
        Assert.All(patterns, p => Assert.Matches(@"^\[[a-z0-9-]+:[a-zA-Z0-9._'-]+ = '([^'\\]|\\.)*'( AND [a-z0-9-]+:[a-z_.]+ = '([^'\\]|\\.)*')?\]$", p));
    }

    [Fact]
    public void A_file_name_is_one_word_of_the_command_line()
    {
        var file = _folder.File("it's $(date).scap");
        var text = Report(".html", file);
        var commands = XDocument.Parse(text).Descendants().Where(e => e.Name.LocalName == "pre" && e.Value.StartsWith("sysdig", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, c => Assert.Contains(@"it'\''s $(date).scap'", c.Value));
    }

    string Report(string ending, string? capture = null)
    {
        capture ??= _folder.File("hostile.scap");
        File.WriteAllBytes(capture, Hostile().ToArray());
        using var history = CaptureHistory.Open(capture);
        using var story = CSysdig.Model.Story.StoryRun.Start(history);
        var facts = ReportFacts.Of(history, story, []);
        Assert.True(facts.Count > s_names.Length, $"{facts.Count} findings");
        var file = _folder.File("hostile" + ending);
        ReportFile.Write(file, over: true, facts);
        return File.ReadAllText(file);
    }

    static ScapBuilder Hostile()
    {
        var capture = Intrusion.Session().BringToLight();
        for (var i = 0; i < s_names.Length; i++)
        {
            Intrusion.Command(capture, 200 + i, $"/tmp/.x/{s_names[i]}", s_names[i], $"a\0{s_names[i]}\0http://evil{i}.example.org/{s_names[i]}");
            capture.Mkdir(200 + i, $"/tmp/.{s_names[i]}");
            Intrusion.Fetches(capture, 200 + i, $"/tmp/{s_names[i]}");
            capture.Write(200 + i, 4, s_names[i]);
        }
        return capture;
    }

    static void AssertIsVisible(string text) =>
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n' || c is '\u202e');

    static void AssertStrings(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
            Assert.DoesNotContain(element.GetString()!, c => char.IsControl(c) || c == '\u202e');
        else if (element.ValueKind == JsonValueKind.Array)
            foreach (var one in element.EnumerateArray())
                AssertStrings(one);
        else if (element.ValueKind == JsonValueKind.Object)
            foreach (var member in element.EnumerateObject())
                AssertStrings(member.Value);
    }

    /// <summary>As CommonMark reads it: blocks between fences go first, then spans between equally many backticks.</summary>
    internal static string OutsideOfCode(string text)
    {
        var left = new StringBuilder();
        string? fence = null;
        foreach (var line in text.Split('\n'))
        {
            if (fence is null && line.StartsWith("```", StringComparison.Ordinal))
                fence = new string('`', line.TakeWhile(c => c == '`').Count());
            else if (fence is not null)
                fence = line.TrimEnd() is var end && end.All(c => c == '`') && end.Length >= fence.Length ? null : fence;
            else
                left.Append(Regex.Replace(Regex.Replace(line, @"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)", ""), "<code>.*?</code>", "")).Append('\n');
        }
        Assert.Null(fence);
        return left.ToString();
    }

    static List<string> Cells(string line) =>
        [.. Regex.Matches(line, "(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^\",]*))").Select(m => m.Groups[1].Success ? m.Groups[1].Value.Replace("\"\"", "\"") : m.Groups[2].Value)];
}
