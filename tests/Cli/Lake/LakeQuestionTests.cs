using CSysdig.Capture.Scap;
using CSysdig.Cli;
using CSysdig.Model.Lake;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Lake;

/// <summary>The questions of docs/lake.md as they stand there, and the views of schema/ocsf.sql.</summary>
public sealed class LakeQuestionTests
{
    [SkippableTheory]
    [InlineData("duckdb")]
    [InlineData("clickhouse")]
    public void The_ten_questions_are_answered(string name)
    {
        var engine = ParquetEngine.Of(name);
        engine.Need();
        using var folder = new TemporaryFolder();
        var connected = folder.File("connected.scap");
        var lake = folder.File("lake");
        File.WriteAllBytes(connected, OfOneHost("front", isServer: false).ToArray());
        File.WriteAllBytes(folder.File("accepted.scap"), OfOneHost("back", isServer: true).ToArray());
        Assert.Equal(0, SysdigCommand.Run(["-r", Repository.Sample("honeypot.scap.gz"), "-r", Repository.Sample("containers.scap.gz"), "-r", connected, "-r", folder.File("accepted.scap"), "--export", lake]));
        var questions = LakeQuestions.All;
        Assert.Equal(10, questions.Count);
        var views = LakeSchema.Tables.Select(t => $"CREATE VIEW {t.Name} AS SELECT * FROM {engine.Table(lake, t.Name)}");
        var ocsf = string.Join('\n', File.ReadLines(Path.Combine(Repository.Root, "schema/ocsf.sql")).Where(line => !line.StartsWith("--", StringComparison.Ordinal)))
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var asked = engine.Ask([.. views, .. questions, .. ocsf, .. ocsf.Select(view => $"SELECT * FROM {view.Split(' ')[2]} ORDER BY \"metadata.uid\" LIMIT 5")])[LakeSchema.Tables.Count..];
        var answers = asked[..questions.Count];
        Assert.All(asked[^ocsf.Length..], rows => Assert.NotEmpty(rows));
        Assert.All(answers, rows => Assert.NotEmpty(rows));
        Assert.Contains(answers[0], r => r["host"] == "front" && r["lost"] == "0");
        Assert.Contains(answers[1], r => r["technique"] == "T1498" && r["file"]!.EndsWith("honeypot.scap.gz", StringComparison.Ordinal));
        Assert.Contains(answers[2], r => r["fd_name"] == "198.51.100.20:36868->203.0.113.9:6667");
        Assert.Equal("203.0.113.150", answers[3][0]["server_ip"]);
        Assert.Contains(answers[5], r => r["pid"] == "32505");
        Assert.Contains(answers[6], r => r["name"] == "sshd");
        var ends = engine.Ask($"SELECT host, name, client_ip, client_port, server_ip, server_port, is_server FROM {engine.Table(lake, "flows")} WHERE host IN ('front', 'back') ORDER BY host")[0];
        Assert.Equal(["back server 10.0.0.1 40000 10.0.0.2 80 True", "front client 10.0.0.1 40000 10.0.0.2 80 False"], ends.Select(r => string.Join(' ', r.Values)));
        var hop = Assert.Single(answers[9]);
        Assert.Equal("front client back server", $"{hop["from_host"]} {hop["from_name"]} {hop["to_host"]} {hop["to_name"]}");
    }

    /// <summary>The one connects, the other accepts, and their captures hold the same addresses.</summary>
    static ScapBuilder OfOneHost(string host, bool isServer)
    {
        const string client = "10.0.0.1:40000", server = "10.0.0.2:80";
        var address = System.Net.IPAddress.Parse(isServer ? "10.0.0.2" : "10.0.0.1").GetAddressBytes();
        var capture = new ScapBuilder().Machine(host).Interfaces(2, new InterfaceEntry("eth0"u8.ToArray(), address, [255, 255, 255, 0], [10, 0, 0, 255], 0)).Processes(Calls.Process(10, isServer ? "server" : "client"));
        return isServer ? capture.Accept(10, 3, client, server) : capture.TcpSocket(10, 3).Connect(10, 3, client, server);
    }
}
