using System.Globalization;
using CSysdig.Cli;
using CSysdig.Model.History;
using CSysdig.Model.Lake;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Lake;

/// <summary><c>sysdig --export</c>: what engines read in the tables is what <c>sysdig -p</c> prints of the same capture.</summary>
public sealed class LakeExportTests
{
    const int Compared = 20;

    /// <summary>The samples; with CSYSDIG_CAPTURES the captures of that folder. Each by each engine.</summary>
    public static TheoryData<string, string> Captures()
    {
        var data = new TheoryData<string, string>();
        string[] files = [Repository.Sample("honeypot.scap.gz"), Repository.Sample("containers.scap.gz")];
        if (Environment.GetEnvironmentVariable("CSYSDIG_CAPTURES") is { Length: > 0 } folder)
            files = [.. files, .. Directory.GetFiles(folder, "*.scap.gz").Order()];
        foreach (var engine in (string[])["duckdb", "clickhouse"])
            foreach (var file in files)
                data.Add(engine, file);
        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Captures))]
    public void Engines_read_what_sysdig_prints(string name, string capture)
    {
        var engine = ParquetEngine.Of(name);
        engine.Need();
        using var folder = new TemporaryFolder();
        Export(folder, "-r", capture);
        var events = engine.Table(folder.Path, "events");
        var printed = Lines(capture, "%evt.num %evt.type %evt.buflen %evt.io_dir");
        var random = new Random(printed.Count);
        var chosen = printed.Select(l => l.Split(' ')[0]).OrderBy(_ => random.Next()).Take(Compared).ToList();
        var columns = LakeSchema.Events.Columns.Where(c => c.Field is not null && c.Option is null).ToList();
        var lake = engine.Ask(
            $"SELECT count(*) AS n FROM {events}",
            $"SELECT type, count(*) AS n, coalesce(sum(bytes), 0) AS bytes FROM {events} GROUP BY type ORDER BY type",
            $"SELECT {string.Join(", ", columns.Select(c => c.Type == LakeType.Time ? $"{engine.Nanoseconds(c.Name)} AS {c.Name}" : c.Name))} FROM {events} WHERE event IN ({string.Join(", ", chosen)}) ORDER BY event",
            $"SELECT events, exported, lost FROM {engine.Table(folder.Path, "captures")}",
            $"SELECT count(*) AS n FROM {events} WHERE process_id IS NOT NULL AND process_id NOT IN (SELECT process_id FROM {engine.Table(folder.Path, "processes")} WHERE process_id IS NOT NULL)");
        Assert.Equal(printed.Count.ToString(CultureInfo.InvariantCulture), lake[0][0]["n"]);
        Assert.Equal(
            printed.Select(l => l.Split(' ')).GroupBy(w => w[1]).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => $"{g.Key} {g.Count()} {g.Sum(w => w[2] == "<NA>" || w[3] == "<NA>" ? 0 : long.Parse(w[2], CultureInfo.InvariantCulture))}"),
            lake[1].Select(r => $"{r["type"]} {r["n"]} {r["bytes"]}"));
        var rows = Lines(capture, string.Join('\t', columns.Select(c => "%" + c.Field)), $"and evt.num in ({string.Join(", ", chosen)})").Select(WithoutLength);
        Assert.Equal(rows, lake[2].Select(r => string.Join('\t', columns.Select(c => r[c.Name] ?? "<NA>"))));
        // A length stands only beside a direction.
        string WithoutLength(string line)
        {
            var values = line.Split('\t');
            if (values[columns.FindIndex(c => c.Name == "io")] == "<NA>")
                values[columns.FindIndex(c => c.Name == "bytes")] = "<NA>";
            return string.Join('\t', values);
        }
        using var history = CaptureHistory.Open(capture);
        history.Completion.Wait();
        Assert.Equal($"{history.NumberAt(history.End - 1)} {printed.Count} {history.Lost.Events}", $"{lake[3][0]["events"]} {lake[3][0]["exported"]} {lake[3][0]["lost"]}");
        Assert.Equal("0", lake[4][0]["n"]);
    }

    [SkippableTheory]
    [InlineData("duckdb")]
    [InlineData("clickhouse")]
    public void The_other_tables_tell_the_same_story(string name)
    {
        var engine = ParquetEngine.Of(name);
        engine.Need();
        using var folder = new TemporaryFolder();
        var capture = Repository.Sample("honeypot.scap.gz");
        Export(folder, "-r", capture, "--payload", "64", "--environment");
        var (events, flows, processes) = (engine.Table(folder.Path, "events"), engine.Table(folder.Path, "flows"), engine.Table(folder.Path, "processes"));
        var lake = engine.Ask(
            $"SELECT sum(CASE WHEN io = 'read' THEN bytes ELSE 0 END) AS read, sum(CASE WHEN io = 'write' THEN bytes ELSE 0 END) AS written, count(DISTINCT flow_id) AS flows FROM {events} WHERE flow_id IS NOT NULL",
            $"SELECT sum(bytes_in) AS read, sum(bytes_out) AS written, count(*) AS flows FROM {flows}",
            $"SELECT fd_name, client_ip, server_ip, server_port, l4proto, name FROM {flows} WHERE server_port = 6667 GROUP BY ALL ORDER BY fd_name",
            $"SELECT change, name, cmdline FROM {processes} WHERE pid = 32602 ORDER BY event",
            $"SELECT p.name AS name FROM {processes} AS c JOIN {processes} AS p ON c.parent_id = p.process_id WHERE c.pid = 32603 AND p.change = 'exec' GROUP BY p.name",
            $"SELECT kind, technique, pid, occurrences, event FROM {engine.Table(folder.Path, "findings")} WHERE kind = 'flooded'",
            $"SELECT count(*) AS n FROM {engine.Table(folder.Path, "findings")} WHERE process_id IN (SELECT process_id FROM {processes})",
            $"SELECT count(*) AS n FROM {events} WHERE event IN (SELECT event FROM {events} WHERE {(engine == ParquetEngine.DuckDb ? "CAST(payload AS VARCHAR) LIKE '%@udp1%'" : "payload LIKE '%@udp1%'")})",
            $"SELECT count(*) AS n FROM {flows} WHERE (flow_id, pid, name, coalesce(exe, ''), coalesce(exepath, '')) NOT IN (SELECT flow_id, pid, name, coalesce(exe, ''), coalesce(exepath, '') FROM {events} WHERE flow_id IS NOT NULL)");
        Assert.Equal(lake[0][0], lake[1][0]);
        Assert.Contains(lake[2], r => r["server_ip"] == "203.0.113.9" && r["client_ip"] == "198.51.100.20" && r["l4proto"] == "tcp");
        Assert.Equal("exit", lake[3][^1]["change"]);
        Assert.Contains(lake[3], r => r["change"] == "exec");
        Assert.Contains(lake[4], r => r["name"] == "perl");
        Assert.Equal("T1498", lake[5][0]["technique"]);
        Assert.Equal("20484", lake[5][0]["occurrences"]);
        Assert.Equal("32603", lake[5][0]["pid"]);
        Assert.NotEqual("0", lake[6][0]["n"]);
        // What a flow says of its process is what one of its events says.
        Assert.Equal("0", lake[8][0]["n"]);
        Assert.NotEqual("0", lake[7][0]["n"]);
    }

    [SkippableFact]
    public void A_capture_that_is_exported_again_takes_its_own_place()
    {
        ParquetEngine.DuckDb.Need();
        using var folder = new TemporaryFolder();
        var (one, other) = (Repository.Sample("honeypot.scap.gz"), Repository.Sample("containers.scap.gz"));
        Export(folder, "-r", one, "-r", other);
        var before = Files(folder);
        Export(folder, "-r", one);
        Assert.Equal(before, Files(folder));
        // Less of it is there then, and none of what was there before.
        Export(folder, "-r", one, "evt.type=unlink");
        var lake = ParquetEngine.DuckDb.Ask(
            $"SELECT count(*) AS n, count(DISTINCT type) AS types FROM {ParquetEngine.DuckDb.Table(folder.Path, "events")} e JOIN {ParquetEngine.DuckDb.Table(folder.Path, "captures")} c USING (capture) WHERE file LIKE '%honeypot%'",
            $"SELECT count(*) AS n, sum(CASE WHEN is_complete THEN 1 ELSE 0 END) AS whole FROM {ParquetEngine.DuckDb.Table(folder.Path, "captures")}");
        Assert.Equal(Lines(one, "%evt.num", "and evt.type=unlink").Count.ToString(CultureInfo.InvariantCulture), lake[0][0]["n"]);
        Assert.Equal("2 1", $"{lake[1][0]["n"]} {lake[1][0]["whole"]}");
    }

    [SkippableFact]
    public void Names_that_are_no_text_are_texts_in_the_lake()
    {
        ParquetEngine.DuckDb.Need();
        using var folder = new TemporaryFolder();
        var capture = folder.File("names.scap");
        File.WriteAllBytes(capture, new ScapBuilder().Machine("web\u00e91").Processes(Calls.Process(10, "shell")).Openat(10, 3, "/tmp/grün\t\u0001").ToArray());
        Export(folder.File("lake"), "-r", capture);
        var lake = ParquetEngine.DuckDb.Ask($"SELECT host, fd_name FROM {ParquetEngine.DuckDb.Table(folder.File("lake"), "events")}");
        Assert.Equal("/tmp/grün\\x09\\x01", lake[0][0]["fd_name"]);
        Assert.Equal("webé1", lake[0][0]["host"]);
    }

    [Fact]
    public void Nothing_unfinished_is_left_and_no_file_is_seen_before_it_is_whole()
    {
        using var folder = new TemporaryFolder();
        Export(folder, "-r", Repository.Sample("containers.scap.gz"));
        Assert.All(Files(folder).Where(f => f != "_lake.json"), f => Assert.EndsWith(".parquet", f));
        Assert.Contains(Files(folder), f => f.StartsWith("events/date=", StringComparison.Ordinal));
    }

    [Fact]
    public void What_can_not_be_written_is_said_in_a_line()
    {
        using var folder = new TemporaryFolder();
        var capture = Repository.Sample("containers.scap.gz");
        File.WriteAllText(folder.File("file"), "x");
        Directory.CreateDirectory(folder.File("other"));
        File.WriteAllText(folder.File("other/x"), "x");
        Directory.CreateDirectory(folder.File("newer"));
        File.WriteAllText(folder.File("newer/_lake.json"), """{"schema":"csysdig-lake","version":9}""");
        Fails("is a file; --export needs a folder", "-r", capture, "--export", folder.File("file"));
        Fails("holds something else than a lake", "-r", capture, "--export", folder.File("other"));
        Fails("has version 9 of the schema, and this is version 1", "-r", capture, "--export", folder.File("newer"));
        Fails("-w has no place beside it", "-r", capture, "--export", folder.File("lake"), "-w", folder.File("x.scap"));
        Fails("-p has no place beside it", "-r", capture, "--export", folder.File("lake"), "-p", "%evt.num");
        Fails("-c has no place beside it", "-r", capture, "--export", folder.File("lake"), "-c", "topprocs_net");
        Fails("give one of them", "-r", capture, "--export", folder.File("lake"), "--compat", "0.29");
        Fails("which is not given", "-r", capture, "--payload", "10");
        Fails("at most 65535", "-r", capture, "--export", folder.File("lake"), "--payload", "70000");
        Assert.False(Directory.Exists(folder.File("lake")));
    }

    static void Fails(string message, params string[] arguments)
    {
        var run = SysdigProgram.Run(arguments);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Errors);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }

    static void Export(TemporaryFolder folder, params string[] arguments) => Export(folder.Path, arguments);

    static void Export(string folder, params string[] arguments) => Assert.Equal(0, SysdigCommand.Run([arguments[0], arguments[1], "--export", folder, .. arguments[2..]]));

    static string[] Files(TemporaryFolder folder) =>
        [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder.Path, f)).Order(StringComparer.Ordinal)];

    /// <summary>A line for each event that is exported.</summary>
    static List<string> Lines(string capture, string format, string filter = "") =>
        [.. System.Text.Encoding.UTF8.GetString(SysdigRun.Print(capture, terminal: false, "-p", "*" + format, "evt.dir=< " + filter)).TrimEnd('\n').Split('\n')];
}
