using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using CSysdig.Capture.Events;
using CSysdig.Model.History;
using CSysdig.Model.Reports;
using CSysdig.Model.Text;
using CSysdig.Tests.Chisels.Story;
using CSysdig.Tests.TestKit;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Model.Reports;

/// <summary>Names put together by chance of what screens, markup, spreadsheets and shells take for their own: none of it is raw in any form of the report.</summary>
public sealed class StrangeReportTests : IDisposable
{
    const int Names = 40;

    static readonly string[] s_pieces =
    [
        "<script>alert(1)</script>", "</code></pre><b>", "-->", "]]>", "&#x3c;i&#x3e;", "&quot;", "`", "```", "|", "\\|", "\\`", "\n## own\n", "\n| a | b |\n", "[x](http://x)", "![x](y)", "\r\n",
        "\"", "\"\"", ",", ";", "'", "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "＝1", " =1", "' OR '", "'] OR [a:b = '", "\\'", "\\", "\\x41", "\\u0041", "{\"a\":1}", "\u2028", "\u2029", "\u0085", "\u007f",
        "\u202e", "\u2066", "\u200f", "\u061c", "\ufeff", "\e]8;;http://x\a", "$(id)", "'\\''", ";id;", "é", "日本", "%s", " ", "  ", ".", "..",
    ];

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_of_them_is_raw_in_any_form(int seed)
    {
        var file = _folder.File("strange.scap");
        File.WriteAllBytes(file, Strange(new Random(seed)).ToArray());
        using var history = CaptureHistory.Open(file);
        using var story = CSysdig.Model.Story.StoryRun.Start(history);
        var facts = ReportFacts.Of(history, story, []);
        Assert.True(facts.Count > Names, $"{facts.Count} findings");

        Assert.Multiple(
            () => IsMarkdown(Report(".md")),
            () => IsHtml(Report(".html")),
            () => IsCsv(Report(".csv")),
            () => IsJson(Report(".json"), lines: false),
            () => IsJson(Report(".jsonl"), lines: true));

        string Report(string ending)
        {
            var to = _folder.File("report" + ending);
            ReportFile.Write(to, over: true, facts);
            return File.ReadAllText(to, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
    }

    static void IsPlain(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            Assert.True(rune.Value == '\n' || SafeText.IsPlain(rune), $"U+{rune.Value:X4} stands there as such");
    }

    static void IsMarkdown(string text)
    {
        IsPlain(text);
        var outside = HostileReportTests.OutsideOfCode(text);
        // Of its lines none is theirs, and no link.
        Assert.DoesNotContain("\n## own", outside);
        Assert.DoesNotContain("\n| a | b |", outside);
        Assert.DoesNotContain("](", outside);
        Assert.DoesNotContain("<script", outside);
    }

    static void IsHtml(string text)
    {
        IsPlain(text);
        string[] ours = ["html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "li", "pre", "code", "table", "thead", "tbody", "tr", "th", "td"];
        foreach (var element in XDocument.Parse(text).Descendants())
        {
            Assert.Contains(element.Name.LocalName, ours);
            Assert.All(element.Attributes(), a => Assert.Contains(a.Name.LocalName, (string[])["xmlns", "lang", "charset", "http-equiv", "content", "class"]));
        }
    }

    static void IsCsv(string text)
    {
        IsPlain(text);
        var rows = text.TrimEnd('\n').Split('\n').Select(Cells).ToList();
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.All(rows.SelectMany(row => row), cell => Assert.DoesNotMatch(@"^\s*[=+@＝＋－＠-]", cell));
    }

    static void IsJson(string text, bool lines)
    {
        IsPlain(text);
        foreach (var document in lines ? text.TrimEnd('\n').Split('\n') : [text])
            Strings(JsonDocument.Parse(document).RootElement);

        static void Strings(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                IsPlain(element.GetString()!);
                Assert.DoesNotContain('\n', element.GetString()!);
            }
            else if (element.ValueKind == JsonValueKind.Array)
                foreach (var one in element.EnumerateArray())
                    Strings(one);
            else if (element.ValueKind == JsonValueKind.Object)
                foreach (var member in element.EnumerateObject())
                    Strings(member.Value);
        }
    }

    /// <summary>As RFC 4180 has them: a quote ends a cell that began with one, unless it stands there twice.</summary>
    static List<string> Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"' && (quoted || cell.Length == 0))
                quoted = !quoted;
            else if (line[i] is ',' or ';' && !quoted)
            {
                // Where other languages are spoken, semicolons divide.
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(line[i]);
        Assert.False(quoted);
        cells.Add(cell.ToString());
        return cells;
    }

    static ScapBuilder Strange(Random random)
    {
        var capture = Intrusion.Session().BringToLight();
        for (var i = 0; i < Names; i++)
        {
            var (pid, name) = (200 + i, Name(random));
            var path = (byte[])[.. "/tmp/.x/"u8, .. name, 0];
            capture.Clone(102, pid, "bash").Event(EventCode.SyscallExecve_19E, pid, path).Event(EventCode.SyscallExecve_19X, pid, I64(0), path, [.. name, 0, .. Name(random), 0], I64(pid), I64(pid), I64(1), Text(""), U64(1024),
                U64(0), U64(0), U32(100), U32(50), U32(0), (byte[])[.. name, 0], Text(""), Text("A=1"), U32(0), I64(pid), U32(0), U32(0));
            capture.Event(EventCode.SyscallMkdir_2E, pid, U32(0x1ed)).Event(EventCode.SyscallMkdir_2X, pid, I64(0), (byte[])[.. "/tmp/."u8, .. Name(random), 0]);
            Intrusion.Fetches(capture, pid, "/tmp/file");
            capture.Event(EventCode.SyscallOpenat_2E, pid, I64(Calls.CurrentDirectory), path, U32(Intrusion.ToEmpty), U32(0))
                .Event(EventCode.SyscallOpenat_2X, pid, I64(5), I64(Calls.CurrentDirectory), path, U32(Intrusion.ToEmpty), U32(0), U32(0));
            var data = (byte[])[.. "#!"u8, .. Name(random)];
            capture.Event(EventCode.SyscallWriteE, pid, I64(5), U32((uint)data.Length)).Event(EventCode.SyscallWriteX, pid, I64(data.Length), data);
        }
        return capture;
    }

    /// <summary>No NUL is in a name, and a slash is in few.</summary>
    static byte[] Name(Random random)
    {
        var name = new List<byte>();
        for (var i = random.Next(1, 4); i >= 0; i--)
            name.AddRange(random.Next(3) == 0 ? StrangeNames.All[random.Next(StrangeNames.All.Count)] : Calls.Bytes(s_pieces[random.Next(s_pieces.Length)]));
        return [.. name.Where(b => b != 0).Take(400)];
    }
}
