using System.Text;
using CSysdig.Capture.Buckets;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Capture.Buckets;

/// <summary>Files on their way to a bucket arrive whole, or are counted.</summary>
public sealed class OutboxTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly List<string> _told = [];

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void What_is_written_arrives_and_goes_away()
    {
        using var server = BucketServer.Open();
        using (var outbox = Open(server))
        {
            Write(outbox, "a b/+ö.scap", 1000);
            Write(outbox, "empty", 0);
            Assert.Null(outbox.Finish(TimeSpan.MaxValue, () => false));
            Assert.Equal(new OutboxState(0, 0, 2, 0, 0, 0, null), outbox.State);
        }
        Assert.Equal(new Dictionary<string, byte[]> { ["a b/+ö.scap"] = Bytes(1000), ["empty"] = [] }, server.Objects);
        Assert.Empty(Left());
        Assert.Empty(_told);
    }

    [SkippableFact]
    public void A_server_that_is_killed_and_comes_again_gets_all()
    {
        using var server = BucketServer.Open();
        using var outbox = Open(server);
        Write(outbox, "1", 1000);
        Together.Until(() => outbox.State.Arrived == 1);
        server.Kill();
        Write(outbox, "2", 2000);
        Write(outbox, "3", 3000);
        Together.Until(() => outbox.State.Problem is not null);
        Assert.Equal((2, 5000L, 1L), (outbox.State.Waiting, outbox.State.WaitingBytes, outbox.State.Arrived));
        server.Start();
        Assert.Null(outbox.Finish(TimeSpan.MaxValue, () => false));
        Assert.Equal(["1", "2", "3"], server.Objects.Keys.Order());
        Assert.Equal(Bytes(3000), server.Objects["3"]);
        lock (_told)
            Assert.Collection(_told, line => Assert.Matches("^s3://captures/2 can't be written: 127.0.0.1:[0-9]+ can't be reached: .*; it waits in .* and is tried again$", line),
                line => Assert.Equal("s3://captures/2 has arrived: files go to the bucket again", line));
    }

    [SkippableTheory]
    [InlineData(6000, 0)]
    [InlineData(5999, 1)]
    [InlineData(5000, 1)]
    [InlineData(4999, 2)]
    [InlineData(3000, 2)]
    public void What_there_is_no_room_for_is_given_up_oldest_first_and_counted_here_and_in_the_bucket(long limit, int givenUp)
    {
        using var server = BucketServer.Open();
        server.Kill();
        using (var outbox = Open(server, limit))
        {
            foreach (var number in new[] { 1, 2, 3 })
                Write(outbox, $"{number}", number * 1000, events: number * 10);
            Together.Until(() => outbox.State.Problem is not null);
            Assert.True(outbox.Fit(0, mayWait: false, () => false));
            int[] bytes = [0, 1000, 3000], events = [0, 10, 30];
            var state = outbox.State;
            Assert.Equal((givenUp, bytes[givenUp], events[givenUp], 6000 - bytes[givenUp]), (state.GivenUp, state.GivenUpBytes, state.GivenUpEvents, state.WaitingBytes));
            server.Start();
            var missing = outbox.Finish(TimeSpan.MaxValue, () => false);
            Assert.Equal(givenUp == 0 ? null : $"{(givenUp == 1 ? "1 file" : "2 files")} of {bytes[givenUp]:N0} bytes with {events[givenUp]} events {(givenUp == 1 ? "was" : "were")} given up: "
                + "the bucket could not be reached for longer than there was room on disk", missing);
        }
        var objects = server.Objects;
        Assert.Equal(Enumerable.Range(1, 3).Skip(givenUp).Select(n => $"{n}"), objects.Keys.Where(k => !k.EndsWith(".lost")).Order());
        if (givenUp == 0)
            Assert.DoesNotContain("1.lost", objects.Keys);
        else
            Assert.Equal($$"""{"first":"s3://captures/1","last":"s3://captures/{{givenUp}}","files":{{givenUp}},"bytes":{{(givenUp == 1 ? 1000 : 3000)}},"events":{{(givenUp == 1 ? 10 : 30)}}}""", Encoding.UTF8.GetString(objects["1.lost"]));
        Assert.Empty(Left());
    }

    [SkippableFact]
    public void What_is_written_may_take_all_the_room_and_no_more()
    {
        using var server = BucketServer.Open();
        using var outbox = Open(server, 3000);
        Assert.True(outbox.Fit(3000, mayWait: true, () => false));
        Assert.False(outbox.Fit(3001, mayWait: true, () => false));
        Assert.False(outbox.Fit(3001, mayWait: false, () => false));
    }

    [SkippableFact]
    public void Writing_waits_for_room_where_nothing_is_lost_by_it()
    {
        using var server = BucketServer.Open();
        server.Kill();
        using var outbox = Open(server, 3000);
        Write(outbox, "1", 2000);
        var waiting = Together.Start(() => Assert.True(outbox.Fit(1001, mayWait: true, () => false)));
        Together.AssertWaits(waiting);
        server.Start();
        Together.Await(waiting);
        Assert.Equal((1L, 0L), (outbox.State.Arrived, outbox.State.GivenUp));
    }

    [SkippableFact]
    public void What_a_run_has_left_goes_with_the_next_to_the_same_bucket_and_with_no_other()
    {
        using var server = BucketServer.Open();
        server.Kill();
        var left = Open(server);
        Write(left, "written", 1000);
        // And one that was being written when it was killed.
        File.WriteAllBytes(left.Begin(Address("begun")), Bytes(500));
        using (var other = Open(server))
            Assert.Equal(0, other.State.Waiting);
        left.Dispose();
        server.Start();
        using (var elsewhere = Outbox.Open(Client(server), BucketAddress.Parse("s3://another/x"), _folder.Path, long.MaxValue, _ => { }))
            Assert.Equal(0, elsewhere.State.Waiting);
        using (var next = Open(server))
        {
            Assert.Contains($"2 files that an earlier run left in {_folder.Path} go to s3://captures/ too", _told);
            Assert.Equal(["begun", "written"], next.Keys(Address("")).Distinct().Order());
            Assert.Null(next.Finish(TimeSpan.MaxValue, () => false));
        }
        Assert.Equal(["begun", "written"], server.Objects.Keys.Order());
        Assert.Equal(Bytes(500), server.Objects["begun"]);
        Assert.Empty(Left());
    }

    [SkippableFact]
    public void What_does_not_arrive_in_the_end_stays_and_is_said()
    {
        using var server = BucketServer.Open();
        var settings = server.Environment;
        settings["AWS_ACCESS_KEY_ID"] = "other";
        using (var outbox = Outbox.Open(new BucketClient(new BucketSettings(settings.GetValueOrDefault)), Address("x"), _folder.Path, long.MaxValue, _ => { }))
        {
            Write(outbox, "1", 1000);
            Assert.Equal($"1 file of 1,000 bytes waits in {_folder.Path}: the access key other is not known there; the next run that writes to the bucket brings it there",
                outbox.Finish(TimeSpan.MaxValue, () => false));
        }
        Assert.NotEmpty(Left());
        Assert.Empty(server.Objects);
    }

    [SkippableFact]
    public void A_file_that_somebody_keeps_stays_when_it_has_arrived_and_is_given_up_when_he_lets_it_go()
    {
        using var server = BucketServer.Open();
        using var outbox = Open(server);
        var (first, second) = (_folder.File("first"), _folder.File("second"));
        Keep(first);
        Together.Until(() => outbox.State.Arrived == 1);
        outbox.GiveUp(first);
        server.Kill();
        Keep(second);
        outbox.GiveUp(second);
        server.Start();
        Assert.Contains("1 file of 700 bytes with 7 events was given up", outbox.Finish(TimeSpan.MaxValue, () => false));
        Assert.Equal(["first", "second.lost"], server.Objects.Keys.Order());
        Assert.True(File.Exists(first) && File.Exists(second));

        void Keep(string file)
        {
            Assert.Equal(file, outbox.Begin(Address(Path.GetFileName(file)), file));
            File.WriteAllBytes(file, Bytes(700));
            outbox.End(7);
        }
    }

    [SkippableFact]
    public void A_folder_that_others_may_change_is_not_used()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "only Linux tells whose a folder is");
        Assert.Equal(0, Shell.Run(_folder.Path, "chmod", "0777", ".").ExitCode);
        var settings = BucketServer.Settings(9);
        Assert.Contains("--outbox", Assert.Throws<CSysdig.Capture.Scap.CaptureException>(() =>
            Outbox.Open(new BucketClient(new BucketSettings(settings.GetValueOrDefault)), Address("x"), _folder.Path, long.MaxValue, _ => { })).Message);
    }

    [SkippableTheory]
    [InlineData(1001)]
    [InlineData(1200)]
    [InlineData(2500)]
    public void What_is_large_goes_in_parts_and_is_the_same(int length)
    {
        using var server = BucketServer.Open();
        var file = _folder.File("large");
        File.WriteAllBytes(file, Bytes(length));
        new BucketUpload(Client(server)) { WholeUpTo = 1000, PartBytes = 600 }.Put(file, Address("large"), default);
        Assert.Equal(Bytes(length), server.Objects["large"]);
    }

    [Theory]
    [InlineData(1000, "put /captures/large http/1.1")]
    [InlineData(1001, "post /captures/large?uploads= http/1.1")]
    public void So_much_goes_whole(int length, string asked)
    {
        using var server = new LoopbackServer((_, _) => LoopbackServer.Answer("400 No\nConnection: close\nContent-Length: 0"));
        var file = _folder.File("large");
        File.WriteAllBytes(file, Bytes(length));
        var client = new BucketClient(new BucketSettings(BucketServer.Settings(server.Port).GetValueOrDefault));
        Assert.Throws<BucketException>(() => new BucketUpload(client) { WholeUpTo = 1000, PartBytes = 600 }.Put(file, Address("large"), default));
        Assert.StartsWith(asked, Assert.Single(server.Asked));
    }

    [Theory]
    [InlineData("999", "\"t\"", "the server has 999 bytes of 1000")]
    [InlineData("1000", "\"u\"", "somebody else writes to the same object")]
    public void What_the_server_has_is_looked_at_before_a_file_counts_as_arrived(string length, string tag, string problem)
    {
        using var server = new LoopbackServer((_, head) => head.StartsWith("head", StringComparison.Ordinal)
            ? LoopbackServer.Answer($"200 OK\nConnection: close\nContent-Length: {length}\nETag: {tag}") : LoopbackServer.Answer("200 OK\nConnection: close\nContent-Length: 0\nETag: \"t\""));
        var file = _folder.File("file");
        File.WriteAllBytes(file, Bytes(1000));
        var client = new BucketClient(new BucketSettings(BucketServer.Settings(server.Port).GetValueOrDefault));
        Assert.Equal(problem, Assert.Throws<BucketException>(() => new BucketUpload(client).Put(file, Address("x"), default)).Message);
    }

    Outbox Open(BucketServer server, long limit = long.MaxValue) => Outbox.Open(Client(server), Address("x"), _folder.Path, limit, line =>
    {
        lock (_told)
            _told.Add(line);
    });

    static BucketClient Client(BucketServer server) => new(new BucketSettings(server.Environment.GetValueOrDefault));

    static BucketAddress Address(string key) => BucketAddress.Parse($"s3://{BucketServer.Bucket}/{key}");

    static void Write(Outbox outbox, string key, int length, long events = 1)
    {
        File.WriteAllBytes(outbox.Begin(Address(key)), Bytes(length));
        outbox.End(events);
    }

    static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 >> 2))];

    string[] Left() => [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(f => f.Contains(Path.DirectorySeparatorChar + "0"))];
}
