using System.Diagnostics;
using CSysdig.Capture.Segments;
using CSysdig.Cli;
using CSysdig.Model.History;
using CSysdig.Model.Slices;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Cli.Buckets;

/// <summary>The programs with captures in a bucket.</summary>
public sealed class BucketCommandTests : IDisposable
{
    const string Sample = "samples/honeypot.scap.gz";

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void A_capture_in_a_bucket_reads_as_the_file()
    {
        using var server = BucketServer.Open();
        server.Put("web 1/trace#2.scap.gz", File.ReadAllBytes(Repository.Sample("honeypot.scap.gz")));
        string[] asked = ["-p", "%evt.num %evt.rawtime %proc.name %evt.type %fd.name", "proc.name=sshd"];
        var expected = SysdigProgram.Run(["-r", Sample, .. asked]);
        var read = Sysdig(server, ["-r", "s3://captures/web 1/trace#2.scap.gz", .. asked]);
        Assert.Equal((0, ""), (read.ExitCode, read.Errors));
        Assert.Equal(expected.Output, read.Output);
        Assert.Equal(expected.Output, Sysdig(server, ["s3://captures/web 1/trace#2.scap.gz", .. asked]).Output);
    }

    [SkippableFact]
    public async Task Segments_in_a_bucket_are_one_capture_and_what_is_missing_is_said()
    {
        using var server = BucketServer.Open();
        var kept = _folder.File("kept");
        await Segments(kept);
        foreach (var file in Directory.GetFiles(kept, "*.zst"))
            server.Put("web1/" + Path.GetFileName(file), File.ReadAllBytes(file));
        server.Put("web1/notes.txt", "x"u8.ToArray());
        server.Put("web1/other/csysdig.20261130-000000.000001.scap.zst", "x"u8.ToArray());
        string[] asked = ["-p", "%evt.num %evt.rawtime %proc.name %evt.type", "evt.type=openat"];
        var read = Sysdig(server, ["-r", "s3://captures/web1/", .. asked]);
        Assert.Equal((SysdigProgram.Run(["-r", kept, .. asked]).Output, ""), (read.Output, read.Errors));

        var names = Directory.GetFiles(kept, "*.zst").Select(f => Path.GetFileName(f)).Order().ToList();
        server.Remove("web1/" + names[1]);
        server.Remove("web1/" + names[2]);
        Assert.Equal($"sysdig: 2 segments are missing, the first {names[1]}\n", Sysdig(server, "-r", "s3://captures/web1/", "-q").Errors);
        // What stood at an end no number tells: what was put there in its place does.
        server.Remove("web1/" + names[0]);
        server.Put("web1/" + names[0] + ".lost", """{"first":"x","last":"y","files":3,"bytes":1,"events":1}"""u8.ToArray());
        Assert.Equal($"sysdig: 3 segments are missing, the first {names[0]}\n", Sysdig(server, "-r", "s3://captures/web1/", "-q").Errors);
    }

    [SkippableTheory]
    [InlineData("s3://captures/none.scap", "there is no such object")]
    [InlineData("s3://captures/none/", "has no segments")]
    [InlineData("s3://nobody/none.scap", "there is no bucket nobody")]
    [InlineData("s3://nobody/", "there is no bucket nobody")]
    [InlineData("s3://captures/none.scap", "the access key other is not known there", "AWS_ACCESS_KEY_ID", "other")]
    [InlineData("s3://captures/none.scap", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY have them", "AWS_SECRET_ACCESS_KEY", "")]
    [InlineData("s3://captures/none.scap", "can't be reached", "AWS_ENDPOINT_URL", "http://127.0.0.1:9")]
    [InlineData("s3://captures/none.scap", "is no endpoint", "AWS_ENDPOINT_URL", "somewhere")]
    [InlineData("s3://../none.scap", "expected s3://BUCKET/KEY")]
    public void What_is_wrong_is_one_line(string capture, string problem, string variable = "", string value = "")
    {
        using var server = BucketServer.Open();
        var environment = server.Environment;
        if (variable.Length > 0)
            environment[variable] = value;
        foreach (var arguments in new[] { ["-r", capture], new[] { "-r", Sample, "-w", capture.TrimEnd('/') + "/x.scap", "--outbox", _folder.Path } })
        {
            if (arguments.Length > 2 && capture.StartsWith("s3://captures/none/"))
                continue;
            if (arguments.Length > 2 && problem.Contains("no such object"))
                continue;
            var (code, output, errors) = SysdigProgram.RunIn(environment, arguments);
            Assert.Equal((1, ""), (code, output));
            Assert.StartsWith("sysdig: ", errors);
            Assert.Contains(problem, errors);
            Assert.Single(errors.TrimEnd('\n').Split('\n'));
        }
    }

    [SkippableFact]
    public void What_is_written_to_a_bucket_is_what_is_written_to_a_file()
    {
        using var server = BucketServer.Open();
        var written = Sysdig(server, "-r", Sample, "-w", "s3://captures/cut.scap.zst", "--outbox", _folder.File("outbox"), "proc.name=sshd");
        Assert.Equal((0, "", ""), (written.ExitCode, written.Output, written.Errors));
        Assert.Equal(0, SysdigProgram.Run("-r", Sample, "-w", _folder.File("cut.scap.zst"), "proc.name=sshd").ExitCode);
        Assert.Equal(File.ReadAllBytes(_folder.File("cut.scap.zst")), server.Objects["cut.scap.zst"]);

        Assert.Equal(0, Sysdig(server, "-r", Sample, "-w", "s3://captures/parts/p.scap", "-e", "40000", "--outbox", _folder.File("outbox")).ExitCode);
        Directory.CreateDirectory(_folder.File("parts"));
        Assert.Equal(0, SysdigProgram.Run("-r", Sample, "-w", _folder.File("parts/p.scap"), "-e", "40000").ExitCode);
        var files = Directory.GetFiles(_folder.File("parts")).ToDictionary(f => "parts/" + Path.GetFileName(f), File.ReadAllBytes);
        Assert.Equal(4, files.Count);
        foreach (var (name, bytes) in files)
            Assert.Equal(bytes, server.Objects[name]);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.File("outbox")));
    }

