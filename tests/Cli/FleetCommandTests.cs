using System.Text.Json;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli;

/// <summary>Views of many captures as JSON and as lines: the rows of each, with its host.</summary>
public sealed class FleetCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public FleetCommandTests() => StandIn.Fill(_folder, 3, StandIn.Small);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("procs"), InlineData("connections"), InlineData("files"), InlineData("syscalls")]
    public void The_rows_of_all_are_those_of_each_with_host_and_file(string view)
    {
        using var together = Json(Run(_folder.Path, "-v", view, "-j"));
        var (rows, info) = Of(together);
        var further = info.GetProperty("legend").EnumerateArray().Index().Where(column => column.Item.GetProperty("name").GetString() is "HOST" or "PEER").Select(column => column.Index).ToList();
        Assert.Equal("HOST", info.GetProperty("legend")[0].GetProperty("name").GetString());
        Assert.Equal(3, rows.Select(row => row.GetProperty("capture").GetString()).Distinct().Count());
        foreach (var host in new[] { "web00", "web01", "web02" })
        {
            using var alone = Json(Run(_folder.File($"{host}.scap"), "-v", view, "-j"));
            var own = rows.Where(row => row.GetProperty("capture").GetString() == _folder.File($"{host}.scap")).ToList();
            Assert.Equal(
                Of(alone).Rows.Select(row => $"{row.GetProperty("k")} {row.GetProperty("d")}").Order(),
                own.Select(row => $"{row.GetProperty("k")} [{string.Join(',', row.GetProperty("d").EnumerateArray().Index().Where(cell => !further.Contains(cell.Index)).Select(cell => cell.Item.GetRawText()))}]").Order());
            Assert.All(own, row => Assert.Equal(host, row.GetProperty("d")[0].GetString()));
        }
    }

    [Fact]
    public void Several_files_are_as_their_folder()
    {
        var (code, output, _) = Run("-r", _folder.File("web00.scap"), "-r", _folder.File("web01.scap"), "-v", "procs", "-j", "--to", "3", "evt.hostname=web01");
        Assert.Equal(0, code);
        using var json = Json((code, output, ""));
        Assert.All(Of(json).Rows, row => Assert.Equal("web01", row.GetProperty("d")[0].GetString()));
        Assert.Equal(4, Of(json).Rows.Count);
    }

    [Fact]
    public void Sessions_of_all_are_those_of_each_in_the_order_of_time_with_host_and_file()
    {
        using var folder = new TemporaryFolder();
        var whole = StandIn.Plain("honeypot.scap.gz");
        for (var i = 0; i < 3; i++)
            File.WriteAllBytes(folder.File($"db{i}.scap"), StandIn.Of(whole, $"db{i}", (ulong)(3 - i) * 60_000_000_000));
        var (code, output, errors) = Run(folder.Path, "-v", "sessions", "-j");
        Assert.Equal((0, ""), (code, errors));
        var all = Sessions(output);
        Assert.True(all.Count > 3, output);
        Assert.Equal(all.Select(Start).Order(), all.Select(Start));
        foreach (var host in new[] { "db0", "db1", "db2" })
        {
            var own = all.Where(session => session.GetProperty("host").GetString() == host).ToList();
            Assert.All(own, session => Assert.Equal(folder.File($"{host}.scap"), session.GetProperty("capture").GetString()));
            Assert.Equal(Sessions(Run(folder.File($"{host}.scap"), "-v", "sessions", "-j").Output).Select(session => session.GetRawText()),
                own.Select(session => "{" + session.GetRawText()[session.GetRawText().IndexOf("\"session\"", StringComparison.Ordinal)..]));
        }

        static List<JsonElement> Sessions(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        static ulong Start(JsonElement session) => session.GetProperty("start").GetUInt64();
    }

    [Fact]
    public void A_session_has_the_host_that_it_came_from_and_a_connection_what_is_at_its_other_end()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.scap"), Planted.Client("web1", Planted.Time, ("10.0.0.1:40000", "10.0.0.2:22")));
        File.WriteAllBytes(folder.File("b.scap"), Planted.Server("db1", Planted.Time, "dropbear", ("10.0.0.1:40000", "10.0.0.2:22"), ("10.0.0.9:40000", "10.0.0.2:22")));
        var sessions = Run(folder.Path, "-v", "sessions", "-j").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("10.0.0.1 web1", Assert.Single(sessions, session => session.TryGetProperty("from_host", out _)) is var joined ? $"{joined.GetProperty("from")} {joined.GetProperty("from_host")}" : "");
        Assert.Equal(2, sessions.Count);
        var lines = Run(folder.Path, "-v", "connections", "--raw").Output;
        Assert.Contains("db1 dropbear 200", lines);
        Assert.Contains("web1 ssh 100", lines);
    }

    [Fact]
    public void Lines_begin_with_the_host()
    {
        var (code, output, _) = Run(_folder.Path, "-v", "procs", "--raw");
        Assert.Equal(0, code);
        Assert.Equal(["web00", "web01", "web02"], output.TrimEnd('\n').Split('\n')[1..].Select(line => line.Split(' ')[0]).Distinct().Order());
    }

    [Fact]
    public void What_is_missing_is_told_and_the_others_are_printed()
    {
        File.WriteAllText(_folder.File("none.scap"), "this is no capture");
        File.WriteAllBytes(_folder.File("cut.scap"), StandIn.Of(StandIn.Small, "cut")[..^100]);
        File.Copy(_folder.File("web00.scap"), _folder.File("web99.scap"));
        var (code, output, errors) = Run(_folder.Path, "-v", "procs", "-j");
        Assert.Equal(1, code);
        using var json = Json((code, output, errors));
        Assert.Equal(["cut", "web00", "web01", "web02"], Of(json).Rows.Select(row => row.GetProperty("d")[0].GetString()).Distinct().Order());
        var lines = errors.TrimEnd('\n').Split('\n').Order().ToList();
        Assert.Equal(3, lines.Count);
        Assert.Matches("^csysdig: .*cut.scap: .*cut short", lines[0]);
        Assert.Matches("^csysdig: .*none.scap is not a capture", lines[1]);
        Assert.Matches("^csysdig: .*web99.scap is the same capture as .*web00.scap", lines[2]);
    }

    [Theory]
    [InlineData("is of one capture", "-v", "dig", "-j")]
    [InlineData("is of one capture", "-v", "echo", "-j")]
    [InlineData("is of one capture", "-v", "sessions", "--raw")]
    [InlineData("is of one capture", "-v", "spy_users", "-j")]
    [InlineData("is of one capture", "-v", "overview")]
    [InlineData("did you mean proc.name?", "-j", "proc.nme=x")]
    [InlineData("--at needs the host too where there are 3 captures", "--at", "17")]
    [InlineData("captures need 48M of memory", "--memory", "47M", "-j")]
    [InlineData("the screens need a terminal")]
    public void What_is_wrong_is_said_first(string says, params string[] arguments)
    {
        var (code, output, errors) = Run([_folder.Path, .. arguments]);
        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.Contains(says, errors);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Hosts_are_listed_of_several_captures_alone()
    {
        var (code, _, errors) = Run(_folder.File("web00.scap"), "-v", "hosts");
        Assert.Equal(1, code);
        Assert.Contains("captures that are looked at together", errors);
    }

    static (IReadOnlyList<JsonElement> Rows, JsonElement Info) Of(JsonDocument json)
    {
        var slice = json.RootElement.GetProperty("slices")[1];
        return ([.. slice.GetProperty("data").EnumerateArray()], slice.GetProperty("info"));
    }

    static JsonDocument Json((int, string Output, string) run) => JsonDocument.Parse(run.Output);

    static (int ExitCode, string Output, string Errors) Run(params string[] arguments) => Shell.Run(Repository.Root, "csysdig", ["--no-cache", .. arguments]);
}
