using System.Diagnostics;
using System.Text.RegularExpressions;
using CSysdig.Capture.Segments;
using CSysdig.Model.History;
using CSysdig.Model.Slices;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Live;

/// <summary>sysdig --keep: a recorder that stays on, is asked how it does, and reads its options again.</summary>
public sealed class RecorderTests
{
    [SkippableFact]
    public void It_records_tells_how_it_does_and_reads_its_options_again()
    {
        LiveMachine.Need("kill");
        using var files = new TemporaryFolder();
        var (folder, config) = (files.File("kept"), files.File("recorder.toml"));
        Configure(config, folder, "snaplen = 80\nmax-cpu = 90");
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "--config", config);
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        sysdig.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        sysdig.BeginErrorReadLine();
        var first = AwaitStatus(folder);
        Assert.Matches(@"^recording  .+, since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, by process \d+\nevents     [\d,]+ a second, [\d,]+ in all, [\d,]+ lost\ncost       [\d.]+ % of a processor of 90 % that it may take.*\n"
            + @"kept       [\d.]+ MiB in \d+ segments?.*; --keep 1h\n$", first);
        Assert.Equal((1, "", "sysdig: there is nothing"), Refused(files.File("")));

        Touch("before-the-change");
        // What can't be used changes nothing.
        Configure(config, folder, "snaplen = true");
        Signal(sysdig, "HUP");
        Assert.True(LiveMachine.Await(() => said.Contains($"sysdig: {config}:1: snaplen is a text in quotes, or a number; it goes on as before")), string.Join("\n", said));
        Assert.Equal(0, Status(folder).Code);
        Configure(config, folder, "snaplen = 8192");
        var since = Since(first);
        // The time is told in seconds.
        Assert.True(LiveMachine.Await(() => DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture) != since), since);
        Signal(sysdig, "HUP");
        Assert.True(LiveMachine.Await(() => Status(folder) is { Code: 0 } status && Since(status.Output) != since), "it does not begin anew");
        Touch("after-the-change");
        Signal(sysdig, "TERM");
        sysdig.WaitForExit();
        Assert.Equal(0, sysdig.ExitCode);
        Assert.Contains("sysdig: options are read again", said);

        var (code, _, refusal) = Status(folder);
        Assert.Equal((1, $"sysdig: nothing is recorded to {folder} now\n"), (code, refusal));
        var names = SysdigProgram.Run("-r", folder, "-p", "%fd.name", "evt.type in (open, openat, creat) and fd.name contains the-change").Output;
        Assert.Contains("before-the-change", names);
        Assert.Contains("after-the-change", names);
    }

    [SkippableFact]
    public void It_keeps_what_there_is_room_for_and_what_a_kill_leaves_says_so()
    {
        LiveMachine.Need("dd");
        using var files = new TemporaryFolder();
        var folder = files.File("kept");
        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, "--keep", "16M", "-w", folder, "-s", "16000", "proc.name=dd");
        AwaitStatus(folder);
        // The first segment begins with the first event that passes.
        LiveMachine.Run("dd", "if=/dev/zero", "of=/dev/null", "count=1", "status=none");
        Assert.True(LiveMachine.Await(() => Directory.GetFiles(folder, "*.zst").Length > 0), "nothing is written");
        var oldest = Directory.GetFiles(folder, "*.zst").Order().First();
        // Bytes that can't be made smaller, more than there is room for, and not faster than a slow machine takes them.
        LiveMachine.Run("sh", "-c", "for i in $(seq 30); do dd if=/dev/urandom of=/dev/null bs=8000 count=80 status=none; sleep 0.05; done");
        Assert.True(LiveMachine.Await(() => Size(folder) <= 16 << 20 && !File.Exists(oldest)), $"{Size(folder)} bytes are kept");
        Assert.InRange(Size(folder), 8 << 20, 16 << 20);
        var segments = Directory.GetFiles(folder, "*.zst").Order().ToList();
        Assert.InRange(segments.Count, 4, 200);
        sysdig.Kill();
        sysdig.WaitForExit();
        // Each alone, and all of them in the folder.
        var reads = segments.Select(segment => Reads(segment)).ToList();
        Assert.All(reads.SkipLast(1), count => Assert.True(count > 0, "a segment without reads"));
        Assert.Equal(reads.Sum(), Reads(folder));
        var (code, _, said) = Status(folder);
        Assert.Equal(1, code);
        Assert.Matches($"^sysdig: nothing is recorded to {Regex.Escape(folder)} now; what was there last said .* UTC that it had taken [\\d,]+ events, and did not end in good order\n$", said);
    }

    [SkippableFact]
    public async Task Old_segments_are_packed_harder_and_a_kill_in_the_middle_leaves_them_as_they_were()
    {
        LiveMachine.Need("dd", "kill");
        using var files = new TemporaryFolder();
        var folder = files.File("kept");
        using (var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz")))
        {
            await history.Completion;
            await HistoryRecording.Start(history, SegmentWriter.Open(folder, new KeepLimit(TimeSpan.MaxValue, long.MaxValue))).Completion;
        }
        var segment = Directory.GetFiles(folder, "*.zst").Single();
        File.SetLastWriteTimeUtc(segment, DateTime.UtcNow.AddHours(-2));
        var (before, lines) = (File.ReadAllBytes(segment), SysdigProgram.Run("-r", segment).Output);
        string[] command = ["--keep", "1d", "-w", folder, "--compact", "1h", "proc.name=dd"];
        using (var killed = LiveMachine.Start(SysdigProgram.ExecutablePath, command))
        {
            AwaitStatus(folder);
            Assert.True(LiveMachine.Await(() => File.Exists(Path.Combine(folder, ".csysdig-compact")) || !Act()), "nothing is packed");
            killed.Kill();
            killed.WaitForExit();
        }
        Assert.True(File.Exists(Path.Combine(folder, ".csysdig-compact")), "it was not in the middle");
        Assert.Equal(before, File.ReadAllBytes(segment));
        Assert.StartsWith(lines, SysdigProgram.Run("-r", folder).Output);

        using var sysdig = LiveMachine.Start(SysdigProgram.ExecutablePath, command);
        AwaitStatus(folder);
        Assert.True(LiveMachine.Await(() => Status(folder).Output.Contains("packed harder (") || !Act(), 120), "it is not packed");
        Signal(sysdig, "TERM");
        sysdig.WaitForExit();
        Assert.Equal(0, sysdig.ExitCode);
        Assert.InRange(new FileInfo(segment).Length, 1, before.Length * 0.9);
        Assert.Equal(lines, SysdigProgram.Run("-r", segment).Output);
        Assert.StartsWith(lines, SysdigProgram.Run("-r", folder).Output);

        // The first segment of a run begins with its first event.
        static bool Act()
        {
            LiveMachine.Run("dd", "if=/dev/zero", "of=/dev/null", "count=1", "status=none");
            return true;
        }
    }

    static int Reads(string capture) => SysdigProgram.Run("-r", capture, "-p", "%proc.name %evt.type", "proc.name=dd and evt.type=read").Output.Split('\n').Count(line => line == "dd read");

    [SkippableFact]
    public void Segments_go_to_a_bucket_and_those_that_could_not_are_counted_there_and_in_the_status()
    {
        LiveMachine.Need("dd");
        using var server = BucketServer.Open();
        using var files = new TemporaryFolder();
        var folder = files.File("kept");
        using var sysdig = LiveMachine.Start("env", [.. server.Environment.Select(v => $"{v.Key}={v.Value}"), SysdigProgram.ExecutablePath, "--keep", "16M", "-w", folder, "--upload", "s3://captures/web1",
            "-s", "16000", "proc.name=dd"]);
        AwaitStatus(folder);
        Assert.True(LiveMachine.Await(() =>
        {
            Move();
            return Outbox(folder).GetProperty("arrived").GetInt32() > 2;
        }), "nothing arrives");
        server.Kill();
        Assert.True(LiveMachine.Await(() =>
        {
            Move();
            return Outbox(folder) is var now && now.GetProperty("givenUp").GetInt32() > 2 && now.GetProperty("problem").GetString()!.Contains("can't be reached");
        }, 120), "nothing is given up");
        Assert.Matches(@"\nbucket     s3://captures/web1/: \d+ segments have arrived, \d+ of [\d.]+ MiB wait, \d+ with [\d,]+ events were given up; 127.0.0.1:\d+ can't be reached: .*\n$", Status(folder).Output);
        server.Start();
        Assert.True(LiveMachine.Await(() => Outbox(folder).GetProperty("waiting").GetInt32() == 0), "what waits does not arrive");
        var givenUp = Outbox(folder).GetProperty("givenUp").GetInt32();
        Signal(sysdig, "TERM");
        var said = sysdig.StandardError.ReadToEnd();
        sysdig.WaitForExit();
        Assert.Equal(0, sysdig.ExitCode);
        Assert.Contains($"sysdig: {givenUp} files of ", said);

        var objects = server.Objects;
        foreach (var segment in Directory.GetFiles(folder, "*.zst"))
            Assert.Equal(File.ReadAllBytes(segment), objects["web1/" + Path.GetFileName(segment)]);
        var read = SysdigProgram.RunIn(server.Environment, "-r", "s3://captures/web1/", "-q");
        var numbers = objects.Keys.Select(key => SegmentName.Of(key["web1/".Length..])?.Number).Where(number => number is not null).ToList();
        var missing = numbers.Max() - numbers.Min() + 1 - numbers.Count;
        // The server may have kept one whose answer it could not give any more.
        Assert.InRange(missing!.Value, givenUp - 1, givenUp);
        Assert.Matches($"^sysdig: {missing} segments are missing, the first csysdig\\..*\n$", read.Errors);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder, ".csysdig-outbox")));

        // Bytes that can't be made smaller.
        static void Move() => LiveMachine.Run("dd", "if=/dev/urandom", "of=/dev/null", "bs=8000", "count=100", "status=none");
    }

    static System.Text.Json.JsonElement Outbox(string folder) =>
        System.Text.Json.JsonDocument.Parse(LiveMachine.Run(SysdigProgram.ExecutablePath, "--status", folder, "-j").Output).RootElement.GetProperty("outbox");

    static (int Code, string Output, string Errors) Status(string folder) => LiveMachine.Run(SysdigProgram.ExecutablePath, "--status", folder);

    static (int, string, string) Refused(string folder)
    {
        var (code, output, errors) = Status(folder);
        return (code, output, errors.Replace(folder, "").Replace("nothing is recorded to  now\n", "there is nothing"));
    }

    static string AwaitStatus(string folder)
    {
        (int Code, string Output, string Errors) status = default;
        Assert.True(LiveMachine.Await(() => Directory.Exists(folder) && (status = Status(folder)).Code == 0), status.Errors);
        return status.Output ?? "";
    }

    static string Since(string status) => Regex.Match(status, "since (.*) UTC").Groups[1].Value;

    static long Size(string folder) => Directory.GetFiles(folder, "*.zst").Sum(file => new FileInfo(file).Length);

    static void Configure(string file, string folder, string more) => File.WriteAllText(file, $"{more}\nwritefile = \"{folder}\"\nkeep = \"1h\"\n");

    static void Touch(string name) => LiveMachine.Run("sh", "-c", $": > /tmp/csysdig-{name}-$$; rm -f /tmp/csysdig-{name}-$$");

    static void Signal(Process process, string signal) => Assert.Equal(0, LiveMachine.Run("kill", "-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)).Code);
}