    [SkippableFact]
    public void More_than_the_outbox_may_hold_is_not_written_and_said()
    {
        using var server = BucketServer.Open();
        // 20 MB without compression.
        var (code, _, errors) = Sysdig(server, "-r", Sample, "-w", "s3://captures/big.scap", "--outbox", _folder.Path, "--outbox-size", "1M");
        Assert.Equal(1, code);
        Assert.Equal("sysdig: writing has ended: what waits for s3://captures/big.scap may take 1048576 bytes, and the capture takes more; --outbox-size gives it more room, -C divides it\n", errors);
        // What was written until then is there.
        Assert.InRange(server.Objects["big.scap"].Length, 1 << 20, 2 << 20);
        Assert.Equal(0, Sysdig(server, "-r", "s3://captures/big.scap", "-q").ExitCode);
        // In parts it waits for room, and loses nothing.
        Assert.Equal(0, Sysdig(server, "-r", Sample, "-w", "s3://captures/parts/big.scap", "-C", "4", "--outbox", _folder.Path, "--outbox-size", "9M").ExitCode);
        var parts = server.Objects.Keys.Where(k => k.StartsWith("parts/")).OrderBy(k => int.Parse(k["parts/big.scap".Length..])).ToList();
        Assert.DoesNotContain(parts, p => p.EndsWith(".lost"));
        var events = parts.Sum(p => Sysdig(server, "-r", "s3://captures/" + p, "-p", "%evt.num").Output.Count(c => c == '\n'));
        Assert.Equal(SysdigProgram.Run("-r", Sample, "-p", "%evt.num").Output.Count(c => c == '\n'), events);
    }

