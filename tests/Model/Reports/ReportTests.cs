using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Reports;

public sealed class ReportTests : IDisposable
{
    static readonly XNamespace s_html = "http://www.w3.org/1999/xhtml";

    static readonly ConcurrentDictionary<string, Lazy<string>> s_written = new();

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".md")]
    [InlineData(".html")]
    [InlineData(".jsonl")]
    public void Tells_each_finding_of_the_story(string ending)
    {
        var story = ChiselText.Of("story", json: true).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();

        var text = Honeypot(ending);

        Assert.All(story, finding => Assert.Contains(finding.GetProperty("technique").GetString()!, text));
        if (ending == ".html")
            Assert.Equal(story.Count, Titles(XDocument.Parse(text), "Findings").Count);
        if (ending == ".jsonl")
            Assert.Equal(story.Count, text.Split('\n').Count(line => line.Contains("\"data_type\":\"csysdig:finding\"")));
        if (ending == ".md")
            Assert.Equal(story.Count, Regex.Count(text, @"(?m)^### \d+\. "));
    }

    [Fact]
    public void Command_lines_print_as_many_events_as_it_says()
    {
        var body = XDocument.Parse(Honeypot(".html")).Descendants(s_html + "body").Single().Elements().ToList();
        var commands = body.Where(e => e.Name == s_html + "pre" && e.Value.StartsWith("sysdig -r ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);

        Assert.All(commands, command =>
        {
            var said = Regex.Match(command.ElementsBeforeSelf().Last().Value, "^([0-9,]+) event").Groups[1].Value.Replace(",", "");
            var words = SysdigRun.Words(command.Value.Trim());
            Assert.Equal("sysdig", words[0]);

            var printed = SysdigRun.Print(Repository.Sample("honeypot.scap.gz"), terminal: false, words[3..]);

            Assert.Equal("samples/honeypot.scap.gz", words[2]);
            // The events that stand below are the first of them.
            var shown = command.ElementsAfterSelf().First().Value.TrimEnd('\n').Split('\n').Select(line => line.Split(' ')[0]);
            Assert.Equal(Encoding.UTF8.GetString(printed).Split('\n').Take(shown.Count()).Select(line => line.Split(' ')[0]), shown);
            Assert.Equal(said, printed.Count(b => b == '\n').ToString());
        });
    }

    [Theory]
    [InlineData(".md")]
    [InlineData(".html")]
    [InlineData(".json")]
    [InlineData(".csv")]
    [InlineData(".jsonl")]
    public void The_same_capture_gives_the_same_bytes_in_any_time_zone(string ending)
    {
        var first = Honeypot(ending);
        var file = _folder.File("again" + ending);
        var result = SysdigProgram.RunIn(new() { ["TZ"] = "Asia/Tokyo" }, "-r", "samples/honeypot.scap.gz", "-c", "report", file);
        Assert.Equal("", result.Errors);
        Assert.Equal(first, File.ReadAllText(file));
    }

    [Fact]
    public void A_file_that_exists_stays()
    {
        var file = _folder.File("there.md");
        File.WriteAllText(file, "mine");
        var result = SysdigProgram.Run("-r", "samples/honeypot.scap.gz", "-c", "report", file);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("exists", result.Errors);
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [SkippableFact]
    public void Half_a_report_is_none()
    {
        Skip.If(OperatingSystem.IsWindows(), "SKIPPED: no shell bounds the size of files here");
        var file = _folder.File("half.md");
        // The disk takes no more after two kibibytes.
        var (code, _, errors) = Shell.Run(Repository.Root, "sh", "-c", $"trap '' XFSZ; ulimit -f 4; DOTNET_EnableWriteXorExecute=0 exec sysdig -r samples/honeypot.scap.gz -c report '{file}'");
        Assert.Equal(1, code);
        Assert.StartsWith($"sysdig: report: {file} can't be written: ", errors);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("report.txt")]
    [InlineData("report")]
    public void An_ending_that_says_nothing_is_refused(string name)
    {
        var result = SysdigProgram.Run("-r", "samples/honeypot.scap.gz", "-c", "report", _folder.File(name));
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("expected a name ending in .md", result.Errors);
    }

    [Fact]
    public void A_bundle_is_as_the_standard_has_it()
    {
        var bundle = JsonDocument.Parse(Honeypot(".json")).RootElement;
        Assert.Equal("bundle", bundle.GetProperty("type").GetString());
        var objects = bundle.GetProperty("objects").EnumerateArray().ToList();
        var ids = objects.Select(o => o.GetProperty("id").GetString()!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Contains(objects, o => o.GetProperty("type").GetString() == "indicator");
        Assert.All(objects, o =>
        {
            var type = o.GetProperty("type").GetString()!;
            Assert.Matches($"^{type}--[0-9a-f]{{8}}-[0-9a-f]{{4}}-5[0-9a-f]{{3}}-[89ab][0-9a-f]{{3}}-[0-9a-f]{{12}}$", o.GetProperty("id").GetString());
            Assert.Equal("2.1", o.GetProperty("spec_version").GetString());
            string[] dates = [.. s_required[type].Where(name => name is "created" or "modified" or "published" or "valid_from" or "first_observed" or "last_observed")];
            Assert.All(s_required[type], name => Assert.True(o.TryGetProperty(name, out _), $"{type} has no {name}"));
            Assert.All(dates, name => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,9}Z$", o.GetProperty(name).GetString()));
            foreach (var member in o.EnumerateObject())
            {
                if (member.Name.EndsWith("_ref", StringComparison.Ordinal))
                    Assert.Contains(member.Value.GetString()!, ids);
                if (member.Name.EndsWith("_refs", StringComparison.Ordinal))
                {
                    Assert.NotEqual(0, member.Value.GetArrayLength());
                    Assert.All(member.Value.EnumerateArray(), one => Assert.Contains(one.GetString()!, ids));
                }
            }
        });
    }

    [Fact]
    public void An_observables_id_is_the_one_that_others_give_it()
    {
        // stix2.IPv4Address(value="198.51.100.3").id and so on follow from the standard's name space by the same rule: Python's uuid.uuid5 says so.
        var bundle = JsonDocument.Parse(Honeypot(".json")).RootElement;
        var address = bundle.GetProperty("objects").EnumerateArray().First(o => o.GetProperty("type").GetString() == "ipv4-addr");
        var name = Encoding.UTF8.GetBytes($$"""{"value":"{{address.GetProperty("value").GetString()}}"}""");
        var hash = System.Security.Cryptography.SHA1.HashData([.. Convert.FromHexString("00abedb4aa42466c9c01fed23315a9b7"), .. name]);
        Assert.StartsWith($"ipv4-addr--{Convert.ToHexStringLower(hash.AsSpan(0, 4))}-", address.GetProperty("id").GetString());
    }

    [Fact]
    public void A_file_that_was_seen_whole_has_its_hash_and_its_type_in_every_form()
    {
        // samples/README.md has the digest of the bytes that were served.
        const string Digest = "30fce6ce1c5c64ae35591ef53084cee5edc3a15f6735b4d3ec2688e49c51c14e";
        var objects = JsonDocument.Parse(Honeypot(".json")).RootElement.GetProperty("objects").EnumerateArray().ToList();
        var file = objects.Single(o => o.TryGetProperty("hashes", out var hashes) && hashes.GetProperty("SHA-256").GetString() == Digest);
        Assert.Equal(("file", ".sloboz.pdf", "text/plain"), (file.GetProperty("type").GetString(), file.GetProperty("name").GetString(), file.GetProperty("mime_type").GetString()));
        Assert.Contains(objects, o => o.GetProperty("type").GetString() == "indicator" && o.GetProperty("pattern").GetString() == $"[file:hashes.'SHA-256' = '{Digest}']");
        Assert.Contains(objects, o => o.GetProperty("type").GetString() == "observed-data" && o.GetProperty("object_refs").EnumerateArray().Any(one => one.GetString() == file.GetProperty("id").GetString()));
        Assert.Contains(Honeypot(".csv").Split('\n'), line => line.StartsWith("path,/usr/sbin/.shm/.sloboz.pdf,yes,") && line.EndsWith($",{Digest},script of /usr/bin/perl,PDF"));
        Assert.Matches($@"\| `/usr/sbin/\.shm/\.sloboz\.pdf` \| read, written \| [\d,]+ \| script of `/usr/bin/perl`; its name says PDF \| `{Digest}` \|", Honeypot(".md"));
        // What it belies stands beside the deed, too.
        var deed = Honeypot(".md")[Honeypot(".md").IndexOf("ran a document (T1036.008)", StringComparison.Ordinal)..];
        Assert.Contains("its name says PDF", deed[..deed.IndexOf("\n### ", StringComparison.Ordinal)]);
    }

    [Fact]
    public void A_number_with_a_dot_is_no_address() => Assert.DoesNotContain("23.0.0.7", Honeypot(".csv"));

    [Fact]
    public void Keys_of_the_program_are_no_part_of_it() => Assert.DoesNotContain("Enter shows", Honeypot(".md"));

    [Fact]
    public void Timesketch_gets_what_it_asks_for_in_the_order_of_time()
    {
        var lines = Honeypot(".jsonl").TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(lines, line =>
        {
            Assert.NotEmpty(line.GetProperty("message").GetString()!);
            Assert.NotEmpty(line.GetProperty("timestamp_desc").GetString()!);
            Assert.StartsWith("csysdig:", line.GetProperty("data_type").GetString());
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}\+00:00$", line.GetProperty("datetime").GetString());
        });
        var times = lines.Select(line => line.GetProperty("datetime").GetString()!).ToList();
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
    }

    [Fact]
    public void The_head_names_the_capture_by_its_hash()
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Repository.Sample("honeypot.scap.gz"))));
        Assert.Contains($"| SHA-256 | `{hash}` |", Honeypot(".md"));
    }

    static string Honeypot(string ending) => s_written.GetOrAdd(ending, _ => new Lazy<string>(() =>
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("report" + ending);
        var result = SysdigProgram.Run("-r", "samples/honeypot.scap.gz", "-c", "report", file);
        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
        return File.ReadAllText(file);
    })).Value;

    static List<XElement> Titles(XDocument page, string below) =>
        [.. page.Descendants(s_html + "h2").Single(h => h.Value == below).ElementsAfterSelf().TakeWhile(e => e.Name != s_html + "h2").Where(e => e.Name == s_html + "h3")];

    static readonly Dictionary<string, string[]> s_required = new()
    {
        ["identity"] = ["created", "modified", "name"],
        ["attack-pattern"] = ["created", "modified", "name", "external_references"],
        ["observed-data"] = ["created", "modified", "first_observed", "last_observed", "number_observed", "object_refs"],
        ["indicator"] = ["created", "modified", "pattern", "pattern_type", "valid_from"],
        ["relationship"] = ["created", "modified", "relationship_type", "source_ref", "target_ref"],
        ["report"] = ["created", "modified", "name", "published", "object_refs"],
        ["ipv4-addr"] = ["value"],
        ["ipv6-addr"] = ["value"],
        ["domain-name"] = ["value"],
        ["file"] = ["name"],
        ["directory"] = ["path"],
    };
}
