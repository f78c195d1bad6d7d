using System.Globalization;
using CSysdig.Cli;
using CSysdig.Model.Lake;
using CSysdig.Tests.TestKit;
using Xunit.Abstractions;
using Row = System.Collections.Generic.Dictionary<string, string?>;

namespace CSysdig.Tests.Cli.Lake;

/// <summary>
/// The questions of docs/lake.md of the tables of many hosts in a bucket. The hosts are one capture under other names, addresses and times, so that what one engine answers of it alone
/// says what another has to answer of all; beside them stands a login from one host to another, and what looks like one. <c>.ci/lake-fleet</c> asks of more hosts, and how long each takes.
/// </summary>
public sealed class LakeFleetTests(ITestOutputHelper output) : IDisposable
{
    const string Own = "198.51.100.20", From = "10.9.0.1:40000", To = "10.9.0.2:22";
    const ulong Minute = 60_000_000_000;
    const int Limit = 10;

    static readonly int s_hosts = int.Parse(Environment.GetEnvironmentVariable("CSYSDIG_LAKE_HOSTS") ?? "4", CultureInfo.InvariantCulture);

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void What_is_asked_of_many_hosts_in_a_bucket_is_what_each_would_answer()
    {
        ParquetEngine.ClickHouse.Need();
        ParquetEngine.DuckDb.Need();
        using var server = BucketServer.Open();
        var one = One();
        var captures = Captures();
        var run = SysdigProgram.RunIn(server.Environment, [.. captures.SelectMany(capture => (string[])["-r", capture.File]), "--export", "s3://captures/lake"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var views = LakeSchema.Tables.Select(t => $"CREATE VIEW {t.Name} AS SELECT * FROM s3('{server.Endpoint}/captures/lake/{t.Name}/**/*.parquet', '{BucketServer.Id}', '{BucketServer.Secret}')");
        var answers = ParquetEngine.ClickHouse.AskTimed([.. views, .. LakeQuestions.All])[LakeSchema.Tables.Count..];
        Tell(answers.Select(answer => answer.Took));

        var built = captures.Skip(s_hosts).ToList();
        Same(1, ["host", "since", "until", "events", "lost"], [.. Moved(one[0]), .. built.Select(capture => Facts(capture.Host, File.ReadAllBytes(capture.File)))]);
        Same(2, ["time", "host", "technique", "what", "file", "event"], [.. Moved(one[1])]);
        Same(3, ["host", "name", "user_name", "fd_name", "bytes_in", "bytes_out", "event"], [.. Moved(one[2])]);
        Same(4, ["host", "name", "server_ip", "server_port", "sent"], First([.. Moved(one[3])], "sent"));
        Assert.Equal(["only-here odd"], answers[4].Rows.Where(row => row["exe"] != "sh").Select(row => $"{row["exe"]} {row["on_host"]}"));
        Same(6, ["host", "up", "pid", "name", "cmdline"], [.. Moved(one[5])]);
        Same(7, ["time", "host", "name", "user_name", "type", "error", "event"], [.. Moved(one[6])]);
        Same(8, ["times"], First([.. Moved(one[7])], "times"));
        Assert.All(answers[7].Rows, row => Assert.Contains(Moved(one[7]), other => Line(row, ["host", "name", "type", "error", "times"]) == Line(other, ["host", "name", "type", "error", "times"])));
        Same(9, ["host", "name", "type", "fd_name", "times", "longest_ms"], First([.. Moved(one[8])], "longest_ms"));
        Assert.Empty(one[9]);
        var hop = Assert.Single(answers[9].Rows);
        Assert.Equal("front ssh back dropbear 22", Line(hop, ["from_host", "from_name", "to_host", "to_name", "server_port"]));

        void Same(int question, string[] columns, List<Row> expected)
        {
            Assert.NotEmpty(expected);
            Assert.Equal(expected.Select(row => Line(row, columns)).Order(StringComparer.Ordinal), answers[question - 1].Rows.Select(row => Line(row, columns)).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>What the questions have for an answer of the capture that all hosts are made of: by another engine, from a folder, and without a limit.</summary>
    List<Row>[] One()
    {
        var (capture, lake) = (_folder.File("one.scap"), _folder.File("lake"));
        File.WriteAllBytes(capture, StandIn.Plain("honeypot.scap.gz"));
        Assert.Equal(0, SysdigCommand.Run(["-r", capture, "--export", lake]));
        var views = LakeSchema.Tables.Select(t => $"CREATE VIEW {t.Name} AS SELECT * FROM {ParquetEngine.DuckDb.Table(lake, t.Name)}");
        return ParquetEngine.DuckDb.Ask([.. views, .. LakeQuestions.All.Select(question => question.Replace($" LIMIT {Limit}", "", StringComparison.Ordinal))])[LakeSchema.Tables.Count..];
    }

    /// <summary>The captures and their hosts: those that are moved first.</summary>
    List<(string Host, string File)> Captures()
    {
        var honeypot = StandIn.Plain("honeypot.scap.gz");
        var captures = new List<(string, string)>();
        for (var i = 0; i < s_hosts; i++)
            Write(HostOf(i), StandIn.Of(honeypot, HostOf(i), (ulong)i * Minute, [10, 0, 0, (byte)(i + 1)]));
        Write("front", Planted.Client("front", Planted.Time, (From, To)));
        Write("back", Planted.Server("back", Planted.Time + 5_000, "dropbear", (From, To)));
        // The same a little too late, and at another port.
        Write("late", Planted.Server("late", Planted.Time + 2 * Minute, "dropbear", (From, To)));
        Write("other", Planted.Server("other", Planted.Time, "dropbear", (From, "10.9.0.2:23")));
        Write("odd", new ScapBuilder().Machine("odd").Processes(Calls.Process(300, "cron")).Clone(300, 301, "cron").Execve(301, "/opt/only-here", "only-here").Look(301).ToArray());
        return captures;

        void Write(string host, byte[] capture)
        {
            var file = _folder.File($"{host}.scap.zst");
            File.WriteAllBytes(file, ScapBuilder.Zstd(capture));
            captures.Add((host, file));
        }
    }

    static string HostOf(int place) => $"web{place:00}";

    /// <summary>The rows of one capture as those of each host.</summary>
    IEnumerable<Row> Moved(List<Row> rows) => Enumerable.Range(0, s_hosts).SelectMany(place => rows.Select(row => row.ToDictionary(cell => cell.Key, cell => cell switch
    {
        ("host", _) => HostOf(place),
        ("file", _) => _folder.File($"{HostOf(place)}.scap.zst"),
        (_, null) => null,
        ("time" or "since" or "until", var time) => (NanosecondsOf(time) + place * (long)Minute).ToString(CultureInfo.InvariantCulture),
        (_, var text) => text.Replace(Own, $"10.0.0.{place + 1}", StringComparison.Ordinal),
    })));

    static Row Facts(string host, byte[] packed)
    {
        using var zstd = new ZstdSharp.Decompressor();
        var times = Slice.Lines(zstd.Unwrap(packed).ToArray(), e => e.Raw.Timestamp.ToString(CultureInfo.InvariantCulture));
        return new() { ["host"] = host, ["since"] = times[0], ["until"] = times[^1], ["events"] = $"{times.Count}", ["lost"] = "0" };
    }

    static List<Row> First(List<Row> rows, string by) =>
        [.. rows.OrderByDescending(row => double.Parse(row[by]!, CultureInfo.InvariantCulture)).ThenBy(row => row["host"], StringComparer.Ordinal).Take(Limit)];

    static string Line(Row row, string[] columns) => string.Join(' ', columns.Select(column => column switch
    {
        "time" or "since" or "until" when row[column]!.Contains(':') => NanosecondsOf(row[column]!).ToString(CultureInfo.InvariantCulture),
        "longest_ms" => double.Parse(row[column]!, CultureInfo.InvariantCulture).ToString("0.000000", CultureInfo.InvariantCulture),
        _ => row[column] ?? "-",
    }));

    /// <summary>Nanoseconds since 1970 of a time as engines write it.</summary>
    static long NanosecondsOf(string time)
    {
        var (seconds, fraction) = time.IndexOf('.') is > 0 and var dot ? (time[..dot], time[(dot + 1)..]) : (time, "");
        return (DateTime.Parse(seconds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).Ticks - DateTime.UnixEpoch.Ticks) * 100
            + long.Parse(fraction.PadRight(9, '0'), CultureInfo.InvariantCulture);
    }

    void Tell(IEnumerable<TimeSpan> took)
    {
        List<string> lines = [.. took.Select((time, question) => string.Create(CultureInfo.InvariantCulture, $"{question + 1} {time.TotalSeconds:0.00}"))];
        lines.ForEach(output.WriteLine);
        if (Environment.GetEnvironmentVariable("CSYSDIG_LAKE_TIMES") is { } file)
            File.WriteAllLines(file, lines);
    }
}