    [SkippableFact]
    public void What_a_killed_run_has_written_arrives_with_the_next_one()
    {
        using var server = BucketServer.Open();
        var start = new ProcessStartInfo(SysdigProgram.ExecutablePath, ["-r", "-", "-w", "s3://captures/killed.scap", "--outbox", _folder.Path]) { RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var (name, value) in server.Environment)
            start.Environment[name] = value;
        using (var killed = Process.Start(start)!)
        {
            // It never ends.
            killed.StandardInput.BaseStream.Write(File.ReadAllBytes(Repository.Sample("honeypot.scap.gz")));
            killed.StandardInput.BaseStream.Flush();
            Together.Until(() => Directory.EnumerateFiles(_folder.Path, "00000001", SearchOption.AllDirectories).Any(f => new FileInfo(f).Length > 2 << 20));
            killed.Kill();
            killed.WaitForExit();
        }
        Assert.Empty(server.Objects);
        var next = Sysdig(server, "-r", Sample, "-w", "s3://captures/next.scap", "--outbox", _folder.Path, "proc.name=sshd");
        Assert.Equal((0, $"sysdig: 1 file that an earlier run left in {_folder.Path} goes to s3://captures/ too\n"), (next.ExitCode, next.Errors));
        Assert.Equal(["killed.scap", "next.scap"], server.Objects.Keys.Order());
        Assert.InRange(Sysdig(server, "-r", "s3://captures/killed.scap", "-p", "%evt.num").Output.Count(c => c == '\n'), 10_000, 148_664);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [SkippableFact]
    public void Tables_in_a_bucket_are_those_of_a_folder()
    {
        using var server = BucketServer.Open();
        for (var time = 0; time < 2; time++)
            Assert.Equal((0, "", ""), Told(Sysdig(server, "-r", Sample, "--export", "s3://captures/in/lake")));
        Assert.Equal((0, "", ""), Told(SysdigProgram.Run("-r", Sample, "--export", _folder.File("lake"))));
        var files = Directory.GetFiles(_folder.File("lake"), "*", SearchOption.AllDirectories).Select(f => "in/lake/" + Path.GetRelativePath(_folder.File("lake"), f)).Order(StringComparer.Ordinal);
        Assert.Equal(files, server.Objects.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("holds something else", Sysdig(server, "-r", Sample, "--export", "s3://captures/in").Errors);
        server.Put("newer/_lake.json", """{"schema":"csysdig-lake","version":9}"""u8.ToArray());
        Assert.Contains("version 9", Sysdig(server, "-r", Sample, "--export", "s3://captures/newer").Errors);
    }

    [SkippableFact]
    public void ClickHouse_reads_tables_from_a_bucket()
    {
        ParquetEngine.ClickHouse.Need();
        using var server = BucketServer.Open();
        Assert.Equal(0, Sysdig(server, "-r", Sample, "--export", "s3://captures/lake").ExitCode);
        var rows = ParquetEngine.ClickHouse.Ask($"SELECT count() AS n FROM s3('{server.Endpoint}/captures/lake/events/**/*.parquet', '{BucketServer.Id}', '{BucketServer.Secret}') WHERE name = 'sshd'");
        Assert.Equal(SysdigProgram.Run("-r", Sample, "-p", "%evt.num", "proc.name=sshd and evt.dir='<'").Output.Count(c => c == '\n').ToString(), rows[0][0]["n"]);
    }

    [Theory]
    [InlineData("s3://captures/x.scap#17", "s3://captures/x.scap", 17L)]
    [InlineData("s3://captures/x#y.scap#17", "s3://captures/x#y.scap", 17L)]
    [InlineData("s3://captures/x.scap", "s3://captures/x.scap", null)]
    [InlineData("s3://captures/x#y.scap", "s3://captures/x#y.scap", null)]
    public void An_event_may_stand_behind_a_capture_in_a_bucket(string word, string file, long? at)
    {
        var options = CSysdigOptions.Parse([word]);
        Assert.Equal((file, at), (options.File, options.At));
        Assert.Equal((word, 5), (CSysdigOptions.Parse(["-r", word, "--at", "5"]).File, 5));
    }

    [Theory]
    [InlineData("-w s3://captures/", "name the object")]
    [InlineData("-w s3://captures/x -W 3 -C 1", "lifecycle")]
    [InlineData("-w x.scap --outbox y", "-w s3://BUCKET/KEY")]
    [InlineData("-w s3://captures/x --outbox-size 1048575", "--outbox-size needs")]
    [InlineData("-w s3://captures/x --keep 1h", "--upload s3://captures/x")]
    [InlineData("-w x --upload s3://captures/x", "--keep HOW-MUCH")]
    [InlineData("-w x --keep 1h --upload x", "--upload needs")]
    [InlineData("-w x --keep 1h --upload s3://captures/x --outbox y", "no place beside --keep")]
    public void What_makes_no_sense_is_refused(string line, string says) => Assert.Contains(says, Assert.Throws<UsageException>(() => SysdigOptions.Parse(line.Split(' '))).Message);

    [Fact]
    public void A_folder_of_a_bucket_needs_no_slash_at_its_end()
    {
        Assert.Equal("s3://captures/web1/", SysdigOptions.Parse(["--keep", "1h", "-w", "kept", "--upload", "s3://captures/web1"]).Writing.Bucket!.ToString());
        Assert.Equal("s3://captures/", SysdigOptions.Parse(["--keep", "1h", "-w", "kept", "--upload", "s3://captures"]).Writing.Bucket!.ToString());
        Assert.Equal(1 << 20, SysdigOptions.Parse(["-w", "s3://captures/x", "--outbox-size", "1M"]).Writing.OutboxBytes);
    }

    static (int, string, string) Told(SysdigProgram.Result result) => (result.ExitCode, result.Output, result.Errors);

    static SysdigProgram.Result Sysdig(BucketServer server, params string[] arguments) => SysdigProgram.RunIn(server.Environment, arguments);

    static async Task Segments(string folder)
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        await history.Completion;
        await HistoryRecording.Start(history, SegmentWriter.Open(folder, new KeepLimit(TimeSpan.MaxValue, long.MaxValue) { SegmentBytes = 300_000 })).Completion;
    }
}
